package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static dev.innkeeper.runtime.HostFixture.state;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Services that do not become ready in time, or at all. */
class NotReadyTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  @Test
  void isNotToBecomeReadyWithinTheStartTimeoutAndTheServiceIsStopped() {
    Host host =
        fixture
            .host()
            .add("a", marking.service("a"))
            .add("w", marking.readyAfter("w", 99), s -> s.waitForReady().startTimeout(seconds(5)))
            .add("next", marking.service("next"))
            .build();
    try (LogTrail log = LogTrail.from(Level.INFO)) {
      HostStartException failed = fixture.startFails(host);
      assertEquals(TimeoutException.class, failed.getCause().getClass());
      assertEquals(
          "not started within PT5S: w (ready() was not called)", failed.getCause().getMessage());
      assertEquals(
          List.of(
              "ERROR inn/w failed to start in time [not started within PT5S: w (ready() was not"
                  + " called)]"),
          log.linesAt(Level.ERROR));
    }
    assertEquals(
        List.of("0 a starts", "0 w starts", "7 w interrupted", "7 w stops", "7 a stops"), trail);
    assertEquals(ServiceState.FAILED, state(host, 1));
  }

  @Test
  void ofAPlainServiceThatNeverBecomesReadyIsOneToo() {
    Host host =
        fixture
            .host()
            .add("a", marking.service("a"), s -> s.waitForReady().startTimeout(seconds(5)))
            .build();
    assertEquals(
        "not started within PT5S: a (ready() was not called)",
        fixture.startFails(host).getCause().getMessage());
    assertEquals(List.of("0 a starts", "5 a stops"), trail);
  }

  @Test
  void doesNotComeFromAStartTimeoutThatIsOverWhenItIsReady() throws Exception {
    Host host =
        fixture
            .host()
            .add("w", marking.readyAfter("w", 3), s -> s.waitForReady().startTimeout(seconds(5)))
            .build();
    fixture.start(host);
    time.advance(seconds(60));
    assertTrue(host.isReady());
    assertTrue(fixture.stop(host).clean());
  }

  @Test
  void ofTheWorkBeforeItIsReadyIsThatOfTheStart() {
    IllegalStateException crash = new IllegalStateException("crash");
    Host host = fixture.host().add("w", crashing(crash), s -> s.waitForReady()).build();
    HostStartException failed = fixture.startFails(host);
    assertSame(crash, failed.getCause());
    assertEquals(
        "host 'inn' did not start, because of 'w': java.lang.IllegalStateException: crash",
        failed.getMessage());
    assertEquals(List.of("0 w starts", "2 w stops"), trail);
    assertEquals(ServiceState.FAILED, state(host, 0));
  }

  @Test
  void ofTheWorkBeforeItIsReadyIsThatOfTheStartAlsoIfFailuresAreIgnored() {
    assertCrashFailsTheStart(FailurePolicy.ignore());
  }

  /** As {@link RestartPolicy} says: the first start of a service is not repeated. */
  @Test
  void ofTheWorkBeforeItIsReadyIsThatOfTheStartAlsoIfFailuresAreAnsweredByARestart() {
    assertCrashFailsTheStart(FailurePolicy.restart());
  }

  private void assertCrashFailsTheStart(FailurePolicy policy) {
    IllegalStateException crash = new IllegalStateException("crash");
    Host host =
        fixture
            .host()
            .add("w", crashing(crash), s -> s.waitForReady().onFailure(policy))
            .add("next", marking.service("next"))
            .build();
    assertSame(crash, fixture.startFails(host).getCause());
    assertEquals(List.of("0 w starts", "2 w stops"), trail);
  }

  private BackgroundService crashing(Exception crash) {
    return marking.worker(
        "w",
        context -> {
          sleep(time, seconds(2));
          throw crash;
        });
  }

  @Test
  void saidByFailBeforeItIsReadyIsThatOfTheStart() {
    IllegalStateException crash = new IllegalStateException("selector");
    Host host =
        fixture
            .host()
            .add("a", context -> context.fail(crash), s -> s.waitForReady())
            .add("next", marking.service("next"))
            .build();
    assertSame(crash, fixture.startFails(host).getCause());
    assertEquals(List.of(), trail);
  }

  @Test
  void byTheHostsStartupTimeoutNamesTheOneThatIsNotReady() {
    Host host =
        fixture
            .host()
            .startConcurrently()
            .startupTimeout(seconds(10))
            .add("quick", marking.readyAfter("quick", 1), s -> s.waitForReady())
            .add("slow", marking.readyAfter("slow", 99), s -> s.waitForReady())
            .add("needs slow", marking.service("needs slow"), s -> s.dependsOn("slow"))
            .build();
    HostStartException failed = fixture.startFails(host);
    assertEquals(
        "not started within PT10S: slow (ready() was not called)", failed.getCause().getMessage());
    assertEquals(
        "thread 'inn/slow' is still here", failed.getCause().getSuppressed()[0].getMessage());
    assertEquals(ServiceState.FAILED, state(host, 1));
    assertEquals(ServiceState.NEW, state(host, 2));
  }

  @Test
  void aStopRequestWhileOneIsAwaitedRollsBackAndStopsIt() {
    Host host =
        fixture
            .host()
            .add(
                "w",
                marking.readyAfter("w", 99),
                s -> s.waitForReady().interruptAfter(Duration.ZERO))
            .add("next", marking.service("next"))
            .build();
    time.start(
        "requester",
        () -> {
          sleepDeaf(time, seconds(3));
          host.lifetime().requestStop();
        });
    HostStartException failed = fixture.startFails(host);
    assertNull(failed.getCause());
    assertEquals("host 'inn' did not start: a stop was requested", failed.getMessage());
    assertEquals(List.of("0 w starts", "3 w interrupted", "3 w stops"), trail);
    assertEquals(ServiceState.STOPPED, state(host, 0));
  }

  @Test
  void toBecomeReadyAfterTheStopRequestIsTooLate() {
    Host host =
        fixture
            .host()
            .add(
                "w",
                marking.worker(
                    "w",
                    context -> {
                      context.awaitStop();
                      context.ready();
                    }),
                s -> s.waitForReady())
            .add("next", marking.service("next"))
            .build();
    time.start(
        "requester",
        () -> {
          sleepDeaf(time, seconds(3));
          host.lifetime().requestStop();
        });
    assertNull(fixture.startFails(host).getCause());
    assertEquals(List.of("0 w starts", "3 w stops"), trail);
  }
}
