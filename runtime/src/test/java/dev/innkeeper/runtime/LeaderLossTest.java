package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.state;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of services that lead when their lease of 15 seconds ends. */
class LeaderLossTest {

  private final LeaderFixture leader = new LeaderFixture();
  private final HostFixture fixture = leader.hosts;
  private final ManualTimeSource time = leader.time;
  private final List<String> trail = leader.trail;
  private final List<String> told = leader.told;
  private final FakeElection election = leader.election;

  @Test
  void areAskedToStopWhenTheLeaseCannotBeRenewedAndStandByUntilItIsWonAgain() throws Exception {
    Host host =
        fixture.start(
            leader
                .host()
                .background("w", leader.work("w"), s -> s.whileLeader(election.candidate())));
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
            "lost: the lease could not be renewed in time",
            "leads by 2",
            "ended: its services have stopped"),
        told);
  }

  @Test
  void areInterruptedAtOnceWhenTheProcessStoodStillForLongerThanTheLeaseAlsoIfItCannotBeAsked()
      throws Exception {
    Host host =
        fixture.start(
            leader
                .host()
                .background(
                    "w", leader.deafTo(seconds(1_000)), s -> s.whileLeader(election.candidate())));
    time.advance(seconds(2));
    election.isAway();
    time.freeze(seconds(30));
    time.advance(Duration.ofMillis(1));
    assertEquals(List.of("0 w works", "32 w interrupted"), trail);
    assertEquals(List.of("leads by 1", "lost: the lease could not be renewed in time"), told);
    fixture.stop(host);
  }

  @Test
  void haveLessTimeIfTheProcessStoodStillForAPartOfTheLease() throws Exception {
    Host host =
        fixture.start(
            leader
                .host()
                .background(
                    "w", leader.deafTo(seconds(1_000)), s -> s.whileLeader(election.candidate())));
    election.isAway();
    time.advance(seconds(2));
    time.freeze(seconds(7));
    time.advance(seconds(1));
    assertEquals(List.of("leads by 1", "lost: the lease could not be renewed in time"), told);
    fixture.stop(host);
  }

  @Test
  void areInterruptedAndThenAbandonedBeforeTheLeaseEnds() throws Exception {
    Host host =
        fixture.start(
            leader
                .host()
                .background(
                    "w",
                    leader.deaf("w", 1_000),
                    s -> s.whileLeader(election.candidate()).onFailure(FailurePolicy.ignore())));
    election.isAway();
    time.advance(seconds(13));
    assertEquals(ServiceState.STOPPING, state(host, 0));
    time.advance(Duration.ofMillis(500));
    assertEquals(ServiceState.ABANDONED, state(host, 0));
    assertFalse(election.isFree());
    time.advance(seconds(60));
    assertEquals(List.of("0 w works"), trail);
    assertEquals(List.of("leads by 1", "lost: the lease could not be renewed in time"), told);
    fixture.stop(host);
  }

  @Test
  void haveFailedIfTheyHadToBeAbandonedAndTheirPolicySaysWhatFollows() throws Exception {
    Host host =
        fixture.start(
            leader
                .host()
                .background(
                    "w", leader.deaf("w", 1_000), s -> s.whileLeader(election.candidate())));
    election.isAway();
    time.advance(seconds(30));
    assertEquals(HostState.STOPPED, host.state());
    assertEquals(List.of("0 w works"), trail);
    assertEquals(
        List.of(
            "leads by 1",
            "lost: the lease could not be renewed in time",
            "stops: 'w' failed to stop before its lease ended"),
        told);
  }

  @Test
  void areInterruptedAtOnceWhenAnotherHoldsTheLease() throws Exception {
    Host host =
        fixture.start(
            leader
                .host()
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
    assertEquals(
        List.of("leads by 1", "lost: the lease has expired, or another process holds it"), told);
  }

  @Test
  void keepTheLeaseFromOthersUntilItExpiresIfTheyWereAbandonedInTheStop() throws Exception {
    Host host =
        fixture.start(
            leader
                .host()
                .shutdownTimeout(seconds(4))
                .background("w", leader.deaf("w", 8), s -> s.whileLeader(election.candidate())));
    fixture.stop(host);
    assertEquals(List.of("0 w works"), trail);
    assertEquals(
        List.of(
            "leads by 1",
            "ended: a service was abandoned and still runs: the lease is left to expire"),
        told);
    assertFalse(election.isFree());
    time.advance(seconds(20));
  }
}
