package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Tracing.Step;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order of the steps around the start and the stop. */
class HostPhasesTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);
  private final Tracing tracing = new Tracing(fixture);

  @Test
  void isStartingStartStartedAndBackwardsStoppingStopStoppedEachForAllBeforeTheNext()
      throws Exception {
    Host host =
        fixture
            .host()
            .add("a", tracing.observer("a"))
            .add("b", tracing.observer("b"))
            .add("c", tracing.observer("c"))
            .build();
    host.lifetime().onStarted(() -> fixture.mark("callback started"));
    host.lifetime().onStopping(() -> fixture.mark("callback stopping"));
    host.lifetime().onStopped(() -> fixture.mark("callback stopped"));
    fixture.start(host);
    assertTrue(fixture.stop(host).clean());
    assertEquals(
        List.of(
            "0 a STARTING",
            "0 b STARTING",
            "0 c STARTING",
            "0 a START",
            "0 b START",
            "0 c START",
            "0 a STARTED",
            "0 b STARTED",
            "0 c STARTED",
            "0 callback started",
            "0 callback stopping",
            "0 c STOPPING",
            "0 b STOPPING",
            "0 a STOPPING",
            "0 c STOP",
            "0 b STOP",
            "0 a STOP",
            "0 c STOPPED",
            "0 b STOPPED",
            "0 a STOPPED",
            "0 callback stopped"),
        trail);
  }

  @Test
  void ofAStartOneAfterTheOtherMixesServicesWithAndWithoutTheSteps() throws Exception {
    Host host =
        fixture
            .host()
            .add(
                "a",
                tracing
                    .observer("a")
                    .at(Step.STARTING, tracing.take(1))
                    .at(Step.STARTED, tracing.take(2)))
            .add("plain", marking.service("plain", 3, 0))
            .add("w", tracing.worker("w").at(Step.STARTING, tracing.take(4)))
            .build();
    fixture.start(host);
    assertEquals(
        List.of(
            "0 a STARTING",
            "1 w STARTING",
            "5 a START",
            "5 plain starts",
            "8 plain started",
            "8 w START",
            "8 w works",
            "8 a STARTED",
            "9 w ticks",
            "10 w STARTED"),
        trail);
    assertTrue(host.isReady());
  }

  @Test
  void concurrentlyStepsAreBarriersAndTheGraphOrdersWithinThem() throws Exception {
    Host host =
        fixture
            .host()
            .startConcurrently()
            .add(
                "db",
                tracing
                    .observer("db")
                    .at(Step.STARTING, tracing.take(2))
                    .at(Step.START, tracing.take(1)))
            .add(
                "http",
                tracing.observer("http").at(Step.STARTED, tracing.take(1)),
                s -> s.dependsOn("db"))
            .add(
                "alone",
                tracing
                    .observer("alone")
                    .at(Step.STARTING, tracing.take(5))
                    .at(Step.STARTED, tracing.take(2)))
            .add("plain", marking.service("plain", 4, 0))
            .build();
    fixture.start(host);
    assertEquals(
        List.of(
            "0 db STARTING",
            "0 alone STARTING",
            "2 http STARTING",
            "5 db START",
            "5 alone START",
            "5 plain starts",
            "6 http START",
            "9 plain started",
            "9 db STARTED",
            "9 alone STARTED",
            "9 http STARTED"),
        trail);
    assertEquals(HostState.RUNNING, host.state());
  }

  @Test
  void concurrentlyTheStepsOfAStopAreTheMirrorImage() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .stopConcurrently()
                .add("db", tracing.observer("db").at(Step.STOP, tracing.take(1)))
                .add(
                    "http",
                    tracing.observer("http").at(Step.STOPPING, tracing.take(2)),
                    s -> s.dependsOn("db"))
                .add("alone", tracing.observer("alone").at(Step.STOPPING, tracing.take(5)))
                .add("plain", marking.service("plain", 0, 4)));
    StopReport report = fixture.stop(host);
    assertEquals(
        List.of(
            "0 http STOPPING",
            "0 alone STOPPING",
            "2 db STOPPING",
            "5 http STOP",
            "5 alone STOP",
            "5 plain stops",
            "5 db STOP",
            "9 plain stopped",
            "9 http STOPPED",
            "9 alone STOPPED",
            "9 db STOPPED"),
        trail);
    assertEquals(seconds(9), report.took());
    assertTrue(report.clean());
  }

  @Test
  void ofAServiceWithStepsAndWorkIsThatTheWorkGoesOnUntilAllHaveBeenToldOfTheStop()
      throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .add("w", tracing.worker("w"))
                .add(
                    "a",
                    tracing
                        .observer("a")
                        .at(Step.STOPPING, tracing.take(2))
                        .at(Step.STOPPED, tracing.take(1))));
    host.lifetime().requestStop();
    time.advance(seconds(10));
    assertEquals(
        List.of(
            "0 a STOPPING",
            "1 w ticks",
            "2 w STOPPING",
            "2 a STOP",
            "2 w ends",
            "2 w STOP",
            "2 a STOPPED",
            "3 w STOPPED"),
        trail);
  }

  @Test
  void ofARestartWhileTheHostRunsIsTheSixOfThatServiceAlone() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .add("a", tracing.observer("a"))
                .add("b", tracing.observer("b"))
                .add("c", tracing.observer("c")));
    time.drive(() -> host.control("b").restart());
    assertEquals(
        List.of(
            "0 b STOPPING", "0 b STOP", "0 b STOPPED", "0 b STARTING", "0 b START", "0 b STARTED"),
        trail);
    assertTrue(fixture.stop(host).clean());
  }
}
