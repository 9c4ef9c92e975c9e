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
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class HostStartTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  @Nested
  class Order {

    private static final List<String> FIRST = new CopyOnWriteArrayList<>();

    @Test
    void isThatOfRegistrationAndTheNextIsNotCalledBeforeTheLastReturned() throws Exception {
      Host host =
          fixture
              .host()
              .add("a", marking.service("a", 2, 0))
              .add("b", marking.service("b", 1, 0))
              .add("c", marking.service("c"))
              .build();
      fixture.start(host);
      assertEquals(
          List.of("0 a starts", "2 a started", "2 b starts", "3 b started", "3 c starts"), trail);
      assertEquals(HostState.RUNNING, host.state());
      assertTrue(host.isReady());
      assertTrue(host.isLive());
    }

    @Test
    void followsDependenciesAlsoWhenTheyAreRegisteredLater() throws Exception {
      Host host =
          fixture
              .host()
              .add("http", marking.service("http"), s -> s.dependsOn("db", "cache"))
              .add("metrics", marking.service("metrics"))
              .add("cache", marking.service("cache"), s -> s.dependsOn("db"))
              .add("db", marking.service("db"))
              .build();
      fixture.start(host);
      assertEquals(
          List.of("0 metrics starts", "0 db starts", "0 cache starts", "0 http starts"), trail);
    }

    @Test
    void concurrentlyEachStartsTheMomentItsDependenciesHaveAndTheWholeTakesTheLongestPath()
        throws Exception {
      Host host =
          fixture
              .host()
              .startConcurrently()
              .add("base", marking.service("base", 1, 0))
              .add("left", marking.service("left", 5, 0), s -> s.dependsOn("base"))
              .add("right", marking.service("right", 2, 0), s -> s.dependsOn("base"))
              .add("after right", marking.service("after right", 1, 0), s -> s.dependsOn("right"))
              .add("top", marking.service("top", 1, 0), s -> s.dependsOn("left", "after right"))
              .add("alone", marking.service("alone", 6, 0))
              .build();
      fixture.start(host);
      assertEquals(
          List.of(
              "0 base starts",
              "0 alone starts",
              "1 base started",
              "1 left starts",
              "1 right starts",
              "3 right started",
              "3 after right starts",
              "4 after right started",
              "6 alone started",
              "6 left started",
              "6 top starts",
              "7 top started"),
          trail);
    }

    @Test
    void isNotHeldUpByTheWorkOfABackgroundService() throws Exception {
      Host host =
          fixture
              .host()
              .background(
                  "worker",
                  context -> {
                    fixture.mark("worker works");
                    context.awaitStop();
                  })
              .add("next", marking.service("next"))
              .build();
      fixture.start(host);
      assertEquals(List.of("0 next starts", "0 worker works"), trail);
    }

    @Test
    void startedCallbacksRunOnTheEventsThreadWhenAllHaveStarted() throws Exception {
      Host host = fixture.host().add("a", marking.service("a", 1, 0)).build();
      host.lifetime()
          .onStarted(() -> fixture.mark("callback on " + Thread.currentThread().getName()));
      fixture.start(host);
      host.lifetime().onStarted(() -> fixture.mark("too late, so at once"));
      assertEquals(
          List.of(
              "0 a starts", "1 a started", "1 callback on inn/events", "1 too late, so at once"),
          trail);
    }

    /** Ten services, all at the same times, concurrently: one trail. */
    @RepeatedTest(50)
    void isTheSameOnEveryRun() throws Exception {
      HostBuilder builder = fixture.host().startConcurrently().stopConcurrently();
      for (int i = 0; i < 10; i++) {
        int number = i;
        builder.add(
            "s" + i,
            marking.service("s" + i, 1, 1),
            s -> s.dependsOn(number < 3 ? new String[0] : new String[] {"s" + number / 3}));
      }
      Host host = builder.build();
      fixture.start(host);
      fixture.stop(host);
      if (FIRST.isEmpty()) {
        FIRST.addAll(trail);
      }
      assertEquals(FIRST, trail);
    }
  }

  @Nested
  class Once {

    @Test
    void aSecondStartIsRefused() throws Exception {
      Host host = fixture.host().add("a", marking.service("a")).build();
      fixture.start(host);
      IllegalStateException refused = assertThrows(IllegalStateException.class, host::start);
      assertEquals(
          "host 'inn' cannot be started, it is RUNNING: a host starts once, by start() or by run();"
              + " for another start build() another host",
          refused.getMessage());
      assertTrue(fixture.stop(host).clean());
      assertEquals(List.of("0 a starts", "0 a stops"), trail);
    }

    @Test
    void aStartAfterAStopIsRefused() throws Exception {
      Host host = fixture.host().add("a", marking.service("a")).build();
      fixture.stop(host);
      assertThrows(IllegalStateException.class, host::start);
      time.advance(seconds(1));
      assertEquals(List.of(), trail);
    }

    @Test
    void aHostWithoutServicesStartsAndStops() throws Exception {
      Host host = fixture.host().build();
      fixture.start(host);
      assertTrue(fixture.stop(host).clean());
    }
  }

  @Nested
  class Failure {

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
          List.of(
              "0 a starts", "0 b starts", "0 c starts", "1 b stops", "4 b stopped", "4 a stops"),
          trail);
      assertEquals(HostState.STOPPED, host.state());
      assertEquals(
          List.of(
              ServiceState.STOPPED, ServiceState.STOPPED, ServiceState.FAILED, ServiceState.NEW),
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
      assertEquals(
          List.of("0 bad starts", "5 deaf started, stopping: true", "5 deaf stops"), trail);
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
  }

  @Nested
  class StopRequestDuringStart {

    @Test
    void rollsBackAndStartThrowsWithoutACause() {
      Host host =
          fixture
              .host()
              .add("a", marking.service("a"))
              .add("b", marking.service("b", 50, 0))
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
      assertEquals(List.of("0 a starts", "0 b starts", "3 b interrupted", "3 a stops"), trail);
    }

    @Test
    void makesRunReturnNormally() throws Exception {
      Host host = fixture.host().add("a", marking.service("a", 50, 0)).build();
      time.start(
          "requester",
          () -> {
            sleepDeaf(time, seconds(3));
            host.lifetime().requestStop();
          });
      StopReport report = time.drive(host::run);
      assertTrue(report.clean());
      assertEquals(List.of("a START_ABORTED"), states(report));
    }

    @Test
    void isInTheReportWithTheTimeThatTheStartTook() throws Exception {
      Host host =
          fixture
              .host()
              .add("a", marking.service("a", 50, 0))
              .add("b", marking.service("b"))
              .build();
      time.start(
          "requester",
          () -> {
            sleepDeaf(time, seconds(12));
            host.lifetime().requestStop();
          });
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
  }

  @Nested
  class Timeouts {

    @Test
    void theStartupTimeoutIsHardAndNamesThoseStillStartingWithTheirStacks() {
      Host host =
          fixture
              .host()
              .startConcurrently()
              .startupTimeout(seconds(10))
              .add("quick", marking.service("quick", 1, 0))
              .add("slow", marking.service("slow", 99, 0))
              .add("slower", marking.service("slower", 999, 0))
              .build();
      HostStartException failed = fixture.startFails(host);
      assertEquals(TimeoutException.class, failed.getCause().getClass());
      assertEquals("not started within PT10S: slow, slower", failed.getCause().getMessage());
      Throwable[] stacks = failed.getCause().getSuppressed();
      assertEquals("thread 'inn/slow' is still here", stacks[0].getMessage());
      assertTrue(
          Arrays.stream(stacks[0].getStackTrace())
              .anyMatch(frame -> frame.getMethodName().equals("sleep")));
      assertEquals(
          List.of(
              "0 quick starts",
              "0 slow starts",
              "0 slower starts",
              "1 quick started",
              "10 slow interrupted",
              "10 slower interrupted",
              "10 quick stops"),
          trail);
    }

    @Test
    void aServicesOwnStartTimeoutIsAStartFailure() {
      Host host =
          fixture
              .host()
              .add("quick", marking.service("quick", 1, 0), s -> s.startTimeout(seconds(2)))
              .add("slow", marking.service("slow", 99, 0), s -> s.startTimeout(seconds(2)))
              .build();
      HostStartException failed = fixture.startFails(host);
      assertEquals("not started within PT2S: slow", failed.getCause().getMessage());
      assertEquals(ServiceState.FAILED, host.services().get(1).state());
      assertFalse(host.isLive());
      assertEquals(
          List.of(
              "0 quick starts",
              "1 quick started",
              "1 slow starts",
              "3 slow interrupted",
              "3 quick stops"),
          trail);
    }
  }
}
