package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Orders to one service that meet the host's stop, its own supervision, or each other. */
class ServiceControlRacesTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);
  private final AtomicInteger runs = new AtomicInteger();

  /** The work of the first run fails at once; the next start takes a while. */
  private BackgroundService failingOnce(long nextStartSeconds) {
    return new BackgroundService() {
      @Override
      public void start(ServiceContext context) throws InterruptedException {
        fixture.mark("start");
        if (runs.incrementAndGet() > 1) {
          try {
            sleep(time, seconds(nextStartSeconds));
          } catch (InterruptedException e) {
            fixture.mark("start interrupted");
            throw e;
          }
        }
      }

      @Override
      public void execute(ServiceContext context) throws InterruptedException {
        if (runs.get() == 1) {
          throw new IllegalStateException("crash");
        }
        context.awaitStop();
      }

      @Override
      public void stop(ServiceContext context) {
        fixture.mark("stop");
      }
    };
  }

  private static RestartPolicy after(long seconds) {
    return FailurePolicy.restart().backoff(seconds(seconds), seconds(seconds));
  }

  @Test
  void aStopOfTheHostJoinsTheStopOfOne() throws Exception {
    Host host =
        fixture
            .host()
            .add("a", marking.service("a"))
            .add("slow", marking.service("slow", 0, 10))
            .build();
    fixture.start(host);
    trail.clear();
    fixture.order("operator", host.control("slow")::stop);
    time.advance(seconds(4));
    StopReport report = fixture.stop(host);
    fixture.mark("over");
    assertEquals(
        List.of("0 slow stops", "10 slow stopped", "10 a stops", "10 operator: STOPPED", "10 over"),
        trail);
    assertEquals(seconds(6), report.took());
    assertTrue(report.clean());
  }

  @Test
  void aStopOfTheHostTakesTimeFromOneThatStopsAlreadySoThatOthersHaveTheirShare() throws Exception {
    Host host =
        fixture
            .host()
            .add("a", marking.service("a"))
            .add("slow", marking.service("slow", 0, 300), s -> s.stopTimeout(seconds(200)))
            .build();
    fixture.start(host);
    trail.clear();
    fixture.order("operator", host.control("slow")::stop);
    time.advance(seconds(4));
    StopReport report = fixture.stop(host);
    assertEquals(
        List.of(
            "0 slow stops", "13.375 slow interrupted", "13.375 a stops", "13.375 operator: FAILED"),
        trail,
        "half of the share that it has from the host's stop on");
    assertEquals(List.of("a STOPPED", "slow FAILED"), states(report));
  }

  @Test
  void aStartThatTheHostsStopMeetsIsGivenUp() throws Exception {
    Host host =
        fixture
            .host()
            .add(
                "slow",
                context -> {
                  if (runs.incrementAndGet() > 1) {
                    sleep(time, seconds(60));
                  }
                })
            .build();
    fixture.start(host);
    fixture.order("operator", host.control("slow")::restart);
    time.advance(seconds(2));
    StopReport report = fixture.stop(host);
    assertEquals(List.of("2 operator: inn/slow did not start: the host stops"), trail);
    assertEquals(Duration.ZERO, report.took());
    assertTrue(report.clean());
  }

  @Test
  void aStopWhileItWaitsToBeRestartedEndsThat() throws Exception {
    Host host = fixture.host().background("w", failingOnce(0), s -> s.onFailure(after(60))).build();
    fixture.start(host);
    time.advance(Duration.ZERO);
    assertEquals(ServiceState.RESTARTING, host.services().get(0).state());
    fixture.order("operator", host.control("w")::stop);
    time.advance(Duration.ofMinutes(5));
    assertEquals(List.of("0 start", "0 stop", "0 operator: STOPPED"), trail);
    assertTrue(fixture.stop(host).clean());
  }

  @Test
  void aStartWhileItWaitsToBeRestartedEndsTheWaiting() throws Exception {
    Host host = fixture.host().background("w", failingOnce(0), s -> s.onFailure(after(60))).build();
    fixture.start(host);
    time.advance(Duration.ZERO);
    fixture.order("operator", host.control("w")::start);
    time.advance(Duration.ofMinutes(5));
    assertEquals(List.of("0 start", "0 stop", "0 start", "0 operator: RUNNING"), trail);
    assertEquals(1, host.services().get(0).restarts());
    fixture.stop(host);
  }

  @Test
  void aStopWhileItIsBeingRestartedInterruptsTheStart() throws Exception {
    Host host = fixture.host().background("w", failingOnce(30), s -> s.onFailure(after(1))).build();
    fixture.start(host);
    time.advance(seconds(5));
    trail.clear();
    fixture.order("operator", host.control("w")::stop);
    assertEquals(List.of("5 start interrupted", "5 operator: START_ABORTED"), trail);
    fixture.stop(host);
  }

  @Test
  void twoRestartsAtOnceAreOne() throws Exception {
    Host host = fixture.host().add("a", marking.service("a", 1, 1)).build();
    fixture.start(host);
    trail.clear();
    fixture.order("first", host.control("a")::restart);
    fixture.order("second", host.control("a")::restart);
    time.advance(seconds(5));
    assertEquals(
        List.of(
            "1 a stops",
            "2 a stopped",
            "2 a starts",
            "3 a started",
            "3 first: RUNNING",
            "3 second: RUNNING"),
        trail);
    fixture.stop(host);
  }

  @Test
  void aRestartThatJoinsOneJustOrderedSeesTheNewLifeToo() throws Exception {
    Host host =
        fixture
            .host()
            .add("a", marking.service("a", 0, 0))
            .add("b", marking.service("b", 0, 3), s -> s.dependsOn("a"))
            .build();
    fixture.start(host);
    trail.clear();
    fixture.order("first", host.control("a")::restartWithDependents);
    fixture.order("second", host.control("a")::restartWithDependents);
    time.advance(seconds(5));
    assertEquals(
        List.of(
            "0 b stops",
            "3 b stopped",
            "3 a stops",
            "3 a starts",
            "3 b starts",
            "3 first: RUNNING",
            "3 second: RUNNING"),
        trail);
    fixture.stop(host);
  }

  @Test
  void ofAStopAndAStartTheLaterOneHolds() throws Exception {
    Host host = fixture.host().add("a", marking.service("a", 0, 2)).build();
    fixture.start(host);
    trail.clear();
    fixture.order("stops", host.control("a")::stop);
    time.advance(seconds(1));
    fixture.order("starts", host.control("a")::start);
    time.advance(seconds(5));
    assertEquals(
        List.of("0 a stops", "1 stops: STOPPING", "2 a stopped", "2 a starts", "2 starts: RUNNING"),
        trail);
    fixture.stop(host);
  }
}
