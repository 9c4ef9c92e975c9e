package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Who may stop a host, how often, and what .NET's Generic Host makes of it. */
class StopTriggersLikeDotNetTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  /** §2.2, §5.5: .NET has one order for a signal and another for a call of its stop. */
  @Nested
  class TheOrderIsTheSameWhenTheTriggerIs {

    private final Host host =
        fixture
            .host()
            .add(
                "a",
                new HostedLifecycleService() {
                  @Override
                  public void stopping(ServiceContext context) {
                    fixture.mark("a stopping, ready " + host.isReady());
                  }

                  @Override
                  public void stop(ServiceContext context) {
                    fixture.mark("a stops");
                  }

                  @Override
                  public void stopped(ServiceContext context) {
                    fixture.mark("a stopped");
                  }
                })
            .background("w", this::failWhenTold)
            .build();
    private volatile boolean told;

    private void failWhenTold(ServiceContext context) throws InterruptedException {
      context.awaitStop(seconds(10));
      if (told) {
        throw new IllegalStateException("crash");
      }
      context.awaitStop();
    }

    private void assertOrder(int begin) {
      assertEquals(
          List.of(
              begin + " callback begins, ready false",
              begin + 2 + " callback ends",
              begin + 2 + " a stopping, ready false",
              begin + 2 + " a stops",
              begin + 2 + " a stopped",
              begin + 2 + " stopped callback"),
          trail);
    }

    private void begin() throws Exception {
      fixture.start(host);
      host.lifetime()
          .onStopping(() -> {
            fixture.mark("callback begins, ready " + host.isReady());
            sleepDeaf(time, seconds(2));
            fixture.mark("callback ends");
          });
      host.lifetime().onStopped(() -> fixture.mark("stopped callback"));
    }

    @Test
    void aCallOfStop() throws Exception {
      begin();
      fixture.stop(host);
      assertOrder(0);
    }

    @Test
    void aCallOfClose() throws Exception {
      begin();
      time.drive(() -> {
        host.close();
        return null;
      });
      assertOrder(0);
    }

    @Test
    void aRequest() throws Exception {
      begin();
      host.lifetime().requestStop();
      time.advance(seconds(5));
      assertOrder(0);
    }

    @Test
    void aFailure() throws Exception {
      begin();
      told = true;
      time.advance(seconds(20));
      assertOrder(10);
    }
  }

  // §2.8
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

  // §2.8
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

  // §2.9
  @Test
  void aStopBeforeTheStartTouchesNoServiceAndIsSeenByTheLifetime() throws Exception {
    Host host = fixture.host().add("a", marking.service("a")).build();
    host.lifetime().onStarted(() -> fixture.mark("started"));
    host.lifetime().onStopping(() -> fixture.mark("stopping"));
    host.lifetime().onStopped(() -> fixture.mark("stopped"));
    assertTrue(fixture.stop(host).clean());
    host.lifetime().onStopped(() -> fixture.mark("too late, so at once"));
    assertEquals(List.of("0 stopping", "0 stopped", "0 too late, so at once"), trail);
  }

  // §2.12
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

  // §2.13
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

  // §2.14
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

  // §2.14
  @Test
  void anInterruptOfTheThreadInRunDuringTheStartRollsItBackAndRunReturns() throws Exception {
    Host host =
        fixture.host().add("a", marking.service("a")).add("b", marking.service("b", 50, 0)).build();
    Thread main = time.start("main", () -> fixture.mark("clean " + host.run().clean()));
    time.advance(seconds(1));
    time.interrupt(main);
    time.advance(seconds(9));
    assertEquals(
        List.of("0 a starts", "0 b starts", "1 b interrupted", "1 a stops", "1 clean true"), trail);
  }
}
