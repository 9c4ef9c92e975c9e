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

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a failing service does to its host. */
class HostFailureTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

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
  void stopsTheHostAndRunThrowsItWithTheServicesName() {
    IllegalStateException crash = new IllegalStateException("crash");
    Host host =
        fixture.host().add("a", marking.service("a")).background("w", crashing(3, crash)).build();
    ServiceFailedException failed =
        assertThrows(ServiceFailedException.class, () -> time.drive(host::run));
    assertSame(crash, failed.getCause());
    assertEquals("w", failed.service());
    assertEquals(
        "service 'w' of host 'inn' failed: java.lang.IllegalStateException: crash",
        failed.getMessage());
    assertEquals(List.of("0 a starts", "3 a stops"), trail);
    assertEquals(
        List.of("a STOPPED", "w FAILED"),
        host.services().stream().map(s -> s.name() + " " + s.state()).toList());
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
  void ignoredItHarmsNobodyAndIsInTheReport() throws Exception {
    Host host =
        fixture
            .host()
            .add("a", marking.service("a"))
            .background(
                "w",
                crashing(3, new IllegalStateException("crash")),
                s -> s.onFailure(FailurePolicy.ignore()))
            .build();
    fixture.start(host);
    time.advance(seconds(10));
    assertTrue(host.isReady());
    assertEquals(ServiceState.FAILED, host.services().get(1).state());
    StopReport report = fixture.stop(host);
    assertEquals(List.of("a STOPPED", "w FAILED"), states(report));
    assertFalse(report.clean());
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

  @Test
  void ofSeveralTheFirstIsTheCauseAndThoseAfterTheStopRequestAreOnlyInTheReport() {
    Host host =
        fixture
            .host()
            .background("first", crashing(3, new IllegalStateException("first")))
            .background("second", crashing(3, new IllegalStateException("second")))
            .build();
    ServiceFailedException failed =
        assertThrows(ServiceFailedException.class, () -> time.drive(host::run));
    assertEquals("first", failed.getCause().getMessage());
    assertEquals(0, failed.getSuppressed().length);
    ServiceStatus second = host.services().get(1);
    assertEquals(ServiceState.FAILED, second.state());
    assertEquals("second", second.failure().orElseThrow().getMessage());
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
  void aTimeOutOfASocketIsOneAlsoDuringAStop() throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "w",
                context -> {
                  context.awaitStop();
                  throw new SocketTimeoutException("database");
                })
            .build();
    fixture.start(host);
    assertEquals(List.of("w FAILED"), states(fixture.stop(host)));
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
  void completionIsNotOneAndStopsNothing() throws Exception {
    Host host = fixture.host().background("once", context -> fixture.mark("done")).build();
    fixture.start(host);
    time.advance(Duration.ofDays(1));
    assertEquals(ServiceState.COMPLETED, host.services().get(0).state());
    assertTrue(host.isReady());
    StopReport report = fixture.stop(host);
    assertTrue(report.clean());
    assertEquals(List.of("0 done"), trail);
    assertEquals(Duration.ZERO, report.took());
  }
}
