package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static dev.innkeeper.runtime.Tracing.fail;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.innkeeper.runtime.Tracing.Step;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What fails in the steps of a start: it is rolled back. */
class HostPhasesFailureTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);
  private final Tracing tracing = new Tracing(fixture);
  private final IOException disk = new IOException("disk");

  private HostStartException startFails(Host host) {
    HostStartException failed = fixture.startFails(host);
    assertEquals(HostState.STOPPED, host.state());
    return failed;
  }

  @Test
  void inStartingMeansThatNobodyWasStartedAndNobodyIsStopped() {
    Host host =
        fixture
            .host()
            .add("a", tracing.observer("a"))
            .add("b", tracing.observer("b").at(Step.STARTING, fail(disk)))
            .add("c", tracing.observer("c"))
            .build();
    HostStartException failed = startFails(host);
    assertSame(disk, failed.getCause());
    assertEquals(
        "host 'inn' did not start, because of 'b': java.io.IOException: disk", failed.getMessage());
    assertEquals(List.of("0 a STARTING", "0 b STARTING"), trail);
    assertEquals(
        List.of(ServiceState.NEW, ServiceState.FAILED, ServiceState.NEW),
        host.services().stream().map(ServiceStatus::state).toList());
  }

  @Test
  void inStartingInterruptsTheOthersThere() {
    Host host =
        fixture
            .host()
            .startConcurrently()
            .add("a", tracing.observer("a").at(Step.STARTING, tracing.take(50)))
            .add(
                "b",
                tracing
                    .observer("b")
                    .at(
                        Step.STARTING,
                        context -> {
                          sleep(time, seconds(2));
                          throw disk;
                        }))
            .build();
    assertSame(disk, startFails(host).getCause());
    assertEquals(List.of("0 a STARTING", "0 b STARTING", "2 a interrupted in STARTING"), trail);
  }

  @Test
  void inStartIsRolledBackWithAllStepsForThoseWhoseStartHasReturned() {
    Host host =
        fixture
            .host()
            .add("a", tracing.observer("a"))
            .add("b", tracing.observer("b"))
            .add("c", tracing.observer("c").at(Step.START, fail(disk)))
            .add("d", tracing.observer("d"))
            .build();
    assertSame(disk, startFails(host).getCause());
    assertEquals(
        List.of(
            "0 b STOPPING", "0 a STOPPING", "0 b STOP", "0 a STOP", "0 b STOPPED", "0 a STOPPED"),
        trail.subList(7, trail.size()));
    assertEquals("0 c START", trail.get(6));
  }

  @Test
  void inStartedIsRolledBackForAllAlsoForTheOneThatFailed() {
    Host host =
        fixture
            .host()
            .add("a", tracing.observer("a"))
            .add("b", tracing.observer("b").at(Step.STARTED, fail(disk)))
            .add("c", tracing.observer("c"))
            .build();
    HostStartException failed = startFails(host);
    assertSame(disk, failed.getCause());
    assertEquals(0, failed.getSuppressed().length);
    assertEquals(
        List.of(
            "0 a STARTED",
            "0 b STARTED",
            "0 c STOPPING",
            "0 b STOPPING",
            "0 a STOPPING",
            "0 c STOP",
            "0 b STOP",
            "0 a STOP",
            "0 c STOPPED",
            "0 b STOPPED",
            "0 a STOPPED"),
        trail.subList(6, trail.size()));
    assertFalse(host.isReady());
  }

  @Test
  void byAStopRequestInStartedInterruptsItAndIsRolledBackWithoutACause() {
    Host host =
        fixture.host().add("a", tracing.observer("a").at(Step.STARTED, tracing.take(50))).build();
    time.start(
        "requester",
        () -> {
          sleepDeaf(time, seconds(3));
          host.lifetime().requestStop();
        });
    assertNull(startFails(host).getCause());
    assertEquals(
        List.of(
            "0 a STARTING",
            "0 a START",
            "0 a STARTED",
            "3 a interrupted in STARTED",
            "3 a STOPPING",
            "3 a STOP",
            "3 a STOPPED"),
        trail);
  }

  @Test
  void ofAnotherMeansForAStartThatWasGivenUpAndReturnsThatItIsOnlyStopped() {
    Host host =
        fixture
            .host()
            .startConcurrently()
            .add("late", tracing.observer("late").at(Step.START, c -> sleepDeaf(time, seconds(5))))
            .add("bad", marking.failing("bad", 2, disk))
            .build();
    assertSame(disk, startFails(host).getCause());
    assertEquals(List.of("0 late STARTING", "0 late START", "0 bad starts", "5 late STOP"), trail);
  }

  @Test
  void ofAnotherMeansForAStartingThatIsDeafThatNothingElseOfItIsCalled() {
    Host host =
        fixture
            .host()
            .startConcurrently()
            .add(
                "late",
                tracing.observer("late").at(Step.STARTING, c -> sleepDeaf(time, seconds(5))))
            .add("bad", tracing.observer("bad").at(Step.STARTING, fail(disk)))
            .build();
    assertSame(disk, startFails(host).getCause());
    assertEquals(List.of("0 late STARTING", "0 bad STARTING"), trail);
    assertEquals(ServiceState.NEW, host.services().get(0).state());
  }

  @Test
  void ofARestartThatIsIgnoredDoesNotHoldUpTheStepsOfTheOthers() throws Exception {
    int[] starts = {0};
    BackgroundService bad =
        new BackgroundService() {
          @Override
          public void start(ServiceContext context) throws IOException {
            if (++starts[0] > 1) {
              throw disk;
            }
          }

          @Override
          public void execute(ServiceContext context) throws IOException {
            throw disk;
          }
        };
    RestartPolicy policy =
        FailurePolicy.restart().maxRestarts(1, seconds(60)).orElse(FailurePolicy.ignore());
    Host host =
        fixture
            .host()
            .startConcurrently()
            .add("slow", tracing.observer("slow").at(Step.START, tracing.take(50)))
            .background("bad", bad, s -> s.onFailure(policy))
            .build();
    fixture.start(host);
    assertEquals(List.of("0 slow STARTING", "0 slow START", "50 slow STARTED"), trail);
    assertEquals(ServiceState.FAILED, host.services().get(1).state());
  }
}
