package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.state;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.LeaderElection;
import dev.innkeeper.runtime.service.Readiness;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Services that run only while their host leads, by a lease of 15 seconds. */
class LeaderTest {

  private final LeaderFixture leader = new LeaderFixture();
  private final HostFixture fixture = leader.hosts;
  private final ManualTimeSource time = leader.time;
  private final List<String> trail = leader.trail;
  private final List<String> told = leader.told;
  private final FakeElection election = leader.election;

  @Test
  void standByUntilTheLeaseIsFreeAndTheHostIsReadyAllTheSame() throws Exception {
    election.isTakenFor(seconds(10));
    Host host =
        fixture.start(
            leader
                .host()
                .background(
                    "w",
                    leader.work("w"),
                    s -> s.whileLeader(election.candidate()).readiness(Readiness.RUNNING)));
    assertEquals(ServiceState.STANDBY, state(host, 0));
    assertTrue(host.isReady());
    time.advance(seconds(12));
    assertEquals(ServiceState.RUNNING, state(host, 0));
    fixture.stop(host);
    assertEquals(List.of("12 w works by 2", "12 w ends", "12 given back"), trail);
    assertEquals(List.of("leads by 2", "ended: its services have stopped"), told);
  }

  @Test
  void goOnAsLongAsTheLeaseIsRenewed() throws Exception {
    Host host =
        fixture.start(
            leader
                .host()
                .background("w", leader.work("w"), s -> s.whileLeader(election.candidate())));
    time.advance(Duration.ofHours(1));
    assertFalse(election.isFree());
    assertEquals(List.of("0 w works by 1"), trail);
    assertEquals(List.of("leads by 1"), told);
    fixture.stop(host);
  }

  @Test
  void runInOneHostAndInTheOtherOnceThatHasStopped() throws Exception {
    Host first =
        fixture.start(
            leader
                .host()
                .background("a", leader.work("a"), s -> s.whileLeader(election.candidate())));
    Host second =
        fixture.start(
            leader
                .host()
                .background("b", leader.work("b"), s -> s.whileLeader(election.candidate())));
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
            "ended: its services have stopped",
            "leads by 2",
            "ended: its services have stopped"),
        told);
  }

  @Test
  void startAndStopTogetherInTheOrderOfTheirDependencies() throws Exception {
    LeaderElection candidate = election.candidate();
    Host host =
        fixture.start(
            leader
                .host()
                .background(
                    "reports",
                    leader.work("reports"),
                    s -> s.whileLeader(candidate).dependsOn("billing", "db"))
                .background(
                    "billing",
                    leader.work("billing"),
                    s -> s.whileLeader(candidate).dependsOn("db"))
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
    assertEquals(List.of("leads by 1", "lost: the lease could not be renewed in time"), told);
  }

  @Test
  void giveTheLeaseBackWhenAnOperatorStopsThemAndStandByWhenHeStartsThem() throws Exception {
    Host host =
        fixture.start(
            leader
                .host()
                .background("w", leader.work("w"), s -> s.whileLeader(election.candidate())));
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
    assertEquals(List.of("leads by 1", "ended: its services have stopped"), told);
  }
}
