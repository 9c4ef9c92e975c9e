package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static dev.innkeeper.runtime.HostFixture.state;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.HostEvent.HostStopping;
import dev.innkeeper.runtime.report.HostEvent.LeadershipEnded;
import dev.innkeeper.runtime.report.HostEvent.LeadershipGained;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.LeaderElection;
import dev.innkeeper.runtime.service.Readiness;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Services that run only while their host leads, by a lease of 15 seconds. */
class LeaderTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final FakeElection election = new FakeElection(fixture);

  /** What listeners hear: on a thread of their own, and so in no order with the trail. */
  private final List<String> told = new CopyOnWriteArrayList<>();

  private HostBuilder host() {
    return fixture
        .host()
        .listener(event -> {
          switch (event) {
            case LeadershipGained won -> told.add("leads by " + won.fencingToken().getAsLong());
            case LeadershipEnded ended ->
                told.add((ended.lost() ? "lost: " : "ended: ") + ended.reason());
            case HostStopping stops when stops.reason().contains("failed") ->
                told.add("stops: " + stops.reason());
            default -> {}
          }
        });
  }

  /** Marks how its work begins and ends. */
  private BackgroundService work(String name) {
    return context -> {
      fixture.mark(name + " works by " + context.fencingToken().orElse(-1));
      try {
        context.awaitStop();
        fixture.mark(name + " ends");
      } catch (InterruptedException e) {
        fixture.mark(name + " interrupted");
      }
    };
  }

  /** It does not look whether it was asked to stop. */
  private BackgroundService deafTo(Duration length) {
    return context -> {
      fixture.mark("w works");
      try {
        HostFixture.sleep(time, length);
      } catch (InterruptedException e) {
        fixture.mark("w interrupted");
      }
    };
  }

  private BackgroundService deaf(String name, long seconds) {
    return context -> {
      fixture.mark(name + " works");
      sleepDeaf(time, seconds(seconds));
    };
  }

  @Test
  void standByUntilTheLeaseIsFreeAndTheHostIsReadyAllTheSame() throws Exception {
    election.isTakenFor(seconds(10));
    Host host =
        fixture.start(
            host()
                .background(
                    "w",
                    work("w"),
                    s -> s.whileLeader(election.candidate()).readiness(Readiness.RUNNING)));
    assertEquals(ServiceState.STANDBY, state(host, 0));
    assertTrue(host.isReady());
    time.advance(seconds(12));
    assertEquals(ServiceState.RUNNING, state(host, 0));
    fixture.stop(host);
    assertEquals(List.of("12 w works by 2", "12 w ends", "12 given back"), trail);
    assertEquals(List.of("leads by 2", "ended: what leads has stopped"), told);
  }

  @Test
  void goOnAsLongAsTheLeaseIsRenewed() throws Exception {
    Host host =
        fixture.start(host().background("w", work("w"), s -> s.whileLeader(election.candidate())));
    time.advance(Duration.ofHours(1));
    assertFalse(election.isFree());
    assertEquals(List.of("0 w works by 1"), trail);
    assertEquals(List.of("leads by 1"), told);
    fixture.stop(host);
  }

  @Test
  void areAskedToStopWhenTheLeaseCannotBeRenewedAndStandByUntilItIsWonAgain() throws Exception {
    Host host =
        fixture.start(host().background("w", work("w"), s -> s.whileLeader(election.candidate())));
    time.advance(seconds(12));
    election.isAway();
    time.advance(seconds(18));
    assertEquals(ServiceState.STANDBY, state(host, 0));
    assertEquals(HostState.RUNNING, host.state());
    election.isBack();
    time.advance(seconds(5));
    fixture.stop(host);
    assertEquals(
        List.of("0 w works by 1", "20 w ends", "32 w works by 2", "35 w ends", "35 given back"),
        trail);
    assertEquals(
        List.of(
            "leads by 1",
            "lost: its lease could not be renewed in time",
            "leads by 2",
            "ended: what leads has stopped"),
        told);
  }

  @Test
  void areInterruptedAtOnceWhenTheProcessStoodStillForLongerThanTheLeaseAlsoIfItCannotBeAsked()
      throws Exception {
    Host host =
        fixture.start(
            host()
                .background("w", deafTo(seconds(1_000)), s -> s.whileLeader(election.candidate())));
    time.advance(seconds(2));
    election.isAway();
    time.freeze(seconds(30));
    time.advance(Duration.ofMillis(1));
    assertEquals(List.of("0 w works", "32 w interrupted"), trail);
    assertEquals(List.of("leads by 1", "lost: its lease could not be renewed in time"), told);
    fixture.stop(host);
  }

  @Test
  void haveLessTimeIfTheProcessStoodStillForAPartOfTheLease() throws Exception {
    Host host =
        fixture.start(
            host()
                .background("w", deafTo(seconds(1_000)), s -> s.whileLeader(election.candidate())));
    election.isAway();
    time.advance(seconds(2));
    time.freeze(seconds(7));
    time.advance(seconds(1));
    assertEquals(List.of("leads by 1", "lost: its lease could not be renewed in time"), told);
    fixture.stop(host);
  }

  @Test
  void areInterruptedAndThenAbandonedBeforeTheLeaseEnds() throws Exception {
    Host host =
        fixture.start(
            host()
                .background(
                    "w",
                    deaf("w", 1_000),
                    s -> s.whileLeader(election.candidate()).onFailure(FailurePolicy.ignore())));
    election.isAway();
    time.advance(seconds(13));
    assertEquals(ServiceState.STOPPING, state(host, 0));
    time.advance(Duration.ofMillis(500));
    assertEquals(ServiceState.ABANDONED, state(host, 0));
    assertFalse(election.isFree());
    time.advance(seconds(60));
    assertEquals(List.of("0 w works"), trail);
    assertEquals(List.of("leads by 1", "lost: its lease could not be renewed in time"), told);
    fixture.stop(host);
  }

  @Test
  void haveFailedIfTheyHadToBeAbandonedAndTheirPolicySaysWhatFollows() throws Exception {
    Host host =
        fixture.start(
            host().background("w", deaf("w", 1_000), s -> s.whileLeader(election.candidate())));
    election.isAway();
    time.advance(seconds(30));
    assertEquals(HostState.STOPPED, host.state());
    assertEquals(List.of("0 w works"), trail);
    assertEquals(
        List.of(
            "leads by 1",
            "lost: its lease could not be renewed in time",
            "stops: 'w' failed to stop before its lease ended"),
        told);
  }

  @Test
  void areInterruptedAtOnceWhenAnotherHoldsTheLease() throws Exception {
    Host host =
        fixture.start(
            host()
                .background(
                    "w",
                    context -> {
                      fixture.mark("w works");
                      try {
                        HostFixture.sleep(time, seconds(1_000));
                      } catch (InterruptedException e) {
                        fixture.mark("w interrupted");
                      }
                    },
                    s -> s.whileLeader(election.candidate()).interruptAfter(seconds(2))));
    time.advance(seconds(6));
    election.isTakenFor(seconds(60));
    time.advance(seconds(5));
    fixture.stop(host);
    assertEquals(List.of("0 w works", "10 w interrupted"), trail);
    assertEquals(List.of("leads by 1", "lost: its lease has expired, or another holds it"), told);
  }

  @Test
  void runInOneHostAndInTheOtherOnceThatHasStopped() throws Exception {
    Host first =
        fixture.start(host().background("a", work("a"), s -> s.whileLeader(election.candidate())));
    Host second =
        fixture.start(host().background("b", work("b"), s -> s.whileLeader(election.candidate())));
    time.advance(seconds(100));
    assertEquals(ServiceState.STANDBY, state(second, 0));
    fixture.stop(first);
    time.advance(seconds(3));
    assertEquals(ServiceState.RUNNING, state(second, 0));
    fixture.stop(second);
    assertEquals(
        List.of(
            "0 a works by 1",
            "100 a ends",
            "100 given back",
            "102 b works by 2",
            "103 b ends",
            "103 given back"),
        trail);
    assertEquals(
        List.of(
            "leads by 1",
            "ended: what leads has stopped",
            "leads by 2",
            "ended: what leads has stopped"),
        told);
  }

  @Test
  void keepTheLeaseFromOthersUntilItExpiresIfTheyWereAbandonedInTheStop() throws Exception {
    Host host =
        fixture.start(
            host()
                .shutdownTimeout(seconds(4))
                .background("w", deaf("w", 8), s -> s.whileLeader(election.candidate())));
    fixture.stop(host);
    assertEquals(List.of("0 w works"), trail);
    assertEquals(
        List.of(
            "leads by 1",
            "ended: what leads was abandoned, and runs on: its lease is left to expire"),
        told);
    assertFalse(election.isFree());
    time.advance(seconds(20));
  }

  @Test
  void startAndStopTogetherInTheOrderOfTheirDependencies() throws Exception {
    LeaderElection candidate = election.candidate();
    Host host =
        fixture.start(
            host()
                .background(
                    "reports",
                    work("reports"),
                    s -> s.whileLeader(candidate).dependsOn("billing", "db"))
                .background(
                    "billing", work("billing"), s -> s.whileLeader(candidate).dependsOn("db"))
                .add("db", ServiceContext::name));
    election.isAway();
    time.advance(seconds(11));
    assertEquals(
        List.of(ServiceState.STANDBY, ServiceState.STANDBY, ServiceState.RUNNING),
        host.services().stream().map(s -> s.state()).toList());
    fixture.stop(host);
    assertEquals(
        List.of(
            "0 billing works by 1", "0 reports works by 1", "10 reports ends", "10 billing ends"),
        trail);
    assertEquals(List.of("leads by 1", "lost: its lease could not be renewed in time"), told);
  }

  @Test
  void giveTheLeaseBackWhenAnOperatorStopsThemAndStandByWhenHeStartsThem() throws Exception {
    Host host =
        fixture.start(host().background("w", work("w"), s -> s.whileLeader(election.candidate())));
    fixture.order("stop", () -> host.control("w").stop());
    assertTrue(election.isFree());
    election.isTakenFor(seconds(60));
    fixture.order("start", () -> host.control("w").start());
    assertEquals(ServiceState.STANDBY, state(host, 0));
    fixture.order("stop", () -> host.control("w").stop());
    fixture.stop(host);
    assertEquals(
        List.of(
            "0 w works by 1",
            "0 w ends",
            "0 stop: STOPPED",
            "0 given back",
            "0 start: STANDBY",
            "0 stop: STOPPED"),
        trail);
    assertEquals(List.of("leads by 1", "ended: what leads has stopped"), told);
  }
}
