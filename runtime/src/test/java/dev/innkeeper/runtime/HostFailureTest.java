package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
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
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a failing service does to its host. */
class HostFailureTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);
  private final IllegalStateException crash = new IllegalStateException("crash");

  private BackgroundService crashing(long afterSeconds) {
    return crashing(afterSeconds, crash);
  }

  private BackgroundService crashing(long afterSeconds, Exception thrown) {
    return context -> {
      sleep(time, seconds(afterSeconds));
      throw thrown;
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

  @Test
  void stopsTheHostAndRunThrowsItWithTheServicesName() {
    Host host = fixture.host().add("a", marking.service("a")).background("w", crashing(3)).build();
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
  void stopsTheOthersGracefully() {
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

  @Test
  void ofSeveralTheFirstIsTheCauseAndThoseAfterTheStopRequestAreOnlyInTheReport() {
    Host host =
        fixture
            .host()
            .background("first", crashing(3))
            .background("second", crashing(3, new IllegalStateException("second")))
            .build();
    ServiceFailedException failed =
        assertThrows(ServiceFailedException.class, () -> time.drive(host::run));
    assertSame(crash, failed.getCause());
    assertEquals(0, failed.getSuppressed().length);
    ServiceStatus second = host.services().get(1);
    assertEquals(ServiceState.FAILED, second.state());
    assertEquals("second", second.failure().orElseThrow().getMessage());
  }

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

  /** In real time, because it is a race. */
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

  @Test
  void ignoredItHarmsNobodyAndIsInTheReport() throws Exception {
    Host host =
        fixture
            .host()
            .add("a", marking.service("a"))
            .background("w", crashing(3), s -> s.onFailure(FailurePolicy.ignore()))
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
  void ignoredItDoesNotComeOutOfRun() throws Exception {
    Host host =
        fixture
            .host()
            .add("a", marking.service("a"))
            .background("bad", crashing(3), s -> s.onFailure(FailurePolicy.ignore()))
            .build();
    fixture.requestStopAfter(host, 10);
    StopReport report = time.drive(host::run);
    assertEquals(List.of("a STOPPED", "bad FAILED"), states(report));
    assertEquals(0, report.services().get(1).restarts());
    assertEquals(List.of("0 a starts", "10 a stops"), trail);
  }

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
}
