package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static dev.innkeeper.runtime.HostFixture.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What counts as a failure of a service. */
class ServiceFailureTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;

  private BackgroundService crashing(long afterSeconds, Throwable crash) {
    return context -> {
      sleep(time, seconds(afterSeconds));
      if (crash instanceof Error error) {
        throw error;
      }
      throw (Exception) crash;
    };
  }

  @Test
  void anErrorIsAFailureToo() {
    AssertionError crash = new AssertionError("crash");
    Host host = fixture.host().background("w", crashing(0, crash)).build();
    Throwable failed = assertThrows(RuntimeException.class, () -> time.drive(host::run));
    assertSame(crash, failed.getCause());
  }

  @Test
  void anInterruptWithoutAStopIsAFailure() {
    Host host =
        fixture.host().background("w", crashing(1, new InterruptedException("who?"))).build();
    Throwable failed = assertThrows(ServiceFailedException.class, () -> time.drive(host::run));
    assertEquals("who?", failed.getCause().getMessage());
  }

  @Test
  void ofAServiceWithThreadsOfItsOwnIsSaidByFail() {
    IllegalStateException crash = new IllegalStateException("selector died");
    Host host =
        fixture
            .host()
            .add(
                "own",
                context ->
                    time.start(
                        "selector",
                        () -> {
                          sleepDeaf(time, seconds(2));
                          context.fail(crash);
                        }))
            .build();
    ServiceFailedException failed =
        assertThrows(ServiceFailedException.class, () -> time.drive(host::run));
    assertSame(crash, failed.getCause());
  }

  /** In .NET a cancellation is a normal end while the host stops, whatever was cancelled. */
  @Test
  void aCancelledFutureAndATimeOutAreFailuresWheneverTheyCome() throws Exception {
    for (Exception thrown :
        List.of(
            new CancellationException(),
            new TimeoutException(),
            new SocketTimeoutException("database"))) {
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

  @Test
  void manyAreKeptInNumbersThatDoNotGrow() throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "w",
                context -> {
                  for (int i = 0; i < 1_000; i++) {
                    context.fail(new IllegalStateException("failure " + i));
                  }
                },
                s -> s.onFailure(FailurePolicy.ignore()))
            .build();
    fixture.start(host);
    Throwable first = host.services().get(0).failure().orElseThrow();
    assertEquals("failure 0", first.getMessage());
    assertEquals(10, first.getSuppressed().length);
    fixture.stop(host);
  }

  @Test
  void anExceptionThatCannotEvenBePrintedHasItsConsequences() {
    RuntimeException evil =
        new RuntimeException() {
          private static final long serialVersionUID = 1;

          @Override
          public String getMessage() {
            throw new UnsupportedOperationException("no message");
          }

          @Override
          public String toString() {
            return "evil";
          }
        };
    Host host = fixture.host().background("w", crashing(1, evil)).build();
    ServiceFailedException failed =
        assertThrows(ServiceFailedException.class, () -> time.drive(host::run));
    assertSame(evil, failed.getCause());
  }

  @Test
  void completionIsNotOneAndStopsNothingAlsoWhenAllWorkIsDone() throws Exception {
    Host host =
        fixture
            .host()
            .background("once", context -> fixture.mark("done"))
            .background("later", context -> sleep(time, seconds(5)))
            .build();
    fixture.start(host);
    time.advance(Duration.ofDays(1));
    assertEquals(
        List.of(ServiceState.COMPLETED, ServiceState.COMPLETED),
        host.services().stream().map(ServiceStatus::state).toList());
    assertTrue(host.isReady());
    StopReport report = fixture.stop(host);
    assertTrue(report.clean());
    assertEquals(List.of("0 done"), trail);
    assertEquals(Duration.ZERO, report.took());
  }
}
