package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static dev.innkeeper.runtime.HostFixture.states;
import static dev.innkeeper.runtime.Tracing.fail;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Tracing.Act;
import dev.innkeeper.runtime.Tracing.Step;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A step {@code stopping}: all have it before anybody is asked. */
class HostStoppingStepTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final Tracing tracing = new Tracing(fixture);

  /** The sure share is a second. */
  private Act nearlyASecond() {
    return context -> sleepDeaf(time, Duration.ofMillis(900));
  }

  @Test
  void thatThrowsIsInTheReportAndTheStopGoesOn() throws Exception {
    IllegalStateException registry = new IllegalStateException("registry");
    Host host =
        fixture.started(
            fixture
                .host()
                .add("a", tracing.observer("a"))
                .add("b", tracing.observer("b").at(Step.STOPPING, fail(registry))));
    StopReport report = fixture.stop(host);
    assertEquals(
        List.of(
            "0 b STOPPING", "0 a STOPPING", "0 b STOP", "0 a STOP", "0 b STOPPED", "0 a STOPPED"),
        trail);
    assertEquals(List.of("a STOPPED", "b FAILED"), states(report));
    assertSame(registry, report.services().get(1).failure().orElseThrow());
  }

  @Test
  void thatThrowsBeforeAStopThatThrowsHasThatSuppressed() throws Exception {
    IllegalStateException registry = new IllegalStateException("registry");
    IllegalStateException disk = new IllegalStateException("disk");
    IllegalStateException last = new IllegalStateException("last");
    Host host =
        fixture.started(
            fixture
                .host()
                .add(
                    "a",
                    tracing
                        .observer("a")
                        .at(Step.STOPPING, fail(registry))
                        .at(Step.STOP, fail(disk))
                        .at(Step.STOPPED, fail(last))));
    StopReport report = fixture.stop(host);
    assertEquals(List.of("a FAILED"), states(report));
    Throwable failure = report.services().get(0).failure().orElseThrow();
    assertSame(registry, failure);
    assertEquals(List.of(disk, last), List.of(failure.getSuppressed()));
  }

  @Test
  void comesBeforeAnybodyIsAskedSoAllWorkGoesOnMeanwhile() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .add("w", tracing.worker("w"))
                .add(
                    "a",
                    tracing
                        .observer("a")
                        .at(
                            Step.STOPPING,
                            context -> {
                              sleep(time, Duration.ofMillis(2_500));
                              fixture.mark("a is asked: " + context.isStopRequested());
                            })
                        .at(Step.STOP, c -> fixture.mark("a is asked: " + c.isStopRequested()))));
    assertTrue(fixture.stop(host).clean());
    assertEquals(
        List.of(
            "0 a STOPPING",
            "1 w ticks",
            "2 w ticks",
            "2.500 a is asked: false",
            "2.500 w STOPPING",
            "2.500 a STOP",
            "2.500 a is asked: true",
            "2.500 w ends",
            "2.500 w STOP",
            "2.500 a STOPPED",
            "2.500 w STOPPED"),
        trail);
  }

  @Test
  void thatBlocksIsInterruptedHalfWayThroughItsShare() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .add("a", tracing.observer("a"))
                .add("b", tracing.observer("b").at(Step.STOPPING, tracing.take(1_000))));
    StopReport report = fixture.stop(host);
    // Both need a second for their stop, a one for its stopping: b has 16.75 s.
    assertEquals(
        List.of(
            "0 b STOPPING",
            "8.375 b interrupted in STOPPING",
            "8.375 a STOPPING",
            "8.375 b STOP",
            "8.375 a STOP",
            "8.375 b STOPPED",
            "8.375 a STOPPED"),
        trail);
    assertEquals(List.of("a STOPPED", "b FAILED"), states(report));
  }

  @Test
  void thatIsDeafDoesNotKeepTheOthersFromTheirsNorFromTheirSureShares() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .add("a", tracing.observer("a").at(Step.STOP, nearlyASecond()))
                .add("b", tracing.observer("b").at(Step.STOP, nearlyASecond()))
                .add("c", tracing.observer("c").at(Step.STOPPING, tracing.hangDeaf())));
    StopReport report = fixture.stopAndMark(host);
    assertEquals(
        List.of(
            "0 c STOPPING",
            "14.750 b STOPPING",
            "14.750 a STOPPING",
            "17.750 b STOP",
            "18.650 a STOP",
            "19.550 b STOPPED",
            "19.550 a STOPPED",
            "19.550 stop() returned"),
        trail);
    assertEquals(List.of("a STOPPED", "b STOPPED", "c ABANDONED"), states(report));
    assertEquals("inn/c", report.services().get(2).stuckIn().get(0).thread());
  }

  @Test
  void ofAllThatIsDeafIsCalledForAllAndTheDeadlineIsKept() throws Exception {
    HostBuilder builder = fixture.host();
    for (String name : List.of("a", "b", "c")) {
      builder.add(name, tracing.observer(name).at(Step.STOPPING, tracing.hangDeaf()));
    }
    StopReport report = fixture.stopAndMark(fixture.started(builder));
    assertEquals(
        List.of("0 c STOPPING", "14.750 b STOPPING", "15.750 a STOPPING", "19.750 stop() returned"),
        trail);
    assertEquals(List.of("a ABANDONED", "b ABANDONED", "c ABANDONED"), states(report));
  }

  @Test
  void ofAThousandThatAreDeafConcurrentlyKeepsTheDeadline() throws Exception {
    HostBuilder builder = fixture.host().startConcurrently().stopConcurrently();
    for (int i = 0; i < 1_000; i++) {
      builder.add("s" + i, tracing.observer("s" + i).at(Step.STOPPING, tracing.hangDeaf()));
    }
    Host host = fixture.started(builder);
    StopReport report = fixture.stopAndMark(host);
    assertEquals(1_000, report.in(ServiceState.ABANDONED).size());
    assertEquals("19.750 stop() returned", trail.get(1_000));
    assertEquals(1_001, trail.size());
  }

  @Test
  void thatComesBackAfterItWasAbandonedIsFollowedByItsStopAndNothingElse() throws Exception {
    Host host =
        fixture.started(
            fixture.host().add("a", tracing.observer("a").at(Step.STOPPING, tracing.hangDeaf())));
    fixture.stopAndMark(host);
    time.advance(Duration.ofDays(1));
    assertEquals(List.of("0 a STOPPING", "19.750 stop() returned", "86400 a STOP"), trail);
  }
}
