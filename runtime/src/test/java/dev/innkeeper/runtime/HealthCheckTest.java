package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostEvent.HealthChanged;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HealthCheck;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Services that the host asks how well they are, every ten seconds and for two at most. */
class HealthCheckTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private int asked;

  private HostBuilder host(HealthCheck check) {
    return fixture
        .host()
        .listener(event -> {
          if (event instanceof HealthChanged changed) {
            fixture.mark(changed.now().toString());
          }
        })
        .add("w", context -> {}, s -> s.healthCheck(seconds(10), seconds(2), check));
  }

  private List<String> trailOf(HealthCheck check, long seconds) throws Exception {
    Host host = fixture.start(host(check));
    time.advance(seconds(seconds));
    fixture.stop(host);
    return trail;
  }

  private Health asked() {
    asked++;
    fixture.mark("asked on " + Thread.currentThread().getName());
    return Health.up();
  }

  @Test
  void areAskedWhenTheyHaveStartedAndThenInEachPeriodAndNotInAStop() throws Exception {
    assertEquals(
        List.of("0 asked on inn/w/health", "10 asked on inn/w/health", "20 asked on inn/w/health"),
        trailOf(this::asked, 25));
  }

  @Test
  void areAsWellAsTheySay() throws Exception {
    assertEquals(
        List.of("10 DEGRADED: slow", "20 DOWN: no connection", "30 UP"),
        trailOf(
            () ->
                switch (asked++) {
                  case 1 -> Health.degraded("slow");
                  case 2 -> Health.down("no connection");
                  default -> Health.up();
                },
            45));
  }

  @Test
  void areDownIfTheCheckThrowsOrReturnsNull() throws Exception {
    assertEquals(
        List.of(
            "0 DOWN: the health check has failed: java.io.IOException: refused",
            "10 UP",
            "20 DOWN: the health check has returned null",
            "30 UP"),
        trailOf(
            () ->
                switch (asked++) {
                  case 0 -> throw new IOException("refused");
                  case 2 -> null;
                  default -> Health.up();
                },
            35));
  }

  @Test
  void areDownIfTheyDoNotAnswerInTimeAndTheCheckIsInterrupted() throws Exception {
    assertEquals(
        List.of("2 DOWN: no answer in 2.00 s", "2 interrupted", "10 UP"),
        trailOf(
            () -> {
              if (asked++ == 0) {
                try {
                  sleep(time, seconds(100));
                } catch (InterruptedException e) {
                  fixture.mark("interrupted");
                }
              }
              return Health.up();
            },
            15));
  }

  @Test
  void areNotAskedAgainWhileADeafCheckGoesOn() throws Exception {
    assertEquals(
        List.of(
            "0 asked on inn/w/health",
            "2 DOWN: no answer in 2.00 s",
            "35 asked on inn/w/health",
            "35 UP"),
        trailOf(
            () -> {
              Health up = asked();
              if (asked == 1) {
                sleepDeaf(time, seconds(35));
              }
              return up;
            },
            40));
  }

  @Test
  void areAskedByTheChecksOfTheirPresentLifeOnly() throws Exception {
    Host host = fixture.start(host(this::asked));
    time.advance(seconds(5));
    time.drive(() -> host.control("w").restart());
    time.advance(seconds(12));
    time.drive(() -> host.control("w").stop());
    time.advance(seconds(60));
    fixture.stop(host);
    assertEquals(
        List.of("0 asked on inn/w/health", "5 asked on inn/w/health", "15 asked on inn/w/health"),
        trail.stream().filter(line -> line.contains("asked")).toList());
  }

  @Test
  void areNotAskedInTheirNextLifeWhileADeafCheckOfTheOneBeforeGoesOn() throws Exception {
    Host host =
        fixture.start(
            host(() -> {
              Health up = asked();
              if (asked == 1) {
                sleepDeaf(time, seconds(15));
              }
              return up;
            }));
    time.advance(seconds(1));
    time.drive(() -> host.control("w").restart());
    time.advance(seconds(25));
    fixture.stop(host);
    assertEquals(
        List.of(
            "0 asked on inn/w/health",
            "1 DEGRADED: it is being started again",
            "1 UP",
            "3 DOWN: a health check from before its restart has not returned",
            "15 asked on inn/w/health",
            "15 UP",
            "25 asked on inn/w/health"),
        trail);
  }

  @Test
  void areNotKeptFromTheirStopByACheckThatHangs() throws Exception {
    Host host =
        fixture.start(
            host(() -> {
              sleepDeaf(time, Duration.ofDays(1));
              return Health.up();
            }));
    time.advance(seconds(1));
    fixture.stopAndMark(host);
    assertEquals(List.of("1 stop() returned"), trail);
  }

  @Test
  void areAskedBesideWorkThatGoesOnAndTheWorstCounts() throws Exception {
    Host host =
        fixture.start(
            fixture
                .host()
                .background(
                    "w",
                    context -> {
                      context.health(Health.degraded("slow"));
                      context.awaitStop();
                    },
                    s -> s.healthCheck(seconds(10), seconds(2), () -> Health.down("no disk"))));
    time.advance(seconds(1));
    assertEquals("DOWN: no disk", host.service("w").health().toString());
    fixture.stop(host);
  }

  @Test
  void areNotAskedWhenTheyHaveFailed() throws Exception {
    Host host =
        fixture.start(
            fixture
                .host()
                .background(
                    "w",
                    context -> {
                      throw new IOException("crash");
                    },
                    s ->
                        s.onFailure(FailurePolicy.ignore())
                            .healthCheck(seconds(10), seconds(2), this::asked)));
    time.advance(seconds(60));
    assertEquals("DEGRADED: it has failed", host.service("w").health().toString());
    assertEquals(List.of(), trail);
    fixture.stop(host);
  }

  @Test
  void needATimeoutThatIsShorterThanThePeriod() {
    ServiceOptions options = new ServiceOptions();
    HealthCheck check = Health::up;
    assertEquals(
        "the timeout of a health check, 2s, must be shorter than its period, 2s",
        assertThrows(
                IllegalArgumentException.class,
                () -> options.healthCheck(seconds(2), seconds(2), check))
            .getMessage());
    for (Duration bad : List.of(Duration.ZERO, seconds(-1))) {
      assertThrows(
          IllegalArgumentException.class, () -> options.healthCheck(bad, seconds(1), check));
      assertThrows(
          IllegalArgumentException.class, () -> options.healthCheck(seconds(2), bad, check));
    }
    assertThrows(
        NullPointerException.class, () -> options.healthCheck(seconds(2), seconds(1), null));
    assertThrows(NullPointerException.class, () -> options.readiness(null));
  }
}
