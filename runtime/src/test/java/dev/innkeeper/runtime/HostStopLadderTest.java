package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static dev.innkeeper.runtime.HostFixture.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A service that is stopped is asked, then interrupted, then abandoned. */
class HostStopLadderTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  private interface Work {
    void until(ServiceContext context) throws Exception;
  }

  /** A worker that marks the end of its work and its stop. */
  private BackgroundService worker(String name, Work work) {
    return new BackgroundService() {
      @Override
      public void execute(ServiceContext context) throws Exception {
        try {
          work.until(context);
          fixture.mark(name + " ends");
        } catch (InterruptedException e) {
          fixture.mark(name + " interrupted");
          throw e;
        }
      }

      @Override
      public void stop(ServiceContext context) {
        fixture.mark(name + " stops");
      }
    };
  }

  @Test
  void theWorkEndsByItselfWhenItIsAskedAndThenTheServiceIsStopped() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .background(
                    "w",
                    worker(
                        "w",
                        context -> {
                          try (PeriodicTimer timer = context.timer(seconds(10))) {
                            while (timer.waitForNextTick()) {
                              fixture.mark("tick");
                            }
                          }
                          sleep(time, seconds(1));
                          fixture.mark(
                              "file at hand done, flag " + Thread.currentThread().isInterrupted());
                        })));
    time.advance(seconds(25));
    StopReport report = fixture.stop(host);
    assertEquals(
        List.of(
            "10 tick", "20 tick", "26 file at hand done, flag false", "26 w ends", "26 w stops"),
        trail);
    assertTrue(report.clean());
  }

  @Test
  void awaitStopAndHooksAreWaysToHear() throws Exception {
    AtomicReference<Thread> reader = new AtomicReference<>();
    Host host =
        fixture.started(
            fixture
                .host()
                .background("waits", worker("waits", context -> context.awaitStop()))
                .background(
                    "sleeps",
                    worker("sleeps", c -> fixture.mark("asked " + c.awaitStop(Duration.ofDays(1)))))
                .background(
                    "reads",
                    worker(
                        "reads",
                        context -> {
                          reader.set(Thread.currentThread());
                          context.onStopRequested(() -> fixture.mark("hook 1"));
                          context.onStopRequested(() -> time.unpark(reader.get()));
                          while (!context.isStopRequested()) {
                            time.park("socket");
                          }
                          context.onStopRequested(() -> fixture.mark("hook at once"));
                        })));
    fixture.stop(host);
    assertEquals(
        List.of(
            "0 hook 1",
            "0 hook at once",
            "0 reads ends",
            "0 reads stops",
            "0 asked true",
            "0 sleeps ends",
            "0 sleeps stops",
            "0 waits ends",
            "0 waits stops"),
        trail);
  }

  @Test
  void aStopThatComesAfterItsWorkHasATimeOfItsOwnBeforeItIsInterrupted() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .background(
                    "w",
                    new BackgroundService() {
                      @Override
                      public void execute(ServiceContext context) throws InterruptedException {
                        context.awaitStop();
                        sleep(time, Duration.ofMillis(1_500));
                      }

                      @Override
                      public void stop(ServiceContext context) throws InterruptedException {
                        fixture.mark("closes");
                        sleep(time, seconds(5));
                        fixture.mark("closed");
                      }
                    }));
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("1.500 closes", "6.500 closed"), trail);
  }

  @Test
  void workThatDoesNotHearIsInterruptedAfterTwoSeconds() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .background("w", worker("w", context -> sleep(time, Duration.ofDays(1)))));
    StopReport report = fixture.stop(host);
    assertEquals(List.of("2 w interrupted", "2 w stops"), trail);
    assertTrue(report.clean());
    assertEquals(seconds(2), report.services().get(0).stopTook().orElseThrow());
  }

  @Test
  void interruptAfterMovesTheInterruptAndZeroIsAtOnce() throws Exception {
    Work forEver = context -> sleep(time, Duration.ofDays(1));
    Host host =
        fixture.started(
            fixture
                .host()
                .stopConcurrently()
                .background("now", worker("now", forEver), s -> s.interruptAfter(Duration.ZERO))
                .background("late", worker("late", forEver), s -> s.interruptAfter(seconds(7))));
    fixture.stop(host);
    assertEquals(
        List.of("0 now interrupted", "0 now stops", "7 late interrupted", "7 late stops"), trail);
  }

  @Test
  void aStopThatBlocksIsInterruptedHalfWayThroughItsShare() throws Exception {
    Host host = fixture.started(fixture.host().add("a", marking.service("a", 0, 1_000)));
    StopReport report = fixture.stop(host);
    assertEquals(List.of("0 a stops", "9.875 a interrupted"), trail);
    assertEquals(List.of("a FAILED"), states(report));
    assertFalse(report.clean());
  }

  @Test
  void deafWorkIsAbandonedAndItsStopIsCalledBesideItBefore() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .background(
                    "w",
                    worker("w", context -> sleepDeaf(time, Duration.ofDays(1))),
                    s -> s.stopTimeout(seconds(6))));
    StopReport report = fixture.stop(host);
    assertEquals(List.of("4 w stops"), trail);
    assertEquals(List.of("w ABANDONED"), states(report));
    assertEquals(seconds(6), report.took());
    ServiceStatus.StuckThread stuck = report.services().get(0).stuckIn().get(0);
    assertEquals("inn/w", stuck.thread());
    assertTrue(stuck.stack().stream().anyMatch(f -> f.getMethodName().equals("sleepDeaf")));
    time.advance(Duration.ofDays(1));
    assertEquals(List.of("4 w stops", "86400 w ends"), trail);
  }
}
