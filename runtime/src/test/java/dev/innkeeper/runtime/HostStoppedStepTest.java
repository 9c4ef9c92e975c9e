package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.states;
import static dev.innkeeper.runtime.Tracing.fail;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Tracing.Step;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A step {@code stopped}: all have it when everybody is stopped. */
class HostStoppedStepTest {

  private final HostFixture fixture = new HostFixture();
  private final List<String> trail = fixture.trail;
  private final Tracing tracing = new Tracing(fixture);

  @Test
  void thatThrowsIsInTheReport() throws Exception {
    IllegalStateException late = new IllegalStateException("late");
    Host host =
        fixture.started(
            fixture
                .host()
                .add("a", tracing.observer("a"))
                .add("b", tracing.observer("b").at(Step.STOPPED, fail(late))));
    StopReport report = fixture.stop(host);
    assertEquals(List.of("0 b STOPPED", "0 a STOPPED"), trail.subList(4, 6));
    assertEquals(List.of("a STOPPED", "b FAILED"), states(report));
    assertSame(late, report.services().get(1).failure().orElseThrow());
    assertFalse(report.clean());
  }

  @Test
  void thatBlocksIsInterruptedHalfWayThroughItsShare() throws Exception {
    Host host =
        fixture.started(
            fixture.host().add("a", tracing.observer("a").at(Step.STOPPED, tracing.take(1_000))));
    StopReport report = fixture.stop(host);
    assertEquals(
        List.of("0 a STOPPING", "0 a STOP", "0 a STOPPED", "9.906 a interrupted in STOPPED"),
        trail);
    assertEquals(List.of("a FAILED"), states(report));
  }

  @Test
  void thatIsDeafIsAbandonedInTheReportAndTheOthersAreCalledBeforeTheDeadline() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .add("a", tracing.observer("a"))
                .add("b", tracing.observer("b").at(Step.STOPPED, tracing.hangDeaf()))
                .add("c", tracing.observer("c")));
    host.lifetime().onStopped(() -> fixture.mark("callback"));
    StopReport report = fixture.stopAndMark(host);
    assertEquals(
        List.of(
            "0 c STOPPED",
            "0 b STOPPED",
            "18.812 a STOPPED",
            "18.812 callback",
            "18.812 stop() returned"),
        trail.subList(6, trail.size()));
    assertEquals(List.of("a STOPPED", "b ABANDONED", "c STOPPED"), states(report));
    ServiceStatus.StuckThread stuck = report.services().get(1).stuckIn().get(0);
    assertEquals("inn/b", stuck.thread());
    assertTrue(stuck.stack().stream().anyMatch(f -> f.getMethodName().equals("sleepDeaf")));
  }

  @Test
  void thatIsDeafOfTheOnlyServiceIsAbandonedInTheReport() throws Exception {
    Host host =
        fixture.started(
            fixture.host().add("a", tracing.observer("a").at(Step.STOPPED, tracing.hangDeaf())));
    StopReport report = fixture.stopAndMark(host);
    assertEquals(
        List.of("0 a STOPPING", "0 a STOP", "0 a STOPPED", "19.812 stop() returned"), trail);
    assertEquals(List.of("a ABANDONED"), states(report));
    assertFalse(report.clean());
  }

  @Test
  void ofAThousandThatAreDeafKeepsTheDeadline() throws Exception {
    HostBuilder builder = fixture.host().startConcurrently().stopConcurrently();
    for (int i = 0; i < 1_000; i++) {
      builder.add("s" + i, tracing.observer("s" + i).at(Step.STOPPED, tracing.hangDeaf()));
    }
    StopReport report = fixture.stopAndMark(fixture.started(builder));
    assertEquals(1_000, report.in(ServiceState.ABANDONED).size());
    assertEquals("19.812 stop() returned", trail.get(trail.size() - 1));
  }

  @Test
  void isCalledWhenAnotherWasAbandonedButNotForThatOne() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .add("a", tracing.observer("a"))
                .add("deaf", tracing.observer("deaf").at(Step.STOP, tracing.hangDeaf())));
    StopReport report = fixture.stopAndMark(host);
    assertEquals(
        List.of(
            "0 deaf STOPPING",
            "0 a STOPPING",
            "0 deaf STOP",
            "18.750 a STOP",
            "18.750 a STOPPED",
            "18.750 stop() returned"),
        trail);
    assertEquals(List.of("a STOPPED", "deaf ABANDONED"), states(report));
  }
}
