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

import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.scope.Task;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HostStopTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  private interface Work {
    void until(ServiceContext context) throws Exception;
  }

  /** A worker that marks the end of its work and its stop. */
  private BackgroundService worker(String name, Work work) {
    return new BackgroundService() {
      @Override
      public void execute(ServiceContext context) throws Exception {
        try {
          work.until(context);
          fixture.mark(name + " ends");
        } catch (InterruptedException e) {
          fixture.mark(name + " interrupted");
          throw e;
        }
      }

      @Override
      public void stop(ServiceContext context) {
        fixture.mark(name + " stops");
      }
    };
  }

  @Nested
  class Order {

    @Test
    void isTheReverseOfTheStartOneAfterTheOther() throws Exception {
      Host host =
          fixture.started(
              fixture
                  .host()
                  .add("a", marking.service("a", 0, 1))
                  .add("b", marking.service("b", 0, 2))
                  .add("c", marking.service("c", 0, 1)));
      StopReport report = fixture.stop(host);
      assertEquals(
          List.of(
              "0 c stops", "1 c stopped", "1 b stops", "3 b stopped", "3 a stops", "4 a stopped"),
          trail);
      assertTrue(report.clean());
      assertEquals(seconds(4), report.took());
      assertEquals(List.of("a STOPPED", "b STOPPED", "c STOPPED"), states(report));
      assertEquals(HostState.STOPPED, host.state());
    }

    @Test
    void concurrentlyEachStopsTheMomentItsDependentsHave() throws Exception {
      Host host =
          fixture.started(
              fixture
                  .host()
                  .stopConcurrently()
                  .add("base", marking.service("base", 0, 1))
                  .add("left", marking.service("left", 0, 3), s -> s.dependsOn("base"))
                  .add("right", marking.service("right", 0, 1), s -> s.dependsOn("base"))
                  .add("top", marking.service("top", 0, 1), s -> s.dependsOn("right")));
      fixture.stop(host);
      assertEquals(
          List.of(
              "0 left stops",
              "0 top stops",
              "1 top stopped",
              "1 right stops",
              "2 right stopped",
              "3 left stopped",
              "3 base stops",
              "4 base stopped"),
          trail);
    }

    @Test
    void ofTheWholeIsReadinessCallbacksServicesCallbacksReport() throws Exception {
      Host host = fixture.started(fixture.host().add("a", marking.service("a", 0, 1)));
      host.lifetime().onStopping(() -> fixture.mark("stopping, ready: " + host.isReady()));
      host.lifetime()
          .onStopping(() -> {
            throw new IllegalStateException("harms nobody");
          });
      host.lifetime()
          .onStopping(() -> fixture.mark("stopping on " + Thread.currentThread().getName()));
      host.lifetime().onStopped(() -> fixture.mark("stopped, " + host.state()));
      fixture.stop(host);
      assertEquals(
          List.of(
              "0 stopping, ready: false",
              "0 stopping on inn/events",
              "0 a stops",
              "1 a stopped",
              "1 stopped, STOPPING"),
          trail);
      assertEquals(HostState.STOPPED, host.state());
      assertFalse(host.isLive());
    }

    @Test
    void aCallbackThatHangsDoesNotKeepTheStopFromItsDeadlineOrTheServicesFromTheirStop()
        throws Exception {
      Host host = fixture.started(fixture.host().add("a", marking.service("a", 0, 0)));
      host.lifetime().onStopping(() -> sleepDeaf(time, Duration.ofDays(1)));
      StopReport report = fixture.stop(host);
      assertEquals(List.of("18.750 a stops"), trail);
      assertTrue(report.took().compareTo(seconds(20)) <= 0);
    }
  }

  @Nested
  class Ladder {

    @Test
    void theWorkEndsByItselfWhenItIsAskedAndThenTheServiceIsStopped() throws Exception {
      Host host =
          fixture.started(
              fixture
                  .host()
                  .background(
                      "w",
                      worker(
                          "w",
                          context -> {
                            try (PeriodicTimer timer = context.timer(seconds(10))) {
                              while (timer.waitForNextTick()) {
                                fixture.mark("tick");
                              }
                            }
                            sleep(time, seconds(1));
                            fixture.mark(
                                "file at hand done, flag "
                                    + Thread.currentThread().isInterrupted());
                          })));
      time.advance(seconds(25));
      StopReport report = fixture.stop(host);
      assertEquals(
          List.of(
              "10 tick", "20 tick", "26 file at hand done, flag false", "26 w ends", "26 w stops"),
          trail);
      assertTrue(report.clean());
    }

    @Test
    void workIsBegunAlsoWhenTheStopFollowsTheStartAtOnce() throws Exception {
      for (int i = 0; i < 200; i++) {
        CountDownLatch begun = new CountDownLatch(1);
        Host host = Host.builder("real").background("w", context -> begun.countDown()).build();
        host.start();
        host.stop();
        begun.await();
      }
    }

    @Test
    void awaitStopAndHooksAreWaysToHear() throws Exception {
      AtomicReference<Thread> reader = new AtomicReference<>();
      Host host =
          fixture.started(
              fixture
                  .host()
                  .background("waits", worker("waits", context -> context.awaitStop()))
                  .background(
                      "sleeps",
                      worker(
                          "sleeps", c -> fixture.mark("asked " + c.awaitStop(Duration.ofDays(1)))))
                  .background(
                      "reads",
                      worker(
                          "reads",
                          context -> {
                            reader.set(Thread.currentThread());
                            context.onStopRequested(() -> fixture.mark("hook 1"));
                            context.onStopRequested(() -> time.unpark(reader.get()));
                            while (!context.isStopRequested()) {
                              time.park("socket");
                            }
                            context.onStopRequested(() -> fixture.mark("hook at once"));
                          })));
      fixture.stop(host);
      assertEquals(
          List.of(
              "0 hook 1",
              "0 hook at once",
              "0 reads ends",
              "0 reads stops",
              "0 asked true",
              "0 sleeps ends",
              "0 sleeps stops",
              "0 waits ends",
              "0 waits stops"),
          trail);
    }

    @Test
    void aStopThatComesAfterItsWorkHasATimeOfItsOwnBeforeItIsInterrupted() throws Exception {
      Host host =
          fixture.started(
              fixture
                  .host()
                  .background(
                      "w",
                      new BackgroundService() {
                        @Override
                        public void execute(ServiceContext context) throws InterruptedException {
                          context.awaitStop();
                          sleep(time, Duration.ofMillis(1_500));
                        }

                        @Override
                        public void stop(ServiceContext context) throws InterruptedException {
                          fixture.mark("closes");
                          sleep(time, seconds(5));
                          fixture.mark("closed");
                        }
                      }));
      assertTrue(fixture.stop(host).clean());
      assertEquals(List.of("1.500 closes", "6.500 closed"), trail);
    }

    @Test
    void workThatDoesNotHearIsInterruptedAfterTwoSeconds() throws Exception {
      Host host =
          fixture.started(
              fixture
                  .host()
                  .background("w", worker("w", context -> sleep(time, Duration.ofDays(1)))));
      StopReport report = fixture.stop(host);
      assertEquals(List.of("2 w interrupted", "2 w stops"), trail);
      assertTrue(report.clean());
      assertEquals(seconds(2), report.services().get(0).stopTook().orElseThrow());
    }

    @Test
    void interruptAfterMovesTheInterruptAndZeroIsAtOnce() throws Exception {
      Work forEver = context -> sleep(time, Duration.ofDays(1));
      Host host =
          fixture.started(
              fixture
                  .host()
                  .stopConcurrently()
                  .background("now", worker("now", forEver), s -> s.interruptAfter(Duration.ZERO))
                  .background("late", worker("late", forEver), s -> s.interruptAfter(seconds(7))));
      fixture.stop(host);
      assertEquals(
          List.of("0 now interrupted", "0 now stops", "7 late interrupted", "7 late stops"), trail);
    }

    @Test
    void aStopThatBlocksIsInterruptedHalfWayThroughItsShare() throws Exception {
      Host host = fixture.started(fixture.host().add("a", marking.service("a", 0, 1_000)));
      StopReport report = fixture.stop(host);
      assertEquals(List.of("0 a stops", "9.875 a interrupted"), trail);
      assertEquals(List.of("a FAILED"), states(report));
      assertFalse(report.clean());
    }

    @Test
    void deafWorkIsAbandonedAndItsStopIsCalledBesideItBefore() throws Exception {
      Host host =
          fixture.started(
              fixture
                  .host()
                  .background(
                      "w",
                      worker("w", context -> sleepDeaf(time, Duration.ofDays(1))),
                      s -> s.stopTimeout(seconds(6))));
      StopReport report = fixture.stop(host);
      assertEquals(List.of("4 w stops"), trail);
      assertEquals(List.of("w ABANDONED"), states(report));
      assertEquals(seconds(6), report.took());
      ServiceStatus.StuckThread stuck = report.services().get(0).stuckIn().get(0);
      assertEquals("inn/w", stuck.thread());
      assertTrue(stuck.stack().stream().anyMatch(f -> f.getMethodName().equals("sleepDeaf")));
      time.advance(Duration.ofDays(1));
      assertEquals(List.of("4 w stops", "86400 w ends"), trail);
    }

    @Test
    void theReportShowsTheStackOfAChildIfItIsTheChildThatIsStuck() throws Exception {
      Host host =
          fixture.started(
              fixture
                  .host()
                  .background(
                      "w",
                      context -> {
                        try (TaskScope scope = context.openScope("fetch")) {
                          scope.fork(this::childThatIsDeaf);
                          scope.join();
                        }
                      },
                      s -> s.stopTimeout(seconds(6))));
      StopReport report = fixture.stop(host);
      List<ServiceStatus.StuckThread> stuck = report.services().get(0).stuckIn();
      assertEquals(1, stuck.size());
      assertEquals("inn/w/fetch-1", stuck.get(0).thread());
      assertTrue(
          stuck.get(0).stack().stream().anyMatch(f -> f.getMethodName().equals("childThatIsDeaf")));
    }

    private Object childThatIsDeaf() {
      sleepDeaf(time, Duration.ofDays(1));
      return "late";
    }
  }

  @Nested
  class Deadline {

    @Test
    void isKeptWithAThousandServicesThatIgnoreEverythingAndAllAreNamed() throws Exception {
      HostBuilder builder = fixture.host().stopConcurrently().startConcurrently();
      for (int i = 0; i < 1_000; i++) {
        builder.background("s" + i, context -> sleepDeaf(time, Duration.ofDays(1)));
      }
      Host host = fixture.started(builder);
      StopReport report = fixture.stop(host);
      assertEquals(Duration.ofMillis(19_750), report.took());
      assertEquals(1_000, report.in(ServiceState.ABANDONED).size());
      assertTrue(report.services().stream().allMatch(s -> s.stuckIn().size() == 1));
    }

    @Test
    void isSharedSoThatNobodyStarvesOneAfterTheOther() throws Exception {
      HostBuilder builder = fixture.host();
      for (String name : List.of("last", "deaf 2", "deaf 1", "first")) {
        builder.add(
            name,
            new HostedService() {
              @Override
              public void start(ServiceContext context) {}

              @Override
              public void stop(ServiceContext context) {
                fixture.mark(name + " stops");
                sleepDeaf(
                    time, name.startsWith("deaf") ? Duration.ofDays(1) : Duration.ofMillis(500));
              }
            });
      }
      Host host = fixture.started(builder);
      StopReport report = fixture.stop(host);
      assertEquals(
          List.of(
              "0 first stops", "0.500 deaf 1 stops", "17.750 deaf 2 stops", "18.750 last stops"),
          trail);
      assertEquals(
          List.of("last STOPPED", "deaf 2 ABANDONED", "deaf 1 ABANDONED", "first STOPPED"),
          states(report));
    }
  }

  @Nested
  class SingleFlight {

    @Test
    void eachStopRunsOnceAndAllCallersGetTheSameReport() throws Exception {
      Host host =
          fixture.started(
              fixture
                  .host()
                  .add("a", marking.service("a", 0, 1))
                  .add("b", marking.service("b", 0, 1)));
      List<StopReport> reports = new CopyOnWriteArrayList<>();
      for (int i = 0; i < 5; i++) {
        int delay = i;
        time.start(
            "caller " + i,
            () -> {
              sleepDeaf(time, Duration.ofMillis(300L * delay));
              try {
                reports.add(host.stop());
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
      }
      host.lifetime().requestStop();
      time.advance(seconds(5));
      assertEquals(List.of("0 b stops", "1 b stopped", "1 a stops", "2 a stopped"), trail);
      assertEquals(5, reports.size());
      assertSame(fixture.stop(host), reports.get(0));
      reports.forEach(report -> assertSame(reports.get(0), report));
    }

    @Test
    void theFirstRequestSetsTheDeadlineAndLaterOnesDoNotMoveIt() throws Exception {
      Host host =
          fixture.started(
              fixture.host().background("deaf", context -> sleepDeaf(time, Duration.ofDays(1))));
      host.lifetime().requestStop();
      time.advance(seconds(10));
      host.lifetime().requestStop();
      assertEquals(Duration.ofMillis(19_750), fixture.stop(host).took());
    }

    @Test
    void aStopBeforeTheStartTouchesNoService() throws Exception {
      Host host = fixture.host().add("a", marking.service("a")).build();
      host.lifetime().requestStop();
      assertEquals(HostState.NEW, host.state());
      StopReport report = host.stop();
      assertEquals(List.of("a NEW"), states(report));
      assertTrue(report.clean());
      assertEquals(List.of(), trail);
      assertEquals(HostState.STOPPED, host.state());
    }

    @Test
    void anInterruptEndsTheWaitingAndNotTheStop() throws Exception {
      Host host = fixture.started(fixture.host().add("a", marking.service("a", 0, 3)));
      Thread caller =
          time.start(
              "caller",
              () -> {
                assertThrows(InterruptedException.class, host::stop);
                fixture.mark("caller gone");
              });
      time.advance(seconds(1));
      time.interrupt(caller);
      time.advance(seconds(9));
      assertEquals(List.of("0 a stops", "1 caller gone", "3 a stopped"), trail);
      assertEquals(HostState.STOPPED, host.state());
    }

    @Test
    void closeWaitsThroughAnInterruptAndKeepsTheFlag() throws Exception {
      Host host = fixture.started(fixture.host().add("a", marking.service("a", 0, 3)));
      Thread caller =
          time.start(
              "caller",
              () -> {
                host.close();
                fixture.mark("closed, flag " + Thread.currentThread().isInterrupted());
              });
      time.advance(seconds(1));
      time.interrupt(caller);
      time.advance(seconds(9));
      assertEquals(List.of("0 a stops", "3 a stopped", "3 closed, flag true"), trail);
    }

    @Test
    void onAThreadOfTheHostStopAndCloseAreRefusedAndNameTheWayOut() throws Exception {
      AtomicReference<Host> self = new AtomicReference<>();
      Host host =
          fixture
              .host()
              .background(
                  "w",
                  context -> {
                    context.awaitStop(seconds(1));
                    fixture.mark(refusal(self.get()::close));
                    try (TaskScope scope = context.openScope("child")) {
                      Task<String> child = scope.fork(() -> refusal(self.get()::close));
                      scope.join();
                      fixture.mark(child.result());
                    }
                    context.lifetime().requestStop();
                  })
              .build();
      self.set(host);
      fixture.start(host);
      time.advance(seconds(2));
      assertEquals(
          List.of(
              "1 close() on thread 'inn/w' would wait for itself:"
                  + " use ServiceContext.lifetime().requestStop()",
              "1 close() on thread 'inn/w/child-1' would wait for itself:"
                  + " use ServiceContext.lifetime().requestStop()"),
          trail);
      assertEquals(HostState.STOPPED, host.state());
    }

    private String refusal(Runnable action) {
      return String.valueOf(assertThrows(IllegalStateException.class, action::run).getMessage());
    }

    @Test
    void awaitTerminationDoesNotAskForIt() throws Exception {
      Host host = fixture.started(fixture.host().add("a", marking.service("a")));
      assertFalse(time.drive(() -> host.awaitTermination(seconds(5))));
      assertEquals(HostState.RUNNING, host.state());
      fixture.stop(host);
      assertTrue(host.awaitTermination(Duration.ZERO));
    }
  }

  @Nested
  class FailuresOfAStop {

    @Test
    void areAllInTheReportAndStopNobodyElse() throws Exception {
      IOException disk = new IOException("disk");
      IllegalStateException hook = new IllegalStateException("hook");
      Host host =
          fixture.started(
              fixture
                  .host()
                  .add("a", marking.service("a"))
                  .add(
                      "b",
                      new HostedService() {
                        @Override
                        public void start(ServiceContext context) {
                          context.onStopRequested(() -> {
                            throw hook;
                          });
                          context.onStopRequested(() -> fixture.mark("second hook"));
                        }

                        @Override
                        public void stop(ServiceContext context) throws IOException {
                          throw disk;
                        }
                      }));
      StopReport report = fixture.stop(host);
      assertEquals(List.of("0 second hook", "0 a stops"), trail);
      assertEquals(List.of("a STOPPED", "b FAILED"), states(report));
      assertSame(hook, report.services().get(1).failure().orElseThrow());
      assertSame(disk, hook.getSuppressed()[0]);
      assertFalse(report.clean());
    }

    @Test
    void anExceptionThatComesFromAnInterruptIsACleanEndAndAnyOtherIsNot() throws Exception {
      Host host =
          fixture.started(
              fixture
                  .host()
                  .stopConcurrently()
                  .background(
                      "wraps",
                      context ->
                          sleepAndThrow(new IllegalStateException(new InterruptedIOException())))
                  .background("breaks", context -> sleepAndThrow(new IOException("broken"))));
      StopReport report = fixture.stop(host);
      assertEquals(List.of("wraps STOPPED", "breaks FAILED"), states(report));
      assertEquals("broken", report.services().get(1).failure().orElseThrow().getMessage());
    }

    private void sleepAndThrow(Exception thrown) throws Exception {
      try {
        sleep(time, Duration.ofDays(1));
      } catch (InterruptedException e) {
        throw thrown;
      }
    }
  }

  @Test
  void theReportIsTextForPeople() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .stopConcurrently()
                .add("a", marking.service("a", 0, 1))
                .background(
                    "deaf",
                    context -> sleepDeaf(time, Duration.ofDays(1)),
                    s -> s.stopTimeout(seconds(4))));
    String text = fixture.stop(host).toString();
    assertEquals(
        """
        inn stopped in 4.00 s: 1 abandoned, 1 stopped
          a STOPPED in 1.00 s
          deaf ABANDONED after 4.00 s
              thread 'inn/deaf' is stuck
        """,
        text.lines().limit(4).collect(Collectors.joining("\n", "", "\n")));
    assertTrue(text.contains("\n        at "), text);
  }
}
