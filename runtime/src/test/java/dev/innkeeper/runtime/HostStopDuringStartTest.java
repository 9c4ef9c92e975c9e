package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stop that is requested while the host starts, or before. */
class HostStopDuringStartTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  @Test
  void rollsBackAndStartThrowsWithoutACause() {
    Host host =
        fixture.host().add("a", marking.service("a")).add("b", marking.service("b", 50, 0)).build();
    fixture.requestStopAfter(host, 3);
    HostStartException failed = fixture.startFails(host);
    assertNull(failed.getCause());
    assertEquals("host 'inn' did not start: a stop was requested", failed.getMessage());
    assertEquals(List.of("0 a starts", "0 b starts", "3 b interrupted", "3 a stops"), trail);
  }

  @Test
  void makesRunReturnNormally() throws Exception {
    Host host = fixture.host().add("a", marking.service("a", 50, 0)).build();
    fixture.requestStopAfter(host, 3);
    StopReport report = time.drive(host::run);
    assertTrue(report.clean());
    assertEquals(List.of("a START_ABORTED"), states(report));
  }

  @Test
  void isInTheReportWithTheTimeThatTheStartTook() throws Exception {
    Host host =
        fixture.host().add("a", marking.service("a", 50, 0)).add("b", marking.service("b")).build();
    fixture.requestStopAfter(host, 12);
    StopReport report = time.drive(host::run);
    assertEquals(
        """
        inn stopped in 0 ms: 1 start aborted, 1 never started
          a START_ABORTED after 12.0 s
          b NEW\
        """,
        report.toString());
  }

  @Test
  void canBeAnInterruptOfTheThreadThatStarts() throws Exception {
    Host host = fixture.host().add("a", marking.service("a", 50, 0)).build();
    Thread starter =
        time.start(
            "starter",
            () -> {
              HostStartException failed = assertThrows(HostStartException.class, host::start);
              fixture.mark(failed.getMessage());
              fixture.mark("flag " + Thread.currentThread().isInterrupted());
            });
    time.advance(seconds(2));
    time.interrupt(starter);
    time.advance(Duration.ZERO);
    assertEquals(
        List.of(
            "0 a starts",
            "2 a interrupted",
            "2 host 'inn' did not start: the thread that starts it was interrupted",
            "2 flag true"),
        trail);
  }

  @Test
  void canBeAnInterruptOfTheThreadInRunWhichThenReturns() throws Exception {
    Host host =
        fixture.host().add("a", marking.service("a")).add("b", marking.service("b", 50, 0)).build();
    Thread main = time.start("main", () -> fixture.mark("clean " + host.run().clean()));
    time.advance(seconds(1));
    time.interrupt(main);
    time.advance(seconds(9));
    assertEquals(
        List.of("0 a starts", "0 b starts", "1 b interrupted", "1 a stops", "1 clean true"), trail);
  }

  @Test
  void aThreadThatIsInterruptedAlreadyStartsNothing() {
    Host host = fixture.host().add("a", marking.service("a")).build();
    fixture.markLifetime(host);
    time.start(
        "starter",
        () -> {
          Thread.currentThread().interrupt();
          HostStartException failed = assertThrows(HostStartException.class, host::start);
          fixture.mark(failed.getMessage());
          fixture.mark("flag " + Thread.currentThread().isInterrupted());
        });
    time.advance(seconds(1));
    assertEquals(
        List.of(
            "0 stopping",
            "0 stopped",
            "0 host 'inn' did not start: the thread that starts it was interrupted",
            "0 flag true"),
        trail);
  }

  @Test
  void endsTheStartAlsoWhenTheStartingServiceIgnoresIt() {
    Host host =
        fixture
            .host()
            .add("deaf", marking.deafToStart("deaf", 5))
            .add("next", marking.service("next"))
            .build();
    fixture.markLifetime(host);
    fixture.requestStopAfter(host, 3);
    HostStartException failed = fixture.startFails(host);
    assertNull(failed.getCause());
    assertEquals(
        List.of("0 deaf starts", "3 stopping", "5 deaf started", "5 deaf stops", "5 stopped"),
        trail);
  }

  @Test
  void meansThatTheWorkOfTheServiceIsNotBegun() {
    Host host =
        fixture
            .host()
            .background(
                "w",
                new BackgroundService() {
                  @Override
                  public void start(ServiceContext context) {
                    fixture.mark("starts");
                    context.lifetime().requestStop();
                  }

                  @Override
                  public void execute(ServiceContext context) {
                    fixture.mark("works");
                  }

                  @Override
                  public void stop(ServiceContext context) {
                    fixture.mark("stops");
                  }
                })
            .build();
    assertThrows(HostStartException.class, () -> fixture.start(host));
    assertEquals(List.of("0 starts", "0 stops"), trail);
  }

  @Test
  void asksAWorkerOnlyWhenItsTurnHasCome() {
    Host host =
        fixture
            .host()
            .background(
                "w",
                context -> {
                  context.awaitStop();
                  fixture.mark("w is asked");
                })
            .add("next", marking.service("next", 0, 3))
            .add("slow", marking.service("slow", 50, 0))
            .build();
    fixture.requestStopAfter(host, 1);
    assertThrows(HostStartException.class, () -> fixture.start(host));
    assertEquals(
        List.of(
            "0 next starts",
            "0 slow starts",
            "1 slow interrupted",
            "1 next stops",
            "4 next stopped",
            "4 w is asked"),
        trail);
  }

  @Test
  void makesNoFailureOfTheInterruptsOfItsRollback() {
    Host host =
        fixture
            .host()
            .background("deaf to asking", context -> sleep(time, Duration.ofDays(1)))
            .add("slow", marking.service("slow", 50, 0))
            .build();
    fixture.requestStopAfter(host, 3);
    HostStartException failed = assertThrows(HostStartException.class, () -> fixture.start(host));
    assertEquals(0, failed.getSuppressed().length);
    assertEquals(List.of("0 slow starts", "3 slow interrupted"), trail);
    assertEquals(
        List.of(ServiceState.STOPPED, ServiceState.START_ABORTED),
        host.services().stream().map(ServiceStatus::state).toList());
    assertTrue(host.services().stream().allMatch(s -> s.failure().isEmpty()));
  }

  @Test
  void hasNoEffectBeforeTheStart() throws Exception {
    Host host = fixture.host().add("a", marking.service("a")).build();
    host.lifetime().requestStop();
    fixture.start(host);
    assertTrue(host.isReady());
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("0 a starts", "0 a stops"), trail);
  }
}
