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

/** How a configuration is read, and who wins. */
class HostSettingsTest {

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
  class Precedence {

    private List<String> logOf(HostBuilder builder) {
      try (LogTrail log = LogTrail.from(Level.INFO)) {
        builder.build();
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
              "INFO inn: the configuration overrules the builder: inn.startConcurrently is false,"
                  + " not true",
              "INFO inn: the configuration overrules the builder: inn.shutdownTimeout is 5s, not"
                  + " 20s",
              "INFO inn: the configuration overrules the builder: inn.mdcKey is svc, not name",
              "INFO inn: the configuration overrules the builder: inn.services.w.stopTimeout is 2s,"
                  + " not 1500ms",
              "INFO inn: the configuration overrules the builder: inn.services.w.onFailure is"
                  + " ignore, not restart");
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
}
