package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.SettingsFixture.described;
import static dev.innkeeper.runtime.SettingsFixture.refusal;
import static dev.innkeeper.runtime.SettingsFixture.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A configuration of the restarts, the health and the presence of services. */
class ServiceSettingsTest {

  private static final RestartPolicy OF_THE_CODE =
      FailurePolicy.restart()
          .backoff(seconds(1), Duration.ofMinutes(1))
          .maxRestarts(5, Duration.ofMinutes(30))
          .orElse(FailurePolicy.ignore());

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final MarkingServices marking = new MarkingServices(fixture);

  @Nested
  class OfARestart {

    @ParameterizedTest
    @CsvSource({"first, 2s", "longest, 2m", "maxRestarts, 7", "window, 1h", "orElse, stopHost"})
    void changesOnlyWhatItNames(String option, String value) {
      for (String which : List.of("restart", "startRestart")) {
        String key = "services.w." + which + "." + option;
        Host host =
            Host.builder("inn")
                .add("w", c -> {}, s -> s.onFailure(OF_THE_CODE).onStartFailure(OF_THE_CODE))
                .settings(settings(key + "=" + value))
                .build();
        List<String> expected =
            List.of(
                    "first = 1s",
                    "longest = 1m",
                    "maxRestarts = 5",
                    "window = 30m",
                    "orElse = ignore")
                .stream()
                .map(line ->
                    line.startsWith(option + " =")
                        ? "services.w." + which + "." + option + " = " + value + " (map)"
                        : "services.w." + which + "." + line + " (code)")
                .toList();
        assertEquals(expected, described(host, "services.w." + which + "."));
      }
    }

    @Test
    void holdsForOneThatTheConfigurationHasChosen() throws Exception {
      Host host =
          fixture
              .host()
              .background(
                  "w",
                  context -> {
                    fixture.mark("w");
                    sleep(time, seconds(10));
                    throw new IllegalStateException("crash");
                  })
              .settings(
                  settings(
                      "services.w.onFailure=restart",
                      "services.w.restart.first=PT0.000000001S",
                      "services.w.restart.longest=PT0.000000001S",
                      "services.w.restart.max-restarts=2",
                      "services.w.restart.orElse=ignore"))
              .build();
      fixture.start(host);
      time.advance(seconds(100));
      assertEquals(List.of("0 w", "10 w", "20 w"), fixture.trail);
      assertEquals(ServiceState.FAILED, host.service("w").state());
      assertTrue(host.isLive());
      fixture.stop(host);
    }

    @Test
    void ofAFirstStartHasKeysOfItsOwn() throws Exception {
      Host host =
          fixture
              .host()
              .add("cache", marking.failing("cache", 1, new IllegalStateException("away")))
              .settings(
                  settings(
                      "services.cache.onStartFailure=restart",
                      "services.cache.startRestart.first=PT0.000000001S",
                      "services.cache.startRestart.longest=PT0.000000001S",
                      "services.cache.startRestart.maxRestarts=2",
                      "services.cache.startRestart.orElse=ignore"))
              .build();
      fixture.start(host);
      assertEquals(List.of("0 cache starts", "1 cache starts", "2 cache starts"), fixture.trail);
      fixture.stop(host);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "restart.first=1s| services.w.restart.first: there is no restart to change, since"
              + " services.w.onFailure is ignore: set it to restart, or leave this out",
          "startRestart.window=1s| services.w.startRestart.window: there is no restart to change,"
              + " since services.w.onStartFailure is stopHost: set it to restart, or leave this"
              + " out",
          "onStartFailure=restart startRestart.first=31s| services.w.startRestart.first: the first"
              + " back-off, 31s, is longer than the longest, 30s",
          "onFailure=restart restart.first=5s restart.longest=4s| services.w.restart.first,"
              + " services.w.restart.longest: the first back-off, 5s, is longer than the longest,"
              + " 4s",
          "onFailure=restart restart.maxRestarts=-1| services.w.restart.maxRestarts: restarts must"
              + " be zero or more: -1",
          "healthCheck.every=5s| services.w.healthCheck.every: the service has no health check: its"
              + " code needs healthCheck"
        })
    void isRefusedWithItsKeys(String entries, String message) {
      String[] keys = entries.split(" ", -1);
      for (int i = 0; i < keys.length; i++) {
        keys[i] = "services.w." + keys[i];
      }
      HostBuilder builder =
          Host.builder("inn").add("w", c -> {}, s -> s.onFailure(FailurePolicy.ignore()));
      assertEquals(message, refusal(builder.settings(settings(keys))));
    }
  }

  @Nested
  class OfHealth {

    private HostBuilder checked() {
      return fixture
          .host()
          .background(
              "w",
              c -> sleep(time, Duration.ofDays(1)),
              s ->
                  s.healthCheck(
                      seconds(10),
                      seconds(2),
                      () -> {
                        fixture.mark("asked");
                        return Health.down("no");
                      }));
    }

    @Test
    void changesPeriodAndReadinessAndWatchdog() throws Exception {
      Host host =
          fixture.start(
              checked()
                  .settings(
                      settings(
                          "services.w.health-check.every=4s",
                          "services.w.readiness=UP",
                          "services.w.watchdog=true")));
      time.advance(seconds(9));
      assertEquals(List.of("0 asked", "4 asked", "8 asked"), fixture.trail);
      assertFalse(host.isReady());
      assertTrue(host.service("w").watchdog());
      fixture.stop(host);
    }

    @Test
    void isRefusedAsByTheBuilder() {
      assertEquals(
          "services.w.healthCheck.timeout: the timeout of a health check, 10s, must be shorter than"
              + " its period, 10s",
          refusal(checked().settings(settings("services.w.healthCheck.timeout=10s"))));
    }
  }

  @Nested
  class OfPresence {

    private final HostBuilder three =
        Host.builder("inn")
            .add("db", c -> {})
            .add("inbox", c -> {}, s -> s.dependsOn("db"))
            .add("http", c -> {});

    private List<String> names(Host host) {
      return host.services().stream().map(ServiceStatus::name).toList();
    }

    @Test
    void leavesAServiceOut() {
      Host host = three.settings(settings("services.inbox.enabled=false")).build();
      assertEquals(List.of("db", "http"), names(host));
      assertEquals(
          List.of("services.inbox.enabled = false (map)"),
          described(host, "services.inbox.enabled"));
      assertEquals(
          List.of("http"),
          names(
              three
                  .settings(settings("services.inbox.enabled=false", "services.db.enabled=false"))
                  .build()));
      assertEquals(
          List.of("db", "inbox", "http"),
          names(three.settings(settings("services.db.enabled=true")).build()),
          "the builder is what it was");
    }

    @Test
    void isRefusedIfAnotherServiceDependsOnIt() {
      assertEquals(
          "services.db.ENABLED is false, but service 'inbox' depends on 'db': disable both, or"
              + " neither",
          refusal(three.settings(settings("services.db.ENABLED=false"))));
    }
  }

  @Test
  void theSeedIsThatOfTheJitter() {
    Host host = Host.builder("inn").settings(settings("randomSeed=7")).build();
    assertEquals(List.of("randomSeed = 7 (map)"), described(host, "randomSeed"));
  }
}
