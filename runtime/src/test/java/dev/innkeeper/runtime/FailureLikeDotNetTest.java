package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static dev.innkeeper.runtime.HostFixture.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** The edges of a worker's failure that .NET's Generic Host has. */
class FailureLikeDotNetTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);
  private final IllegalStateException crash = new IllegalStateException("crash");

  private BackgroundService crashing(long afterSeconds) {
    return context -> {
      sleep(time, seconds(afterSeconds));
      throw crash;
    };
  }

  /** Its work ends when it is asked; marks the end of its work, and its stop. */
  private BackgroundService healthy(String name) {
    return new BackgroundService() {
      @Override
      public void execute(ServiceContext context) throws InterruptedException {
        context.awaitStop();
        fixture.mark(name + " ends");
      }

      @Override
      public void stop(ServiceContext context) {
        fixture.mark(name + " stops");
      }
    };
  }

  // §4.1
  @Test
  void aWorkerThatHasAStartAndAStopOfItsOwnIsWatchedAllTheSame() {
    Host host =
        fixture
            .host()
            .background(
                "w",
                new BackgroundService() {
                  @Override
                  public void start(ServiceContext context) {
                    fixture.mark("starts");
                  }

                  @Override
                  public void execute(ServiceContext context) {
                    throw crash;
                  }

                  @Override
                  public void stop(ServiceContext context) {
                    fixture.mark("stops");
                  }
                })
            .build();
    Throwable failed = assertThrows(RuntimeException.class, () -> time.drive(host::run));
    assertSame(crash, failed.getCause());
    assertEquals(List.of("0 starts", "0 stops"), trail);
  }

  // §4.2
  @Test
  void oneThatFailsStopsTheOthersGracefully() {
    Host host =
        fixture
            .host()
            .background("a", healthy("a"))
            .background("bad", crashing(3))
            .background("b", healthy("b"))
            .build();
    ServiceFailedException failed =
        assertThrows(ServiceFailedException.class, () -> time.drive(host::run));
    assertEquals("bad", failed.service());
    assertEquals(List.of("3 b ends", "3 b stops", "3 a ends", "3 a stops"), trail);
    assertEquals(
        List.of(ServiceState.STOPPED, ServiceState.FAILED, ServiceState.STOPPED),
        host.services().stream().map(ServiceStatus::state).toList());
  }

  // §4.3, §8.8
  @Test
  void embeddedItStopsTheHostAndIsInTheReportAndStopDoesNotThrowIt() throws Exception {
    Host host =
        fixture.host().add("a", marking.service("a")).background("bad", crashing(3)).build();
    fixture.start(host);
    time.advance(seconds(5));
    assertEquals(HostState.STOPPED, host.state());
    assertFalse(host.isLive());
    StopReport report = fixture.stop(host);
    assertFalse(report.clean());
    assertEquals(List.of("a STOPPED", "bad FAILED"), states(report));
    assertSame(crash, report.services().get(1).failure().orElseThrow());
    assertSame(report, fixture.stop(host));
    assertEquals(List.of("0 a starts", "3 a stops"), trail);
  }

  // §4.4
  @Test
  void oneThatFailsDuringTheStopOfAnotherIsOnlyInTheReport() {
    Host host =
        fixture
            .host()
            .background(
                "later",
                context -> {
                  context.awaitStop();
                  throw new IllegalStateException("later");
                })
            .background("first", crashing(3))
            .build();
    ServiceFailedException failed =
        assertThrows(ServiceFailedException.class, () -> time.drive(host::run));
    assertSame(crash, failed.getCause());
    assertEquals(0, failed.getSuppressed().length);
    assertEquals("later", host.services().get(0).failure().orElseThrow().getMessage());
  }

  /** §4.5: in real time, because it is a race. */
  @Test
  void oneThatRacesWithTheStopIsNeverLost() throws Exception {
    for (int i = 0; i < 200; i++) {
      Host host =
          Host.builder("real")
              .background(
                  "w",
                  context -> {
                    throw crash;
                  })
              .build();
      try {
        host.start();
      } catch (HostStartException e) {
        assertSame(crash, e.getCause());
      }
      StopReport report = host.stop();
      assertEquals(List.of("w FAILED"), states(report));
      assertSame(crash, report.services().get(0).failure().orElseThrow());
    }
  }

  // §4.6
  @Test
  void ignoredItDoesNotComeOutOfRun() throws Exception {
    Host host =
        fixture
            .host()
            .add("a", marking.service("a"))
            .background("bad", crashing(3), s -> s.onFailure(FailurePolicy.ignore()))
            .build();
    time.start(
        "requester",
        () -> {
          sleepDeaf(time, seconds(10));
          host.lifetime().requestStop();
        });
    StopReport report = time.drive(host::run);
    assertEquals(List.of("a STOPPED", "bad FAILED"), states(report));
    assertEquals(0, report.services().get(1).restarts());
    assertEquals(List.of("0 a starts", "10 a stops"), trail);
  }

  // §4.9
  @Test
  void eachServiceHasAPolicyOfItsOwn() {
    Host host =
        fixture
            .host()
            .add("a", marking.service("a"))
            .background("ignored", crashing(3), s -> s.onFailure(FailurePolicy.ignore()))
            .background("stops", crashing(5), s -> s.onFailure(FailurePolicy.stopHost()))
            .build();
    ServiceFailedException failed =
        assertThrows(ServiceFailedException.class, () -> time.drive(host::run));
    assertEquals("stops", failed.service());
    assertEquals(List.of("0 a starts", "5 a stops"), trail);
  }

  // ---- cancellations

  /**
   * §4.7: .NET takes any cancellation for a normal end while it stops; here only an interrupt is.
   */
  @Test
  void aCancelledFutureAndATimeOutAreFailuresWheneverTheyCome() throws Exception {
    for (Exception thrown : List.of(new CancellationException(), new TimeoutException())) {
      Host running =
          fixture
              .host()
              .background(
                  "w",
                  context -> {
                    sleep(time, seconds(1));
                    throw thrown;
                  })
              .build();
      ServiceFailedException failed =
          assertThrows(ServiceFailedException.class, () -> time.drive(running::run));
      assertSame(thrown, failed.getCause());
      Host stopping =
          fixture
              .host()
              .background(
                  "w",
                  context -> {
                    context.awaitStop();
                    throw thrown;
                  })
              .build();
      fixture.start(stopping);
      assertEquals(List.of("w FAILED"), states(fixture.stop(stopping)));
    }
  }

  // §4.7
  @Test
  void anInterruptWhileAStartIsRolledBackIsNoFailure() {
    Host host =
        fixture
            .host()
            .background("deaf to asking", context -> sleep(time, Duration.ofDays(1)))
            .add("slow", marking.service("slow", 50, 0))
            .build();
    time.start(
        "requester",
        () -> {
          sleepDeaf(time, seconds(3));
          host.lifetime().requestStop();
        });
    HostStartException failed = assertThrows(HostStartException.class, () -> fixture.start(host));
    assertEquals(0, failed.getSuppressed().length);
    assertEquals(List.of("0 slow starts", "3 slow interrupted"), trail);
    assertEquals(
        List.of(ServiceState.STOPPED, ServiceState.START_ABORTED),
        host.services().stream().map(ServiceStatus::state).toList());
    assertTrue(host.services().stream().allMatch(s -> s.failure().isEmpty()));
  }

  // ---- completion

  // §4.8
  @Test
  void theHostRunsOnWhenAllWorkIsDone() throws Exception {
    Host host =
        fixture
            .host()
            .background("one", context -> fixture.mark("one"))
            .background("two", context -> sleep(time, seconds(5)))
            .build();
    fixture.start(host);
    time.advance(Duration.ofDays(1));
    assertTrue(host.isReady());
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("0 one"), trail);
  }

  // §4.8
  @Test
  void theHostStopsWhenAllWorkIsDoneIfItIsToldTo() throws Exception {
    Host host =
        fixture
            .host()
            .stopWhenComplete()
            .add("a", marking.service("a"))
            .background("one", context -> sleep(time, seconds(2)))
            .background("two", context -> sleep(time, seconds(5)))
            .build();
    assertTrue(time.drive(host::run).clean());
    assertEquals(List.of("0 a starts", "5 a stops"), trail);
  }
}
