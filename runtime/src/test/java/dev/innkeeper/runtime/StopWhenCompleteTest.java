package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A host of run-to-completion services stops by itself when their work is done. */
class StopWhenCompleteTest {

  private static final Duration NANO = Duration.ofNanos(1);

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  private HostBuilder host() {
    return fixture.host().stopWhenComplete();
  }

  private BackgroundService worker(String name, long workSeconds) {
    return new BackgroundService() {
      @Override
      public void execute(ServiceContext context) throws InterruptedException {
        sleep(time, seconds(workSeconds));
        fixture.mark(name + " is done");
      }

      @Override
      public void stop(ServiceContext context) {
        fixture.mark(name + " stops");
      }
    };
  }

  /** Fails in its first lives, and is done in that with the number {@code livesThatFail} + 1. */
  private BackgroundService failingAtFirst(String name, int livesThatFail, long workSeconds) {
    int[] life = {0};
    return context -> {
      sleep(time, seconds(workSeconds));
      fixture.mark(name + " ends its life " + ++life[0]);
      if (life[0] <= livesThatFail) {
        throw new IllegalStateException("crash");
      }
    };
  }

  @Test
  void isWhenTheLastWorkHasReturnedAndPlainServicesAreStopped() throws Exception {
    Host host =
        host()
            .add("plain", marking.service("plain"))
            .background("slow", worker("slow", 5))
            .background("quick", worker("quick", 2))
            .build();
    try (LogTrail log = LogTrail.from(Level.INFO)) {
      StopReport report = time.drive(host::run);
      assertTrue(report.clean());
      assertEquals(List.of("plain STOPPED", "slow STOPPED", "quick STOPPED"), states(report));
      assertEquals(Duration.ZERO, report.took());
      assertEquals(
          List.of(
              "INFO inn started: 3 services in 0 ms",
              "INFO inn is stopping: all work is complete",
              "INFO inn stopped in 0 ms: 3 stopped"),
          log.lines().stream().filter(line -> !line.contains("the JVM runs on")).toList());
    }
    assertEquals(
        List.of(
            "0 plain starts",
            "2 quick is done",
            "5 slow is done",
            "5 quick stops",
            "5 slow stops",
            "5 plain stops"),
        trail);
  }

  @Test
  void isNotChosenByDefault() throws Exception {
    Host host = Host.builder("inn").timeSource(time).background("w", worker("w", 1)).build();
    fixture.start(host);
    time.advance(Duration.ofDays(1));
    assertTrue(host.isReady());
    fixture.stop(host);
  }

  @Test
  void isNotBeforeAllHaveStartedAndThenStartReturnsNormally() throws Exception {
    Host host =
        host().background("w", worker("w", 1)).add("slow", marking.service("slow", 9, 0)).build();
    host.lifetime().onStarted(() -> fixture.mark("callback started"));
    fixture.start(host);
    assertTrue(time.drive(() -> host.awaitTermination(seconds(1))));
    assertEquals(
        List.of(
            "0 slow starts",
            "1 w is done",
            "9 slow started",
            "9 callback started",
            "9 slow stops",
            "9 w stops"),
        trail);
  }

  @Test
  void countsAFailureThatIsIgnoredAsAnEnd() throws Exception {
    Host host =
        host()
            .background("w", worker("w", 1))
            .background(
                "bad", failingAtFirst("bad", 9, 3), s -> s.onFailure(FailurePolicy.ignore()))
            .build();
    StopReport report = time.drive(host::run);
    assertEquals(List.of("w STOPPED", "bad FAILED"), states(report));
    assertFalse(report.clean());
    assertEquals(List.of("1 w is done", "3 bad ends its life 1", "3 w stops"), trail);
  }

  @Test
  void waitsForAServiceThatIsBeingRestarted() throws Exception {
    RestartPolicy policy = FailurePolicy.restart().backoff(seconds(60), seconds(60));
    Host host =
        host()
            .background("w", worker("w", 2))
            .background("again", failingAtFirst("again", 1, 1), s -> s.onFailure(policy))
            .build();
    fixture.start(host);
    time.advance(seconds(3));
    assertEquals(List.of("1 again ends its life 1", "2 w is done"), trail);
    assertEquals(ServiceState.RESTARTING, host.services().get(1).state());
    assertTrue(host.isReady());
    assertTrue(time.drive(() -> host.awaitTermination(seconds(100))));
    assertEquals(4, trail.size(), trail.toString());
    assertTrue(trail.get(2).endsWith(" again ends its life 2"), trail.toString());
    assertTrue(trail.get(3).endsWith(" w stops"), trail.toString());
  }

