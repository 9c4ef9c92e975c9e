package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static dev.innkeeper.runtime.HostFixture.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** The edges of a start that .NET's Generic Host has: where we do the same, and where not. */
class StartLikeDotNetTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  /** Its start takes a while and is deaf to interrupts. */
  private HostedService deafToStart(String name, long startSeconds) {
    return new HostedService() {
      @Override
      public void start(ServiceContext context) {
        fixture.mark(name + " starts");
        sleepDeaf(time, seconds(startSeconds));
        fixture.mark(name + " started");
      }

      @Override
      public void stop(ServiceContext context) {
        fixture.mark(name + " stops");
      }
    };
  }

  private void markLifetime(Host host) {
    host.lifetime().onStarted(() -> fixture.mark("started"));
    host.lifetime().onStopping(() -> fixture.mark("stopping"));
    host.lifetime().onStopped(() -> fixture.mark("stopped"));
  }

  private void requestStopAfter(Host host, long afterSeconds) {
    time.start(
        "requester",
        () -> {
          sleepDeaf(time, seconds(afterSeconds));
          host.lifetime().requestStop();
        });
  }

  // ---- what ends a start

  // §1.3
  @Test
  void aStartupTimeoutThatWasNotReachedHasNoEffectLater() throws Exception {
    Host host =
        fixture.host().startupTimeout(seconds(5)).add("a", marking.service("a", 4, 0)).build();
    fixture.start(host);
    time.advance(Duration.ofDays(1));
    assertTrue(host.isReady());
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("0 a starts", "4 a started", "86404 a stops"), trail);
  }

  // §1.3
  @Test
  void aThreadThatIsInterruptedAlreadyStartsNothing() {
    Host host = fixture.host().add("a", marking.service("a")).build();
    markLifetime(host);
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

  // §1.4
  @Test
  void aStopRequestThatTheStartingServiceIgnoresEndsTheStartAllTheSame() {
    Host host =
        fixture
            .host()
            .add("deaf", deafToStart("deaf", 5))
            .add("next", marking.service("next"))
            .build();
    markLifetime(host);
    requestStopAfter(host, 3);
    HostStartException failed = fixture.startFails(host);
    assertNull(failed.getCause());
    assertEquals(
        List.of("0 deaf starts", "3 stopping", "5 deaf started", "5 deaf stops", "5 stopped"),
        trail);
  }

  // §1.4, §1.5
  @Test
  void aStartupTimeoutThatTheStartingServiceIgnoresEndsTheStartAllTheSame() {
    Host host =
        fixture
            .host()
            .startupTimeout(seconds(3))
            .add("deaf", deafToStart("deaf", 5))
            .add("next", marking.service("next"))
            .build();
    markLifetime(host);
    HostStartException failed = fixture.startFails(host);
    assertEquals(TimeoutException.class, failed.getCause().getClass());
    assertEquals(
        List.of("0 deaf starts", "3 stopping", "5 deaf started", "5 deaf stops", "5 stopped"),
        trail);
  }

  // §1.5
  @Test
  void aStartThatNeverReturnsIsAbandonedAndStartThrowsAtTheDeadlineOfTheRollback() {
    Host host =
        fixture.host().startupTimeout(seconds(3)).add("deaf", deafToStart("deaf", 86_400)).build();
    markLifetime(host);
    HostStartException failed = fixture.startFails(host);
    assertEquals("not started within PT3S: deaf", failed.getCause().getMessage());
    assertEquals(ServiceState.ABANDONED, host.services().get(0).state());
    assertEquals(List.of("0 deaf starts", "3 stopping", "22.750 stopped"), trail);
  }

  // §1.13
  @Test
  void aStopRequestBeforeTheStartHasNoEffect() throws Exception {
    Host host = fixture.host().add("a", marking.service("a")).build();
    host.lifetime().requestStop();
    fixture.start(host);
    assertTrue(host.isReady());
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("0 a starts", "0 a stops"), trail);
  }

  // ---- a start that fails

  // §1.6
  @Test
  void aFailureIsLoggedOnceWithTheServicesName() {
    try (LogLines log = LogLines.collect()) {
      Host host =
          fixture
              .host()
              .add("bad", marking.failing("bad", 1, new IOException("port in use")))
              .build();
      fixture.startFails(host);
      assertEquals(
          List.of(
              "ERROR inn/bad failed to start",
              "INFO inn is stopping: 'bad' failed to start",
              "WARN inn stopped in 0 ms: 1 failed\n  bad FAILED: java.io.IOException: port in use"),
          log.lines());
    }
  }

  // §1.7
  @Test
  void runRollsBackAsStartDoes() {
    IOException port = new IOException("port in use");
    Host host =
        fixture
            .host()
            .add("a", marking.service("a"))
            .add("bad", marking.failing("bad", 2, port))
            .build();
    HostStartException failed = assertThrows(HostStartException.class, () -> time.drive(host::run));
    assertSame(port, failed.getCause());
    assertEquals(List.of("0 a starts", "0 bad starts", "2 a stops"), trail);
    assertEquals(HostState.STOPPED, host.state());
  }

  // §1.7, §2.10, §2.13
  @Test
  void whatWasRolledBackIsNotStoppedAgain() throws Exception {
    Host host =
        fixture
            .host()
            .add("a", marking.service("a"))
            .add("bad", marking.failing("bad", 0, new IOException()))
            .build();
    fixture.startFails(host);
    StopReport report = fixture.stop(host);
    host.close();
    assertEquals(List.of("a STOPPED", "bad FAILED"), states(report));
    assertEquals(List.of("0 a starts", "0 bad starts", "0 a stops"), trail);
  }

  // §1.8
  @Test
  void theLifetimeSeesAFailedStartAsAStopWithoutAStart() {
    Host host =
        fixture
            .host()
            .add("a", marking.service("a"))
            .add("bad", marking.failing("bad", 1, new IOException()))
            .build();
    markLifetime(host);
    fixture.startFails(host);
    assertEquals(
        List.of("0 a starts", "0 bad starts", "1 stopping", "1 a stops", "1 stopped"), trail);
  }

  // §1.1, §1.10
  @Test
  void aServiceThatCannotBeMadeIsAFailedStartBeforeAnyOtherAndAStopIsHarmless() throws Exception {
    IllegalStateException broken = new IllegalStateException("no configuration");
    Host host =
        fixture
            .host()
            .add("a", marking.service("a"))
            .add(
                "bad",
                () -> {
                  throw broken;
                })
            .add("c", marking.service("c"))
            .build();
    HostStartException failed = fixture.startFails(host);
    assertSame(broken, failed.getCause());
    assertEquals(List.of("a NEW", "bad FAILED", "c NEW"), states(fixture.stop(host)));
    assertEquals(List.of(), trail);
  }

  // §1.14
  @Test
  void aWorkersCrashComesOutOfRunAlsoWhenItMakesASlowerStartFail() {
    IllegalStateException crash = new IllegalStateException("crash");
    Host host =
        fixture
            .host()
            .background(
                "worker",
                context -> {
                  sleep(time, seconds(1));
                  throw crash;
                })
            .add(
                "slow",
                context -> {
                  try {
                    sleep(time, seconds(9));
                  } catch (InterruptedException e) {
                    throw new IOException("connection lost");
                  }
                })
            .build();
    HostStartException failed = assertThrows(HostStartException.class, () -> time.drive(host::run));
    assertSame(crash, failed.getCause());
    assertEquals(
        List.of("connection lost"),
        Arrays.stream(failed.getSuppressed()).map(Throwable::getMessage).toList());
  }

  // §3.5, §3.6
  @Test
  void aStartThatWasCancelledByNobodyHereIsAFailure() {
    for (Exception thrown : List.of(new InterruptedException(), new CancellationException())) {
      Host host =
          fixture
              .host()
              .add("a", marking.failing("a", 0, thrown))
              .add("b", marking.service("b"))
              .build();
      assertSame(thrown, fixture.startFails(host).getCause());
    }
    assertEquals(List.of("0 a starts", "0 a starts"), trail);
  }

  // ---- how often

  // §1.11, §1.12
  @Test
  void aHostIsStartedOnceWhateverBecameOfIt() throws Exception {
    Host starting = fixture.host().add("a", marking.service("a", 5, 0)).build();
    time.start("starter", starting::start);
    time.advance(seconds(1));
    assertEquals("STARTING", refusal(starting));
    time.advance(seconds(9));
    assertEquals("RUNNING", refusal(starting));
    assertTrue(fixture.stop(starting).clean());
    assertEquals("STOPPED", refusal(starting));
    Host failed = fixture.host().add("bad", marking.failing("bad", 0, new IOException())).build();
    fixture.startFails(failed);
    assertEquals("STOPPED", refusal(failed));
    assertEquals(List.of("0 a starts", "5 a started", "10 a stops", "10 bad starts"), trail);
  }

  private static String refusal(Host host) {
    String ofStart = assertThrows(IllegalStateException.class, host::start).getMessage();
    String ofRun = assertThrows(IllegalStateException.class, host::run).getMessage();
    assertEquals(ofStart, ofRun);
    return ofStart.replaceAll("host 'inn' cannot be started, it is (.*): .*", "$1");
  }

  // §1.15
  @Test
  void oneClassAndEvenOneInstanceUnderTwoNamesIsTwoServices() throws Exception {
    HostedService same = marking.service("same");
    Host host = fixture.host().add("one", same).add("two", same).add("three", () -> same).build();
    fixture.start(host);
    assertFalse(host.services().stream().anyMatch(s -> s.state() != ServiceState.RUNNING));
    fixture.stop(host);
    assertEquals(
        List.of(
            "0 same starts",
            "0 same starts",
            "0 same starts",
            "0 same stops",
            "0 same stops",
            "0 same stops"),
        trail);
  }
}
