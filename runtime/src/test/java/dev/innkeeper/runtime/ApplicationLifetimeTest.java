package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The events of a host's lifetime, and the request for a stop. */
class ApplicationLifetimeTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  /** In .NET the last registered runs first. */
  @Test
  void callbacksRunOnceInTheOrderOfTheirRegistration() throws Exception {
    Host host = fixture.host().build();
    for (String which : List.of("first", "second", "third")) {
      host.lifetime().onStarted(() -> fixture.mark("started " + which));
      host.lifetime().onStopping(() -> fixture.mark("stopping " + which));
      host.lifetime().onStopped(() -> fixture.mark("stopped " + which));
    }
    fixture.start(host);
    fixture.stop(host);
    assertEquals(
        List.of(
            "0 started first",
            "0 started second",
            "0 started third",
            "0 stopping first",
            "0 stopping second",
            "0 stopping third",
            "0 stopped first",
            "0 stopped second",
            "0 stopped third"),
        trail);
  }

  @Test
  void startedCallbacksRunOnTheEventsThreadWhenAllHaveStarted() throws Exception {
    Host host = fixture.host().add("a", marking.service("a", 1, 0)).build();
    host.lifetime()
        .onStarted(() -> fixture.mark("callback on " + Thread.currentThread().getName()));
    fixture.start(host);
    host.lifetime().onStarted(() -> fixture.mark("too late, so at once"));
    assertEquals(
        List.of("0 a starts", "1 a started", "1 callback on inn/events", "1 too late, so at once"),
        trail);
  }

  @Test
  void callbacksThatComeTooLateRunAtOnceOnTheThreadThatRegistersThem() throws Exception {
    Host host = fixture.host().build();
    fixture.start(host);
    fixture.stop(host);
    time.start(
        "late",
        () -> {
          host.lifetime().onStarted(() -> markThread("started"));
          host.lifetime().onStopping(() -> markThread("stopping"));
          host.lifetime().onStopped(() -> markThread("stopped"));
        });
    time.advance(Duration.ZERO);
    assertEquals(List.of("0 started on late", "0 stopping on late", "0 stopped on late"), trail);
  }

  private void markThread(String what) {
    fixture.mark(what + " on " + Thread.currentThread().getName());
  }

  @Test
  void callbacksThatThrowKeepNeitherEachOtherNorTheHostFromGoingOn() throws Exception {
    try (LogLines log = LogLines.collect()) {
      Host host = fixture.host().add("a", marking.service("a")).build();
      for (String which : List.of("1", "2")) {
        host.lifetime().onStarted(() -> markAndThrow("started " + which));
        host.lifetime().onStopping(() -> markAndThrow("stopping " + which));
        host.lifetime().onStopped(() -> markAndThrow("stopped " + which));
      }
      fixture.start(host);
      assertTrue(host.isReady());
      assertTrue(fixture.stop(host).clean());
      assertEquals(
          List.of(
              "0 a starts",
              "0 started 1",
              "0 started 2",
              "0 stopping 1",
              "0 stopping 2",
              "0 a stops",
              "0 stopped 1",
              "0 stopped 2"),
          trail);
      assertEquals(
          List.of(
              "ERROR inn: a callback for 'started' failed",
              "ERROR inn: a callback for 'started' failed",
              "ERROR inn: a callback for 'stopping' failed",
              "ERROR inn: a callback for 'stopping' failed",
              "ERROR inn: a callback for 'stopped' failed",
              "ERROR inn: a callback for 'stopped' failed"),
          log.lines().stream().filter(line -> line.startsWith("ERROR")).toList());
    }
  }

  private void markAndThrow(String what) {
    fixture.mark(what);
    throw new IllegalStateException(what);
  }

  @Test
  void slowCallbacksKeepTheirOrderAndRunReturnsAfterThem() throws Exception {
    Host host = fixture.host().add("a", marking.service("a")).build();
    host.lifetime().onStarted(() -> markSlowly("started"));
    host.lifetime().onStopping(() -> markSlowly("stopping"));
    host.lifetime().onStopped(() -> markSlowly("stopped"));
    fixture.requestStopAfter(host, 1);
    time.drive(host::run);
    fixture.mark("run returned");
    assertEquals(
        List.of(
            "0 a starts",
            "0 started begins",
            "2 started ends",
            "2 stopping begins",
            "4 stopping ends",
            "4 a stops",
            "4 stopped begins",
            "6 stopped ends",
            "6 run returned"),
        trail);
  }

  private void markSlowly(String what) {
    fixture.mark(what + " begins");
    sleepDeaf(time, seconds(2));
    fixture.mark(what + " ends");
  }

  /** In .NET the start returns when the callbacks have. */
  @Test
  void aStartedCallbackThatHangsHoldsUpNeitherTheStartNorTheDeadline() throws Exception {
    Host host = fixture.host().add("a", marking.service("a")).build();
    host.lifetime().onStarted(() -> sleepDeaf(time, Duration.ofDays(1)));
    host.lifetime().onStopping(() -> fixture.mark("never in time"));
    fixture.start(host);
    fixture.mark("ready " + host.isReady());
    StopReport report = fixture.stop(host);
    assertTrue(report.clean());
    assertEquals(List.of("0 a starts", "0 ready true", "18.750 a stops"), trail);
    assertEquals(Duration.ofMillis(18_750), report.took());
  }

  @Test
  void aStoppingCallbackThatHangsKeepsNeitherTheStopFromItsDeadlineNorTheServicesFromTheirStop()
      throws Exception {
    Host host = fixture.started(fixture.host().add("a", marking.service("a", 0, 0)));
    host.lifetime().onStopping(() -> sleepDeaf(time, Duration.ofDays(1)));
    StopReport report = fixture.stop(host);
    assertEquals(List.of("18.750 a stops"), trail);
    assertTrue(report.took().compareTo(seconds(20)) <= 0);
  }

  @Test
  void aStoppedCallbackThatHangsDoesNotKeepTheStopFromItsDeadline() throws Exception {
    Host host = fixture.host().add("a", marking.service("a")).build();
    host.lifetime().onStopped(() -> sleepDeaf(time, Duration.ofDays(1)));
    fixture.start(host);
    StopReport report = fixture.stop(host);
    assertTrue(report.clean());
    assertEquals(Duration.ofMillis(19_875), report.took());
    assertEquals(HostState.STOPPED, host.state());
  }

  private void markRequestAfter(Host host, long afterSeconds) {
    time.start(
        "requester",
        () -> {
          sleepDeaf(time, seconds(afterSeconds));
          host.lifetime().requestStop();
          fixture.mark("requested");
        });
  }

  /** In .NET a second caller waits for the callbacks, and the first stops no service. */
  @Test
  void aStopRequestStopsTheHostAndWaitsForNothing() throws Exception {
    Host host = fixture.host().add("a", marking.service("a", 0, 1)).build();
    host.lifetime()
        .onStopping(() -> {
          host.lifetime().requestStop();
          markSlowly("stopping");
        });
    fixture.start(host);
    markRequestAfter(host, 1);
    markRequestAfter(host, 2);
    time.advance(seconds(10));
    assertEquals(
        List.of(
            "0 a starts",
            "1 requested",
            "1 stopping begins",
            "2 requested",
            "3 stopping ends",
            "3 a stops",
            "4 a stopped"),
        trail);
    assertEquals(HostState.STOPPED, host.state());
    host.lifetime().requestStop();
    assertEquals(HostState.STOPPED, host.state());
  }
}