  @Test
  void countsWorkThatFailedTooOftenAndIsThenIgnoredAsAnEnd() throws Exception {
    RestartPolicy policy =
        FailurePolicy.restart()
            .backoff(NANO, NANO)
            .maxRestarts(1, seconds(60))
            .orElse(FailurePolicy.ignore());
    Host host =
        host()
            .background("w", worker("w", 5))
            .background("bad", failingAtFirst("bad", 9, 1), s -> s.onFailure(policy))
            .build();
    StopReport report = time.drive(host::run);
    assertEquals(List.of("w STOPPED", "bad FAILED"), states(report));
    assertEquals(
        List.of("1 bad ends its life 1", "2 bad ends its life 2", "5 w is done", "5 w stops"),
        trail);
  }

  /** It has failed for good: it is down, its failure is ignored, and its work has ended. */
  @Test
  void countsAServiceWhoseRestartFailedAndIsIgnoredAsAnEnd() throws Exception {
    RestartPolicy policy =
        FailurePolicy.restart()
            .backoff(NANO, NANO)
            .maxRestarts(1, seconds(60))
            .orElse(FailurePolicy.ignore());
    int[] starts = {0};
    BackgroundService bad =
        new BackgroundService() {
          @Override
          public void start(ServiceContext context) {
            if (++starts[0] > 1) {
              throw new IllegalStateException("port in use");
            }
          }

          @Override
          public void execute(ServiceContext context) throws InterruptedException {
            sleep(time, seconds(1));
            throw new IllegalStateException("crash");
          }
        };
    Host host =
        host()
            .background("w", worker("w", 5))
            .background("bad", bad, s -> s.onFailure(policy))
            .build();
    fixture.start(host);
    time.advance(seconds(10));
    assertEquals(ServiceState.FAILED, host.services().get(1).state());
    assertEquals(HostState.STOPPED, host.state());
    assertEquals(List.of("5 w is done", "5 w stops"), trail);
  }

  @Test
  void ofAFailureThatStopsTheHostThrowsItOutOfRun() {
    Host host =
        host()
            .background("w", worker("w", 9))
            .background("bad", failingAtFirst("bad", 1, 1))
            .build();
    ServiceFailedException failed =
        assertThrows(ServiceFailedException.class, () -> time.drive(host::run));
    assertEquals("bad", failed.service());
  }

  @Test
  void isWaitedForByOneThatWasStartedAgainByAnOperator() throws Exception {
    Host host = host().background("w", worker("w", 5)).background("job", worker("job", 1)).build();
    fixture.start(host);
    time.advance(seconds(2));
    time.drive(() -> host.control("w").restart());
    time.advance(seconds(4));
    assertTrue(host.isReady());
    assertTrue(time.drive(() -> host.awaitTermination(seconds(9))));
    // It does not hear the stop, so that interrupts it after two seconds.
    assertEquals(
        List.of("1 job is done", "4 w stops", "9 w is done", "9 job stops", "9 w stops"), trail);
  }

  @Test
  void isRefusedWithoutABackgroundServiceUnlessASupplierMayMakeOne() throws Exception {
    HostBuilder plain = host().add("plain", marking.service("plain"));
    assertEquals(
        "host 'inn' has stopWhenComplete() and no background service whose work could complete: add"
            + " one, or leave stopWhenComplete() out",
        assertThrows(IllegalArgumentException.class, plain::build).getMessage());
    assertThrows(IllegalArgumentException.class, () -> host().build());
    Supplier<HostedService> supplier = () -> worker("w", 1);
    StopReport report = time.drive(host().add("w", supplier).build()::run);
    assertTrue(report.clean());
    assertEquals(List.of("1 w is done", "1 w stops"), trail);
  }
}
