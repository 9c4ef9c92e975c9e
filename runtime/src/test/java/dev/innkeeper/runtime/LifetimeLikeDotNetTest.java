package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The edges of the lifetime's events and of its stop request that .NET's Generic Host has. */
class LifetimeLikeDotNetTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  private static RuntimeException broken(String what) {
    return new IllegalStateException(what);
  }

  private void requestStopAfter(Host host, long afterSeconds) {
    time.start(
        "requester",
        () -> {
          sleepDeaf(time, seconds(afterSeconds));
          host.lifetime().requestStop();
          fixture.mark("requested");
        });
  }

  // ---- callbacks

  /** §6.1: in .NET the last registered runs first. */
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

  // §6.1
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

  // §6.2
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
    throw broken(what);
  }

  // §6.5, §6.8
  @Test
  void slowCallbacksKeepTheirOrderAndRunReturnsAfterThem() throws Exception {
    Host host = fixture.host().add("a", marking.service("a")).build();
    host.lifetime().onStarted(() -> markSlowly("started"));
    host.lifetime().onStopping(() -> markSlowly("stopping"));
    host.lifetime().onStopped(() -> markSlowly("stopped"));
    requestStopAfter(host, 1);
    time.drive(host::run);
    fixture.mark("run returned");
    assertEquals(
        List.of(
            "0 a starts",
            "0 started begins",
            "1 requested",
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

  /** §6.5: in .NET the start returns when the callbacks have. */
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

  // §6.5
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

  // ---- stop requests

  /**
   * §6.3, §6.4: in .NET a second caller waits for the callbacks, and the first stops no service.
   */
  @Test
  void aStopRequestStopsTheHostAndWaitsForNothing() throws Exception {
    Host host = fixture.host().add("a", marking.service("a", 0, 1)).build();
    host.lifetime()
        .onStopping(() -> {
          host.lifetime().requestStop();
          markSlowly("stopping");
        });
    fixture.start(host);
    requestStopAfter(host, 1);
    requestStopAfter(host, 2);
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

  // §6.6
  @Test
  void inAStopAWorkerIsAskedOnlyWhenItsTurnHasCome() throws Exception {
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
            .build();
    fixture.start(host);
    fixture.stop(host);
    assertEquals(List.of("0 next starts", "0 next stops", "3 next stopped", "3 w is asked"), trail);
  }

  // §6.6
  @Test
  void inARollbackAWorkerIsAskedOnlyWhenItsTurnHasCome() {
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
    requestStopAfter(host, 1);
    assertThrows(HostStartException.class, () -> fixture.start(host));
    assertEquals(
        List.of(
            "0 next starts",
            "0 slow starts",
            "1 requested",
            "1 slow interrupted",
            "1 next stops",
            "4 next stopped",
            "4 w is asked"),
        trail);
  }

  // ---- the program

  // §7.6
  @Test
  void aFailedStartSaysSoInTheLogAndNeverThatItHasStarted() {
    try (LogLines log = LogLines.collect()) {
      Host host = fixture.host().add("bad", marking.failing("bad", 0, broken("port"))).build();
      assertThrows(HostStartException.class, () -> time.drive(host::run));
      assertFalse(log.lines().stream().anyMatch(line -> line.contains("inn started")));
      assertTrue(log.lines().contains("ERROR inn/bad failed to start"), log.lines().toString());
    }
  }

  /** §7.3: what would wait for itself says how it is done. */
  @Test
  void runOnAThreadOfTheHostIsRefused() throws Exception {
    AtomicReference<Host> self = new AtomicReference<>();
    Host host =
        fixture
            .host()
            .background(
                "w",
                context ->
                    fixture.mark(
                        String.valueOf(
                            assertThrows(IllegalStateException.class, self.get()::run)
                                .getMessage())))
            .build();
    self.set(host);
    fixture.start(host);
    fixture.stop(host);
    assertEquals(
        List.of(
            "0 run() on thread 'inn/w' would wait for itself:"
                + " use ServiceContext.lifetime().requestStop()"),
        trail);
  }
}
