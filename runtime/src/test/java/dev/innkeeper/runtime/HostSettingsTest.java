package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.service.FailurePolicy;
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
        delimiter = ';',
        value = {
          "shutdownTimeout; soon; a duration like 250ms, 20s, 5m or PT1M30S: not a duration:"
              + " 'soon'",
          "shutdownTimeout; 20; a duration like 250ms, 20s, 5m or PT1M30S: not a duration: '20'",
          "startupTimeout; 0s; a duration like 250ms, 20s, 5m or PT1M30S:"
              + " startup timeout must be positive: PT0S",
          "drainDelay; -5s; a duration like 250ms, 20s, 5m or PT1M30S: not a duration: '-5s'",
          "drainDelay; PT-5S; a duration like 250ms, 20s, 5m or PT1M30S:"
              + " drain delay must be zero or more: PT-5S",
          "startConcurrently; yes; true or false: it is neither",
          "stopConcurrently; TRUE; true or false: it is neither",
          "stopWhenComplete; ''; true or false: it is neither",
          "services.in.onFailure; retry; stopHost, ignore or restart: it is none of these",
          "services.in.stopTimeout; PT0S; a duration like 250ms, 20s, 5m or PT1M30S:"
              + " stop timeout must be positive: PT0S",
          "services.in.startTimeout; PT-1S; a duration like 250ms, 20s, 5m or PT1M30S:"
              + " start timeout must be positive: PT-1S",
          "services.in.interruptAfter; PT-1S; a duration like 250ms, 20s, 5m or PT1M30S:"
              + " interrupt after must be zero or more: PT-1S",
          "services.in.waitForReady; 1; true or false: it is neither",
          "services.in.platformThreads; no; true or false: it is neither"
        })
    void ofAValueNamesTheKeyTheValueAndWhatIsAllowed(String key, String value, String allowed) {
      assertEquals(
          key + " is '" + value + "', but must be " + allowed, refusal(Map.of(key, value)));
      assertEquals(
          "inn." + key + " is '" + value + "', but must be " + allowed,
          refusal(Map.of("inn." + key, value), "inn."));
    }

    @ParameterizedTest
    @CsvSource({
      "shutDownTimeout",
      "services.inbox",
      "services.inbox.retries",
      "services.stopTimeout",
      "services..stopTimeout",
      "service.inbox.stopTimeout",
      "stopTimeout",
      "timeSource"
    })
    void ofAnUnknownKeyNamesItItsValueAndTheKeysThatThereAre(String key) {
      assertEquals(
          "unknown key '" + key + "' with value '7s'; " + KEYS, refusal(Map.of(key, "7s")));
      assertEquals(
          "unknown key 'inn." + key + "' with value '7s'; " + KEYS,
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
          "the drain delay, PT25S, must be shorter than the shutdown timeout, PT25S, which it is"
              + " part of",
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
                  s -> s.stopTimeout(Duration.ofSeconds(3)).onFailure(FailurePolicy.stopHost()))
              .settings(settings);
      List<String> expected =
          List.of(
              "INFO inn: inn.mdcKey is svc from the configuration, not name from the builder",
              "INFO inn: inn.services.w.onFailure is ignore from the configuration, not stop the"
                  + " host from the builder",
              "INFO inn: inn.services.w.stopTimeout is PT2S from the configuration, not PT3S from"
                  + " the builder",
              "INFO inn: inn.shutdownTimeout is PT5S from the configuration, not PT20S from the"
                  + " builder",
              "INFO inn: inn.startConcurrently is false from the configuration, not true from the"
                  + " builder");
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
