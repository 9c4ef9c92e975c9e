package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** However many ask for a stop, and whoever they are: it is made once. */
class HostStopsOnceTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  @Test
  void eachStopRunsOnceAndAllCallersGetTheSameReport() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .add("a", marking.service("a", 0, 1))
                .add("b", marking.service("b", 0, 1)));
    List<StopReport> reports = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 5; i++) {
      int delay = i;
      time.start(
          "caller " + i,
          () -> {
            sleepDeaf(time, Duration.ofMillis(300L * delay));
            try {
              reports.add(host.stop());
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          });
    }
    host.lifetime().requestStop();
    time.advance(seconds(5));
    assertEquals(List.of("0 b stops", "1 b stopped", "1 a stops", "2 a stopped"), trail);
    assertEquals(5, reports.size());
    assertSame(fixture.stop(host), reports.get(0));
    reports.forEach(report -> assertSame(reports.get(0), report));
  }

  @Test
  void aStopWhileRunWaitsStopsOnceAndBothGetTheSameReport() throws Exception {
    Host host = fixture.host().add("a", marking.service("a", 0, 2)).build();
    List<StopReport> reports = new CopyOnWriteArrayList<>();
    time.start("main", () -> reports.add(host.run()));
    time.advance(seconds(1));
    StopReport report = fixture.stop(host);
    time.advance(Duration.ZERO);
    assertEquals(List.of("0 a starts", "1 a stops", "3 a stopped"), trail);
    assertSame(report, reports.get(0));
  }

  @Test
  void closeStopsOnceAndTheHostClosesNoServiceItself() throws Exception {
    class Closeable implements HostedService, AutoCloseable {
      @Override
      public void start(ServiceContext context) {}

      @Override
      public void stop(ServiceContext context) {
        fixture.mark("stops");
      }

      @Override
      public void close() {
        fixture.mark("closed");
      }
    }
    try (Closeable service = new Closeable()) {
      Host host = fixture.started(fixture.host().add("a", service));
      for (int i = 0; i < 2; i++) {
        time.drive(() -> {
          host.close();
          return null;
        });
      }
      assertEquals(List.of("0 stops"), trail);
    }
  }

  @Test
  void theFirstRequestSetsTheDeadlineAndLaterOnesDoNotMoveIt() throws Exception {
    Host host =
        fixture.started(
            fixture.host().background("deaf", context -> sleepDeaf(time, Duration.ofDays(1))));
    host.lifetime().requestStop();
    time.advance(seconds(10));
    host.lifetime().requestStop();
    assertEquals(Duration.ofMillis(19_750), fixture.stop(host).took());
  }

  @Test
  void anInterruptEndsTheWaitingAndNotTheStop() throws Exception {
    Host host = fixture.started(fixture.host().add("a", marking.service("a", 0, 3)));
    Thread caller =
        time.start(
            "caller",
            () -> {
              assertThrows(InterruptedException.class, host::stop);
              fixture.mark("caller gone");
            });
    time.advance(seconds(1));
    time.interrupt(caller);
    time.advance(seconds(9));
    assertEquals(List.of("0 a stops", "1 caller gone", "3 a stopped"), trail);
    assertEquals(HostState.STOPPED, host.state());
  }

  @Test
  void onAThreadThatIsInterruptedAlreadyStopThrowsAtOnceAndTheStopGoesOnInFull() throws Exception {
    Host host = fixture.started(fixture.host().add("a", marking.service("a", 0, 3)));
    time.start(
        "caller",
        () -> {
          Thread.currentThread().interrupt();
          assertThrows(InterruptedException.class, host::stop);
          fixture.mark("caller gone");
        });
    time.advance(seconds(9));
    assertEquals(List.of("0 caller gone", "0 a stops", "3 a stopped"), trail);
    assertTrue(fixture.stop(host).clean());
  }

  @Test
  void closeWaitsThroughAnInterruptAndKeepsTheFlag() throws Exception {
    Host host = fixture.started(fixture.host().add("a", marking.service("a", 0, 3)));
    Thread caller =
        time.start(
            "caller",
            () -> {
              host.close();
              fixture.mark("closed, flag " + Thread.currentThread().isInterrupted());
            });
    time.advance(seconds(1));
    time.interrupt(caller);
    time.advance(seconds(9));
    assertEquals(List.of("0 a stops", "3 a stopped", "3 closed, flag true"), trail);
  }

  @Test
  void onAThreadThatIsInterruptedAlreadyCloseStopsInFull() throws Exception {
    Host host = fixture.started(fixture.host().add("a", marking.service("a", 0, 3)));
    time.start(
        "caller",
        () -> {
          Thread.currentThread().interrupt();
          host.close();
          fixture.mark("closed, flag " + Thread.currentThread().isInterrupted());
        });
    time.advance(seconds(9));
    assertEquals(List.of("0 a stops", "3 a stopped", "3 closed, flag true"), trail);
  }

  @Test
  void anInterruptOfTheThreadInRunIsARequestForAGracefulStop() throws Exception {
    Host host = fixture.host().add("a", marking.service("a", 0, 3)).build();
    Thread main =
        time.start(
            "main",
            () -> {
              fixture.mark("clean " + host.run().clean());
              fixture.mark("flag " + Thread.currentThread().isInterrupted());
            });
    time.advance(seconds(1));
    time.interrupt(main);
    time.advance(seconds(9));
    assertEquals(
        List.of("0 a starts", "1 a stops", "4 a stopped", "4 clean true", "4 flag true"), trail);
  }

  @Test
  void onAThreadOfTheHostIsRefusedAndNamesTheWayOut() throws Exception {
    AtomicReference<Host> self = new AtomicReference<>();
    Host host =
        fixture
            .host()
            .background(
                "w",
                context -> {
                  context.awaitStop(seconds(1));
                  markRefusals(self.get());
                  try (TaskScope scope = context.openScope("child")) {
                    scope.fork(() -> {
                      markRefusals(self.get());
                      return null;
                    });
                    scope.join();
                  }
                  context.lifetime().requestStop();
                })
            .build();
    self.set(host);
    fixture.start(host);
    time.advance(seconds(2));
    String wayOut = " would wait for itself: use ServiceContext.lifetime().requestStop()";
    assertEquals(
        List.of(
            "1 stop() on thread 'inn/w'" + wayOut,
            "1 close() on thread 'inn/w'" + wayOut,
            "1 run() on thread 'inn/w'" + wayOut,
            "1 stop() on thread 'inn/w/child-1'" + wayOut,
            "1 close() on thread 'inn/w/child-1'" + wayOut,
            "1 run() on thread 'inn/w/child-1'" + wayOut),
        trail);
    assertEquals(HostState.STOPPED, host.state());
  }

  private void markRefusals(Host host) {
    for (Executable call : List.<Executable>of(host::stop, host::close, host::run)) {
      fixture.mark(String.valueOf(assertThrows(IllegalStateException.class, call).getMessage()));
    }
  }

  @Test
  void awaitTerminationDoesNotAskForIt() throws Exception {
    Host host = fixture.started(fixture.host().add("a", marking.service("a")));
    assertFalse(time.drive(() -> host.awaitTermination(seconds(5))));
    assertEquals(HostState.RUNNING, host.state());
    fixture.stop(host);
    assertTrue(host.awaitTermination(Duration.ZERO));
  }
}
