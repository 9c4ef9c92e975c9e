package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a configuration is read, what it refuses, and who wins. */
class HostSettingsTest {

  private static final String KEYS =
      "there are drainDelay, mdcKey, shutdownTimeout, startConcurrently, startupTimeout,"
          + " stopConcurrently, stopWhenComplete, warnAboutSlowStart, warnIfForgotten, and"
          + " services.NAME. with interruptAfter, onFailure, onStartFailure, platformThreads,"
          + " startTimeout, stopTimeout, waitForReady";

  private static String refusal(Map<String, String> values) {
    return refusal(values, "");
  }

  private static String refusal(Map<String, String> values, String prefix) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> HostSettings.from(values, prefix))
            .getMessage());
  }

  @Nested
  class Reading {

    @Test
    void takesEveryKeyAndShowsThemWithoutTheirValues() {
      HostSettings settings =
          HostSettings.from(
              Map.of(
                  "startConcurrently", "true",
                  "stopConcurrently", "false",
                  "stopWhenComplete", "true",
                  "startupTimeout", "1m",
                  "shutdownTimeout", "20s",
                  "drainDelay", "0s",
                  "warnAboutSlowStart", "30s",
                  "warnIfForgotten", "false",
                  "mdcKey", ""));
      assertEquals(
          "HostSettings[drainDelay, mdcKey, shutdownTimeout, startConcurrently, startupTimeout,"
              + " stopConcurrently, stopWhenComplete, warnAboutSlowStart, warnIfForgotten]",
          settings.toString());
      HostSettings ofService =
          HostSettings.from(
              Map.of(
                  "services.in.box.startTimeout", "PT1M30S",
                  "services.in.box.stopTimeout", "250ms",
                  "services.in.box.interruptAfter", "0ms",
                  "services.in.box.onFailure", "restart",
                  "services.in.box.onStartFailure", "ignore",
                  "services.in.box.waitForReady", "true",
                  "services.in.box.platformThreads", " false "));
      assertEquals(
          "HostSettings[services.in.box.interruptAfter, services.in.box.onFailure,"
              + " services.in.box.onStartFailure, services.in.box.platformThreads,"
              + " services.in.box.startTimeout, services.in.box.stopTimeout,"
              + " services.in.box.waitForReady]",
          ofService.toString());
    }

    @Test
    void withAPrefixLeavesOtherKeysAlone() {
      Map<String, String> values =
          Map.of("inn.mdcKey", "svc", "mdcKey", "other", "server.port", "80", "inner", "no");
      assertEquals("HostSettings[inn.mdcKey]", HostSettings.from(values, "inn.").toString());
    }

    @Test
    void takesPropertiesWithTheirDefaults() {
      Properties defaults = new Properties();
      defaults.setProperty("inn.shutdownTimeout", "never");
      defaults.setProperty("inn.drainDelay", "1s");
      Properties properties = new Properties(defaults);
      properties.setProperty("inn.shutdownTimeout", "10s");
      properties.setProperty("java.version", "21");
      assertEquals(
          "HostSettings[inn.drainDelay, inn.shutdownTimeout]",
          HostSettings.from(properties, "inn.").toString());
      properties.remove("java.version");
      properties.remove("inn.shutdownTimeout");
      assertThrows(
          IllegalArgumentException.class,
          () -> HostSettings.from(properties, "inn."),
          "the default comes to light");
      Properties plain = new Properties();
      plain.setProperty("mdcKey", "svc");
      assertEquals("HostSettings[mdcKey]", HostSettings.from(plain).toString());
    }

    @Test
    void doesNotSeeLaterChangesOfTheMap() {
      Map<String, String> values = new HashMap<>(Map.of("mdcKey", "svc"));
      HostSettings settings = HostSettings.from(values);
      values.put("unknown", "later");
      values.remove("mdcKey");
      assertEquals("HostSettings[mdcKey]", settings.toString());
    }

    @Test
    void ofNothingIsNothing() {
      assertEquals("HostSettings[]", HostSettings.from(Map.of()).toString());
    }
  }

  @Nested
  class Refusal {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "shutdownTimeout| soon| expected a duration, such as 20s, 250ms, 5m or PT20S",
          "shutdownTimeout| 20| a duration needs a unit, such as 20s, 250ms, 5m or PT20S",
          "shutdownTimeout| 1.5| a duration needs a unit, such as 20s, 250ms, 5m or PT20S",
          "shutdownTimeout| ''| expected a duration, such as 20s, 250ms, 5m or PT20S",
          "shutdownTimeout| 20 seconds| expected a duration, such as 20s, 250ms, 5m or PT20S",
          "shutdownTimeout| 00:00:20| a duration is not written like a time of day; did you mean"
              + " 20s?",
          "shutdownTimeout| 1.00:30:00| a duration is not written like a time of day; did you mean"
              + " 1470m?",
          "shutdownTimeout| 00:00:01.5| a duration is not written like a time of day; did you mean"
              + " 1500ms?",
          "shutdownTimeout| 01:30| a duration is not written like a time of day; did you mean 90m?",
          "shutdownTimeout| 999999999999999d| the duration is too long",
          "startupTimeout| 0s| it must be positive, such as 20s",
          "drainDelay| -5s| it must be zero or more, such as 0s or 20s",
          "drainDelay| PT-5S| it must be zero or more, such as 0s or 20s",
          "startConcurrently| yes| expected true or false",
          "stopConcurrently| TRUE| expected true or false",
          "stopWhenComplete| ''| expected true or false",
          "services.in.onFailure| retry| expected stopHost, ignore or restart",
          "services.in.stopTimeout| PT0S| it must be positive, such as 20s",
          "services.in.startTimeout| PT-1S| it must be positive, such as 20s",
          "services.in.interruptAfter| PT-1S| it must be zero or more, such as 0s or 20s",
          "services.in.waitForReady| 1| expected true or false",
          "services.in.platformThreads| no| expected true or false"
        })
    void ofAValueNamesTheKeyTheValueAndWhatIsExpectedOnce(
        String key, String value, String expected) {
      assertEquals(key + " is '" + value + "': " + expected, refusal(Map.of(key, value)));
      assertEquals(
          "inn." + key + " is '" + value + "': " + expected,
          refusal(Map.of("inn." + key, value), "inn."));
    }

    @ParameterizedTest
    @CsvSource({
      "services.inbox",
      "services.inbox.retries",
      "services.inbox.shutdownTimeout",
      "services.stopTimeout",
      "services..stopTimeout",
      "server.inbox.stopTimeout",
      "timeSource"
    })
    void ofAnUnknownKeyNamesItItsValueAndTheKeysThatThereAre(String key) {
      assertEquals(
          "unknown key '" + key + "' with value '7s'; " + KEYS, refusal(Map.of(key, "7s")));
      assertEquals(
          "unknown key 'inn." + key + "' with value '7s'; " + KEYS,
          refusal(Map.of("inn." + key, "7s"), "inn."));
    }

    @ParameterizedTest
    @CsvSource({
      "shutDownTimeout, shutdownTimeout",
      "shutdownTimout, shutdownTimeout",
      "shutdown-timeout, shutdownTimeout",
      "SHUTDOWN_TIMEOUT, shutdownTimeout",
      "startConcurrent, startConcurrently",
      "services.in.box.stop-timeout, services.in.box.stopTimeout",
      "services.inbox.onfailure, services.inbox.onFailure",
      "service.inbox.stopTimeout, services.inbox.stopTimeout",
      "SERVICES.inbox.STOP_TIMEOUT, services.inbox.stopTimeout",
      "stopTimeout, services.NAME.stopTimeout"
    })
    void ofAKeyWithATypingErrorNamesTheOneThatWasMeant(String key, String meant) {
      assertEquals(
          "unknown key 'inn.%s' with value '7s'; did you mean 'inn.%s'? T%s"
              .formatted(key, meant, KEYS.substring(1)),
          refusal(Map.of("inn." + key, "7s"), "inn."));
    }

    @Test
    void ofAServiceThatIsNotThereIsByBuildAndNamesThoseThatAre() {
      HostSettings settings =
          HostSettings.from(Map.of("inn.services.inbox.stopTimeout", "2s"), "inn.");
      HostBuilder builder =
          Host.builder("inn").add("outbox", c -> {}).add("db", c -> {}).settings(settings);
      assertEquals(
          "inn.services.inbox.stopTimeout: no service is named 'inbox'; there are [db, outbox]",
          assertThrows(IllegalArgumentException.class, builder::build).getMessage());
      builder.add("inbox", c -> {}).build();
    }

    @Test
    void ofACombinationIsByBuildAsForTheBuildersOwn() {
      HostSettings tooLong = HostSettings.from(Map.of("drainDelay", "25s"));
      HostBuilder builder = Host.builder("inn").settings(tooLong);
      assertEquals(
          "the drain delay, 25s, must be shorter than the shutdown timeout, 25s, which it is part"
              + " of",
          assertThrows(IllegalArgumentException.class, builder::build).getMessage());
      HostSettings complete = HostSettings.from(Map.of("stopWhenComplete", "true"));
      HostBuilder without = Host.builder("inn").add("plain", c -> {}).settings(complete);
      assertThrows(IllegalArgumentException.class, without::build);
    }
  }

  @Nested
  class Precedence {

    private List<String> logOf(HostBuilder builder) {
      try (LogTrail log = LogTrail.from(Level.INFO)) {
        Host unused = builder.build();
        return log.lines();
      }
    }

    @Test
    void isTheConfigurationsAndWhatItOverrulesIsLogged() {
      HostSettings settings =
          HostSettings.from(
              Map.of(
                  "inn.shutdownTimeout", "5s",
                  "inn.startConcurrently", "false",
                  "inn.mdcKey", "svc",
                  "inn.services.w.stopTimeout", "2s",
                  "inn.services.w.onFailure", "ignore"),
              "inn.");
      HostBuilder builder =
          Host.builder("inn")
              .shutdownTimeout(Duration.ofSeconds(20))
              .startConcurrently()
              .mdcKey("name")
              .background(
                  "w",
                  c -> {},
                  s ->
                      s.stopTimeout(Duration.ofMillis(1_500))
                          .onFailure(
                              FailurePolicy.restart().maxRestarts(2, Duration.ofMinutes(10))))
              .settings(settings);
      List<String> expected =
          List.of(
              "INFO inn: the configuration overrules the builder: inn.mdcKey is svc, not name",
              "INFO inn: the configuration overrules the builder: inn.services.w.onFailure is"
                  + " ignore, not restart after 100ms to 30s, at most 2 times in 10m, else stop the"
                  + " host",
              "INFO inn: the configuration overrules the builder: inn.services.w.stopTimeout is 2s,"
                  + " not 1500ms",
              "INFO inn: the configuration overrules the builder: inn.shutdownTimeout is 5s, not"
                  + " 20s",
              "INFO inn: the configuration overrules the builder: inn.startConcurrently is false,"
                  + " not true");
      assertEquals(expected, logOf(builder));
      assertEquals(expected, logOf(builder), "the builder keeps what was chosen");
    }

    @Test
    void isSilentWhenTheBuilderChoseNothingOrTheSame() {
      HostSettings settings =
          HostSettings.from(
              Map.of(
                  "shutdownTimeout", "5s",
                  "stopConcurrently", "true",
                  "services.w.onFailure", "restart",
                  "services.w.startTimeout", "60s",
                  "services.w.waitForReady", "true"));
      HostBuilder same =
          Host.builder("inn")
              .shutdownTimeout(Duration.ofSeconds(5))
              .background(
                  "w",
                  c -> {},
                  s -> s.onFailure(FailurePolicy.restart()).startTimeout(Duration.ofMinutes(1)))
              .settings(settings);
      assertEquals(List.of(), logOf(same));
    }

    @Test
    void leavesTheLimitsOfARestartToTheBuilder() {
      ManualTimeSource time = new ManualTimeSource();
      HostBuilder builder =
          Host.builder("inn")
              .timeSource(time)
              .background(
                  "w",
                  c -> {
                    HostFixture.sleep(time, Duration.ofSeconds(1));
                    throw new IllegalStateException("always");
                  },
                  s -> s.onFailure(FailurePolicy.restart().maxRestarts(0, Duration.ofHours(1))))
              .settings(HostSettings.from(Map.of("services.w.onFailure", "restart")));
      assertEquals(List.of(), logOf(builder));
      Host host = builder.build();
      assertThrows(ServiceFailedException.class, () -> time.drive(host::run));
      assertEquals(0, host.service("w").restarts());
    }

    @Test
    void ofSeveralConfigurationsIsTheLastOnes() {
      HostBuilder builder =
          Host.builder("inn")
              .mdcKey("name")
              .settings(HostSettings.from(Map.of("mdcKey", "first")))
              .settings(HostSettings.from(Map.of("shutdownTimeout", "5s")));
      assertTrue(logOf(builder).isEmpty());
    }
  }

  @Test
  void aKeyWithoutAValueIsNamed() {
    Map<String, String> values = new HashMap<>();
    values.put("services.w.stopTimeout", null);
    String message =
        assertThrows(IllegalArgumentException.class, () -> HostSettings.from(values)).getMessage();
    assertEquals("services.w.stopTimeout has no value: it is null", message);
  }

  @Test
  void aNullKeyIsTold() {
    Map<String, String> values = new HashMap<>();
    values.put(null, "5s");
    String message =
        assertThrows(NullPointerException.class, () -> HostSettings.from(values)).getMessage();
    assertEquals("a key", message);
  }
}
