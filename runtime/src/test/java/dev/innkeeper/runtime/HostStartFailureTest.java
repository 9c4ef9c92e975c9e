package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static dev.innkeeper.runtime.HostFixture.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A start that fails is rolled back, and says what has failed. */
class HostStartFailureTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  @Test
  void stopsWhatHadStartedInReverseAndNothingElse() {
    IOException port = new IOException("port in use");
    Host host =
        fixture
            .host()
            .add("a", marking.service("a"))
            .add("b", marking.service("b", 0, 3))
            .add("c", marking.failing("c", 1, port))
            .add("d", marking.service("d"))
            .build();
    HostStartException failed = fixture.startFails(host);
    assertSame(port, failed.getCause());
    assertEquals(
        "host 'inn' did not start, because of 'c': java.io.IOException: port in use",
        failed.getMessage());
    assertEquals(
        List.of("0 a starts", "0 b starts", "0 c starts", "1 b stops", "4 b stopped", "4 a stops"),
        trail);
    assertEquals(HostState.STOPPED, host.state());
    assertEquals(
        List.of(ServiceState.STOPPED, ServiceState.STOPPED, ServiceState.FAILED, ServiceState.NEW),
        host.services().stream().map(ServiceStatus::state).toList());
  }

  @Test
  void interruptsThoseStillStartingAndDoesNotWaitForTheirTime() {
    Host host =
        fixture
            .host()
            .startConcurrently()
            .stopConcurrently()
            .add("slow", marking.service("slow", 100, 0))
            .add("bad", marking.failing("bad", 2, new IOException("bad")))
            .add("quick", marking.service("quick", 1, 0))
            .build();
    HostStartException failed = fixture.startFails(host);
    assertEquals("bad", failed.getCause().getMessage());
    assertEquals(0, failed.getSuppressed().length);
    assertEquals(
        List.of(
            "0 slow starts",
            "0 bad starts",
            "0 quick starts",
            "1 quick started",
            "2 quick stops",
            "2 slow interrupted"),
        trail);
  }

  @Test
  void suppressesTheFailuresOfTheOthers() {
    Host host =
        fixture
            .host()
            .startConcurrently()
            .add("first", marking.failing("first", 1, new IOException("first")))
            .add(
                "second",
                context -> {
                  try {
                    sleep(time, seconds(9));
                  } catch (InterruptedException e) {
                    throw new IOException("second");
                  }
                })
            .build();
    HostStartException failed = fixture.startFails(host);
    assertEquals("first", failed.getCause().getMessage());
    assertEquals(
        List.of("second"),
        Arrays.stream(failed.getSuppressed()).map(Throwable::getMessage).toList());
  }

  @Test
  void comesOutOfRunAsOutOfStart() {
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

  @Test
  void isSeenByTheLifetimeAsAStopWithoutAStart() {
    Host host =
        fixture
            .host()
            .add("a", marking.service("a"))
            .add("bad", marking.failing("bad", 1, new IOException()))
            .build();
    fixture.markLifetime(host);
    fixture.startFails(host);
    assertEquals(
        List.of("0 a starts", "0 bad starts", "1 stopping", "1 a stops", "1 stopped"), trail);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isLoggedOnceWithTheServicesNameAndNeverThatTheHostHasStarted(boolean inRun) {
    try (LogLines log = LogLines.collect()) {
      IOException port = new IOException("port in use");
      Host host = fixture.host().add("bad", marking.failing("bad", 1, port)).build();
      if (inRun) {
        assertThrows(HostStartException.class, () -> time.drive(host::run));
      } else {
        fixture.startFails(host);
      }
      assertEquals(
          List.of(
              "ERROR inn/bad failed to start",
              "INFO inn is stopping: 'bad' failed to start",
              "WARN inn stopped in 0 ms: 1 failed\n  bad FAILED: java.io.IOException: port in use"),
          log.lines().stream().filter(line -> !line.contains("the JVM runs on")).toList());
    }
  }

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

  @Test
  void aStartThatReturnsAfterItWasGivenUpIsStoppedAtOnce() {
    Host host =
        fixture
            .host()
            .startConcurrently()
            .add(
                "deaf",
                new HostedService() {
                  @Override
                  public void start(ServiceContext context) {
                    sleepDeaf(time, seconds(5));
                    fixture.mark("deaf started, stopping: " + context.isStopRequested());
                  }

                  @Override
                  public void stop(ServiceContext context) {
                    fixture.mark("deaf stops");
                  }
                })
            .add("bad", marking.failing("bad", 2, new IOException("bad")))
            .build();
    fixture.startFails(host);
    assertEquals(List.of("0 bad starts", "5 deaf started, stopping: true", "5 deaf stops"), trail);
  }

  @Test
  void aStartThatDoesNotReturnIsAbandonedAndStoppedWhenItDoes() throws Exception {
    Host host =
        fixture
            .host()
            .startConcurrently()
            .add(
                "deaf",
                new HostedService() {
                  @Override
                  public void start(ServiceContext context) {
                    sleepDeaf(time, seconds(100));
                  }

                  @Override
                  public void stop(ServiceContext context) {
                    fixture.mark("deaf stops");
                  }
                })
            .add("bad", marking.failing("bad", 2, new IOException("bad")))
            .build();
    fixture.startFails(host);
    assertEquals(List.of("0 bad starts"), trail);
    assertEquals(ServiceState.ABANDONED, host.services().get(0).state());
    time.advance(seconds(100));
    assertEquals(List.of("0 bad starts", "100 deaf stops"), trail);
  }

  @Test
  void ofAWorkerDuringTheStartIsTheCause() {
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
            .add("slow", marking.service("slow", 9, 0))
            .build();
    HostStartException failed = fixture.startFails(host);
    assertSame(crash, failed.getCause());
    assertEquals(List.of("0 slow starts", "1 slow interrupted"), trail);
  }

  @Test
  void ofAWorkerIsTheCauseAlsoWhenItMakesASlowerStartFail() {
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

  @Test
  void isAStartThatWasCancelledByNobodyHere() {
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
}
