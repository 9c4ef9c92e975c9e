package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.SettingsFixture.described;
import static dev.innkeeper.runtime.SettingsFixture.environment;
import static dev.innkeeper.runtime.SettingsFixture.refusal;
import static dev.innkeeper.runtime.SettingsFixture.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.service.FailurePolicy;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spellings of a key, several sources of settings, and how it is shown what is in force. */
class LayeredSettingsTest {

  @Nested
  class Spellings {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "services.In.Box_1.stopTimeout",
          "services.In.Box_1.stop-timeout",
          "services.In.Box_1.STOP_TIMEOUT",
          "Services.In.Box_1.stoptimeout"
        })
    void areOneKeyAndTheNameIsExact(String key) {
      Host host =
          Host.builder("inn").add("In.Box_1", c -> {}).settings(settings(key + "=5s")).build();
      String origin = key.equals("services.In.Box_1.stopTimeout") ? "map" : "map: " + key;
      assertEquals(
          List.of("services.In.Box_1.stopTimeout = 5s (" + origin + ")"),
          described(host, "services.In.Box_1.stopTimeout"));
    }

    @Test
    void ofValuesAreOneValue() {
      for (String spelling : List.of("stopHost", "stop-host", "STOP_HOST")) {
        Host host =
            Host.builder("inn")
                .add("w", c -> {}, s -> s.onFailure(FailurePolicy.ignore()))
                .settings(settings("services.w.onFailure=" + spelling))
                .build();
        assertEquals(
            List.of("services.w.onFailure = stopHost (map)"), described(host, "services.w.onF"));
      }
    }

    @Test
    void twoInOneSourceAreRefused() {
      assertEquals(
          "'inn.shutdown-timeout' and 'inn.shutdownTimeout' are both the key shutdownTimeout: leave"
              + " one out",
          refusal(() ->
              HostSettings.from(
                  Map.of("inn.shutdown-timeout", "5s", "inn.shutdownTimeout", "5s"), "inn.")));
    }

    @Test
    void ofANameAreTwoNames() {
      assertEquals(
          "services.inBox.stopTimeout: no service is named 'inBox'; did you mean 'in-box'? There"
              + " are [in-box]",
          refusal(
              Host.builder("inn")
                  .add("in-box", c -> {})
                  .settings(settings("services.inBox.stopTimeout=5s"))));
    }
  }

  @Nested
  class Layers {

    private final HostSettings file =
        settings("shutdown-timeout=10s", "drainDelay=1s", "services.w.stopTimeout=2s")
            .named("application.properties");

    private HostBuilder builder() {
      return Host.builder("inn")
          .shutdownTimeout(seconds(30))
          .startupTimeout(seconds(40))
          .add("w", c -> {}, s -> s.startTimeout(seconds(3)));
    }

    @Test
    void ofWhichTheLaterWinsKeyByKey() {
      HostSettings all =
          file.and(environment("INN_DRAIN_DELAY=2s", "INN_SERVICES_W_STOP_TIMEOUT=4s"))
              .and(settings("drainDelay=3s").named("command line"));
      assertEquals(
          List.of(
              "startConcurrently = false (default)",
              "stopConcurrently = false (default)",
              "stopWhenComplete = false (default)",
              "startupTimeout = 40s (code)",
              "shutdownTimeout = 10s (application.properties: shutdown-timeout)",
              "drainDelay = 3s (command line)",
              "warnAboutSlowStart = 10s (default)",
              "warnIfForgotten = true (default)",
              "mdcKey = service (default)",
              "randomSeed = none (default)",
              "services.w.enabled = true (default)",
              "services.w.startTimeout = 3s (code)",
              "services.w.stopTimeout = 4s (environment: INN_SERVICES_W_STOP_TIMEOUT)",
              "services.w.interruptAfter = none (default)",
              "services.w.waitForReady = false (default)",
              "services.w.platformThreads = false (default)",
              "services.w.readiness = started (default)",
              "services.w.watchdog = false (default)",
              "services.w.onFailure = stopHost (default)",
              "services.w.onStartFailure = stopHost (default)"),
          builder().settings(all).build().describeSettings().lines().toList());
    }

    @Test
    void areShownBeforeThereIsAHostInTheirOrder() {
      HostSettings all = file.and(environment("INN_DRAIN_DELAY=2s"));
      assertEquals(
          List.of(
              "drainDelay = 1s (application.properties)",
              "services.w.stopTimeout = 2s (application.properties)",
              "shutdownTimeout = 10s (application.properties: shutdown-timeout)",
              "INN_DRAIN_DELAY = 2s (environment)"),
          all.describe().lines().toList());
      assertEquals(
          "HostSettings[drainDelay, services.w.stopTimeout, shutdown-timeout, INN_DRAIN_DELAY]",
          all.toString());
    }

    @Test
    void mayHaveOneKeyInTwoSpellings() {
      Host host = builder().settings(file.and(settings("SHUTDOWN_TIMEOUT=9s"))).build();
      assertEquals(
          List.of("shutdownTimeout = 9s (map: SHUTDOWN_TIMEOUT)"),
          described(host, "shutdownTimeout"));
    }

    @Test
    void areNamedBeforeTheyArePutTogether() {
      HostSettings both = file.and(file);
      assertEquals(
          "these settings come from 2 places: name each of them, before and()",
          assertThrows(IllegalStateException.class, () -> both.named("x")).getMessage());
    }

    @Test
    void areCalledWhatTheyAreIfTheyHaveNoName() {
      Properties properties = new Properties();
      properties.setProperty("drainDelay", "1s");
      assertEquals("drainDelay = 1s (properties)", HostSettings.from(properties).describe());
      assertEquals("drainDelay = 1s (map)", settings("drainDelay=1s").describe());
    }
  }

  @Test
  void aDescriptionHasNoControlCharacters() {
    HostSettings settings = settings("mdcKey=a\nforged = 1").named("file\n");
    assertEquals(
        "mdcKey = a\\u000Aforged = 1 (file\\u000A)",
        Host.builder("inn")
            .settings(settings)
            .build()
            .describeSettings()
            .lines()
            .filter(line -> line.contains("forged"))
            .collect(Collectors.joining("|")));
  }
}
