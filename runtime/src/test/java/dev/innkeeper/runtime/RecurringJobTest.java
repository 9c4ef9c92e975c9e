package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.RunOutcome;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A job that is run again and again. */
class RecurringJobTest {

  private static final Instant BEGIN = Instant.parse("2000-01-01T00:00:00Z");

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);
  private final List<String> events = new CopyOnWriteArrayList<>();

  /** Marks what it does; each run takes as long as it says, the last for all that follow. */
  private RecurringJob.Body taking(long... seconds) {
    return run -> {
      fixture.mark("run " + run.number());
      int which = (int) Math.min(run.number(), seconds.length) - 1;
      try {
        sleep(time, seconds(seconds[which]));
      } catch (InterruptedException e) {
        fixture.mark("run " + run.number() + " interrupted");
        throw e;
      }
      if (seconds[which] > 0) {
        fixture.mark("run " + run.number() + " done");
      }
    };
  }

  private static RecurringJob.Body failing(int times) {
    return run -> {
      if (run.number() <= times) {
        throw new IllegalStateException("crash " + run.number());
      }
    };
  }

  private Host host(RecurringJob job) {
    return fixture.host().recurring("job", job).listener(this::hear).build();
  }

  private void hear(HostEvent event) {
    if (event instanceof HostEvent.RunEnded e) {
      events.add("run " + e.run() + " " + e.outcome() + " after " + e.took().toSeconds());
    } else if (event instanceof HostEvent.TicksSkipped e) {
      events.add(e.ticks() + " skipped" + (e.repeated() ? " again" : ""));
    }
  }

  private JobHandle<Void> request(RecurringJob job) throws Exception {
    AtomicReference<JobHandle<Void>> handle = new AtomicReference<>();
    time.start("request", () -> handle.set(job.runNow()));
    time.advance(Duration.ZERO);
    return handle.get();
  }

  @Nested
  class Ticks {

    @Test
    void eachBeginARun() throws Exception {
      Host host = host(RecurringJob.every(seconds(10)).build(taking(0)));
      fixture.start(host);
      time.advance(seconds(35));
      fixture.stop(host);
      assertEquals(List.of("10 run 1", "20 run 2", "30 run 3"), trail);
      assertEquals(
          List.of("run 1 SUCCEEDED after 0", "run 2 SUCCEEDED after 0", "run 3 SUCCEEDED after 0"),
          events);
    }

    @Test
    void duringARunAreSkippedAndCountedAndTheRunsDoNotOverlap() throws Exception {
      RecurringJob job = RecurringJob.every(seconds(10)).build(taking(35, 0));
      Host host = host(job);
      fixture.start(host);
      try (LogTrail log = LogTrail.from(Level.INFO)) {
        time.advance(seconds(55));
        assertEquals(List.of("WARN inn/job: a tick skipped"), log.linesAt(Level.WARN));
      }
      assertEquals(3, job.status().skipped());
      fixture.stop(host);
      assertEquals(List.of("10 run 1", "45 run 1 done", "50 run 2"), trail);
      assertEquals(
          List.of(
              "1 skipped",
              "1 skipped again",
              "1 skipped again",
              "run 1 SUCCEEDED after 35",
              "run 2 SUCCEEDED after 0"),
          events);
    }

    @Test
    void thatTheMachineSleptThroughAreSkippedAndCounted() throws Exception {
      RecurringJob job = RecurringJob.on(Schedule.hourly(ZoneOffset.UTC)).build(taking(0));
      Host host = host(job);
      fixture.start(host);
      time.advance(Duration.ofMinutes(30));
      time.moveWallClock(Duration.ofHours(5));
      time.advance(Duration.ofMinutes(31));
      fixture.stop(host);
      assertEquals(List.of("1860 run 1", "3600 run 2"), trail);
      assertEquals(4, job.status().skipped());
    }

    @Test
    void ofAScheduleComeAtItsPoints() throws Exception {
      List<Instant> scheduled = new ArrayList<>();
      Schedule quarterPast = Schedule.hourlyAt(15, ZoneOffset.UTC);
      Host host =
          fixture
              .host()
              .recurring("job", quarterPast, run -> scheduled.add(run.scheduled()))
              .build();
      fixture.start(host);
      time.advance(Duration.ofHours(2));
      fixture.stop(host);
      assertEquals(
          List.of(BEGIN.plus(Duration.ofMinutes(15)), BEGIN.plus(Duration.ofMinutes(75))),
          scheduled);
    }

    @Test
    void ofAYearAreWorkedOffByAWholeHost() throws Exception {
      RecurringJob job = RecurringJob.on(Schedule.hourly(ZoneOffset.UTC)).build(run -> {});
      Host host = fixture.host().recurring("job", job).build();
      fixture.start(host);
      time.advance(Duration.ofDays(366));
      fixture.stop(host);
      assertEquals(8_784, job.status().runs());
      assertEquals(0, job.status().skipped());
    }

    @Test
    void areDelayedByARandomTimeLessThanTheJitter() throws Exception {
      List<Long> begun = new CopyOnWriteArrayList<>();
      List<Instant> scheduled = new CopyOnWriteArrayList<>();
      long origin = time.nanoTime();
      RecurringJob job =
          RecurringJob.every(seconds(10))
              .jitter(seconds(4))
              .build(run -> {
                begun.add((time.nanoTime() - origin) / 1_000_000);
                scheduled.add(run.scheduled());
              });
      Host host = fixture.host().recurring("job", job).randomSeed(7).build();
      fixture.start(host);
      time.advance(seconds(205));
      fixture.stop(host);
      assertEquals(20, begun.size());
      for (int i = 0; i < begun.size(); i++) {
        long late = begun.get(i) - 10_000L * (i + 1);
        assertTrue(late >= 0 && late < 4_000, begun + " " + i);
        assertEquals(BEGIN.plusSeconds(10L * (i + 1)), scheduled.get(i));
      }
      assertTrue(begun.stream().map(at -> at % 10_000 / 1_000).distinct().count() > 2, "" + begun);
    }

    @Test
    void thatEndCompleteTheService() throws Exception {
      Instant only = BEGIN.plusSeconds(5);
      Schedule once = after -> after.isBefore(only) ? only : null;
      Host host =
          fixture
              .host()
              .recurring("job", RecurringJob.on(once).build(taking(3)))
              .stopWhenComplete()
              .build();
      fixture.start(host);
      time.advance(seconds(20));
      assertEquals(HostState.STOPPED, host.state());
      assertEquals(List.of("5 run 1", "8 run 1 done"), trail);
    }

    @Test
    void ofAScheduleThatThrowsFailTheService() throws Exception {
      IllegalArgumentException thrown = new IllegalArgumentException("no such day");
      Schedule bad =
          after -> {
            if (after.isAfter(BEGIN)) {
              throw thrown;
            }
            return BEGIN.plusSeconds(5);
          };
      Host host =
          fixture
              .host()
              .recurring(
                  "job",
                  RecurringJob.on(bad).build(taking(0)),
                  s -> s.onFailure(FailurePolicy.ignore()))
              .build();
      fixture.start(host);
      time.advance(seconds(20));
      ServiceStatus status = host.services().getFirst();
      fixture.stop(host);
      assertEquals(ServiceState.FAILED, status.state());
      assertEquals(
          "the schedule of job 'job' has thrown an exception",
          status.failure().orElseThrow().getMessage());
      assertSame(thrown, status.failure().orElseThrow().getCause());
    }
  }

  @Nested
  class Failures {

    @Test
    void areLoggedAndCountedAndTheNextRunComesAtItsTime() throws Exception {
      RecurringJob job = RecurringJob.every(seconds(10)).build(failing(2));
      Host host = host(job);
      fixture.start(host);
      try (LogTrail log = LogTrail.from(Level.INFO)) {
        time.advance(seconds(20));
        assertEquals(
            List.of("ERROR inn/job: run 1 failed after 0 ms [crash 1]"), // the second is counted
            log.lines());
      }
      RecurringJob.Status failed = job.status();
      time.advance(seconds(10));
      RecurringJob.Status well = job.status();
      assertTrue(fixture.stop(host).clean(), "the service itself has not failed");
      assertEquals(2, failed.failures());
      assertEquals(2, failed.failuresInARow());
      assertEquals(Optional.of(RunOutcome.FAILED), failed.lastOutcome());
      assertEquals("crash 2", failed.lastFailure().orElseThrow().getMessage());
      assertEquals(2, well.failures());
      assertEquals(0, well.failuresInARow());
      assertEquals(Optional.empty(), well.lastFailure());
      assertEquals(
          List.of("run 1 FAILED after 0", "run 2 FAILED after 0", "run 3 SUCCEEDED after 0"),
          events);
    }

    @Test
    void ofEveryKindAreSurvived() throws Exception {
      RecurringJob job =
          RecurringJob.every(seconds(10))
              .build(run -> {
                if (run.number() == 1) {
                  throw new StackOverflowError("deep");
                }
                if (run.number() == 2) {
                  throw new InterruptedException("by itself");
                }
              });
      Host host = host(job);
      fixture.start(host);
      time.advance(seconds(30));
      fixture.stop(host);
      assertEquals(
          List.of("run 1 FAILED after 0", "run 2 FAILED after 0", "run 3 SUCCEEDED after 0"),
          events);
    }

    @Test
    void areNotMadeOfAnInterruptThatStraysToTheWorker() throws Exception {
      RecurringJob job = RecurringJob.every(seconds(10)).build(taking(0));
      Host host = host(job);
      fixture.start(host);
      time.start(
          "request", () -> job.runNow().whenDone(done -> Thread.currentThread().interrupt()));
      time.advance(seconds(25));
      assertTrue(fixture.stop(host).clean());
      assertEquals(List.of("0 run 1", "10 run 2", "20 run 3"), trail);
    }

    @Test
    void inARowFailTheServiceIfThatIsAsked() throws Exception {
      RecurringJob job = RecurringJob.every(seconds(10)).failAfter(3).build(failing(100));
      Host host = host(job);
      fixture.start(host);
      time.advance(seconds(60));
      StopReport report = fixture.stop(host);
      ServiceStatus status = report.services().getFirst();
      assertEquals(ServiceState.FAILED, status.state());
      assertEquals("3 runs in a row have failed", status.failure().orElseThrow().getMessage());
      assertEquals("crash 3", status.failure().orElseThrow().getCause().getMessage());
      assertEquals(3, job.status().runs());
    }

    @Test
    void areCountedAnewAfterARestart() throws Exception {
      RecurringJob job = RecurringJob.every(seconds(10)).failAfter(2).build(failing(3));
      Host host =
          fixture.host().recurring("job", job, s -> s.onFailure(CrashingServices.AT_ONCE)).build();
      fixture.start(host);
      time.advance(seconds(61));
      int restarts = host.services().getFirst().restarts();
      assertTrue(fixture.stop(host).clean());
      assertEquals(1, restarts);
      assertEquals(6, job.status().runs());
    }
  }

  @Nested
  class Timeout {

    @Test
    void interruptsARunAndTheNextComesAtItsTime() throws Exception {
      RecurringJob job = RecurringJob.every(seconds(10)).timeout(seconds(3)).build(taking(5, 0));
      Host host = host(job);
      fixture.start(host);
      time.advance(seconds(15));
      RecurringJob.Status status = job.status();
      time.advance(seconds(10));
      fixture.stop(host);
      assertEquals(List.of("10 run 1", "13 run 1 interrupted", "20 run 2"), trail);
      assertEquals(List.of("run 1 TIMED_OUT after 3", "run 2 SUCCEEDED after 0"), events);
      assertEquals(TimeoutException.class, status.lastFailure().orElseThrow().getClass());
      assertEquals(
          "not done after 3.00 s and was interrupted",
          status.lastFailure().orElseThrow().getMessage());
      assertEquals(1, status.failures());
    }

    @Test
    void abandonsARunThatIsDeafAndNoOtherBeginsBeforeItHasEnded() throws Exception {
      RecurringJob job =
          RecurringJob.every(seconds(10))
              .timeout(seconds(3))
              .build(run -> {
                fixture.mark("run " + run.number());
                if (run.number() == 1) {
                  sleepDeaf(time, seconds(25));
                }
                fixture.mark("run " + run.number() + " ends");
              });
      Host host = host(job);
      fixture.start(host);
      RecurringJob.Status status;
      try (LogTrail log = LogTrail.from(Level.INFO)) {
        time.advance(seconds(16));
        status = job.status();
        time.advance(seconds(29));
        assertEquals(
            List.of(
                "ERROR inn/job: run 1 abandoned after 5.00 s"
                    + " [not done after 5.00 s and ignored the interrupt]",
                "WARN inn/job: a tick skipped",
                "INFO inn/job: run 1 has ended after all; it was abandoned"),
            log.lines());
      }
      fixture.stop(host);
      assertTrue(status.running(), "its code is");
      assertEquals(Optional.of(RunOutcome.ABANDONED), status.lastOutcome());
      assertTrue(
          List.of(status.lastFailure().orElseThrow().getStackTrace())
              .toString()
              .contains("sleepDeaf"),
          "where it is");
      assertEquals(List.of("10 run 1", "35 run 1 ends", "40 run 2", "40 run 2 ends"), trail);
      assertEquals(2, job.status().skipped());
      assertEquals(1, job.status().failures());
    }

    @Test
    void doesNotCountWhenTheRunReturnsAllTheSame() throws Exception {
      RecurringJob job =
          RecurringJob.every(seconds(10))
              .timeout(seconds(3))
              .build(run -> sleepDeaf(time, seconds(4)));
      Host host = host(job);
      fixture.start(host);
      time.advance(seconds(15));
      fixture.stop(host);
      assertEquals(List.of("run 1 SUCCEEDED after 4"), events);
    }

    @Test
    void ofDeafRunsInARowFailsTheServiceAlthoughTheyGoOn() throws Exception {
      RecurringJob job =
          RecurringJob.every(seconds(10))
              .timeout(seconds(3))
              .failAfter(1)
              .build(run -> sleepDeaf(time, Duration.ofHours(1)));
      Host host = host(job);
      fixture.start(host);
      time.advance(seconds(60));
      assertEquals(HostState.STOPPED, host.state());
      ServiceStatus status = host.services().getFirst();
      assertEquals(ServiceState.ABANDONED, status.state());
      assertEquals("1 runs in a row have failed", status.failure().orElseThrow().getMessage());
    }
  }

  @Nested
  class Requests {

    @Test
    void areRunAtOnceAndDoNotMoveTheSchedule() throws Exception {
      RecurringJob job = RecurringJob.every(seconds(10)).build(taking(0));
      Host host = host(job);
      fixture.start(host);
      time.advance(seconds(4));
      JobHandle<Void> handle = request(job);
      assertEquals(JobHandle.State.SUCCEEDED, handle.state());
      time.advance(seconds(10));
      fixture.stop(host);
      assertEquals(List.of("4 run 1", "10 run 2"), trail);
    }

    @Test
    void comeAfterTheRunInProgressAndAllThatComeMeanwhileAreOne() throws Exception {
      RecurringJob job = RecurringJob.every(seconds(10)).build(taking(5));
      Host host = host(job);
      fixture.start(host);
      time.advance(seconds(11));
      JobHandle<Void> first = request(job);
      JobHandle<Void> second = request(job);
      assertSame(first, second);
      assertEquals(JobHandle.State.WAITING, first.state());
      time.advance(seconds(5));
      assertEquals(JobHandle.State.RUNNING, first.state());
      time.advance(seconds(5));
      assertEquals(JobHandle.State.SUCCEEDED, first.state());
      fixture.stop(host);
      assertEquals(
          List.of(
              "10 run 1",
              "15 run 1 done",
              "15 run 2",
              "20 run 2 done",
              "20 run 3",
              "25 run 3 done"),
          trail);
      assertEquals(0, job.status().skipped());
    }

    @Test
    void tellWhatTheRunHasThrown() throws Exception {
      RecurringJob job = RecurringJob.every(seconds(10)).build(failing(1));
      Host host = host(job);
      fixture.start(host);
      JobHandle<Void> handle = request(job);
      fixture.stop(host);
      assertEquals(JobHandle.State.FAILED, handle.state());
      assertEquals("crash 1", handle.failure().getMessage());
    }

    @Test
    void canBeCancelledBeforeTheirTurnAndInTheMiddle() throws Exception {
      RecurringJob job = RecurringJob.every(seconds(100)).build(taking(5));
      Host host = host(job);
      fixture.start(host);
      JobHandle<Void> running = request(job);
      JobHandle<Void> waiting = request(job);
      time.advance(seconds(1));
      assertTrue(waiting.cancel());
      time.drive(running::cancel);
      time.advance(seconds(1));
      assertEquals(CancellationException.class, running.failure().getClass());
      assertEquals(CancellationException.class, waiting.failure().getClass());
      assertFalse(running.cancel());
      fixture.stop(host);
      assertEquals(List.of("0 run 1", "1 run 1 interrupted"), trail);
      assertEquals(List.of("run 1 CANCELLED after 1"), events);
      assertEquals(0, job.status().failures());
    }

    @Test
    void areTakenFromTheMomentThatTheServiceHasStarted() throws Exception {
      RecurringJob job = RecurringJob.every(seconds(10)).initialRun().build(taking(0));
      AtomicReference<JobHandle<Void>> handle = new AtomicReference<>();
      Host host =
          fixture
              .host()
              .recurring("job", job)
              .add("next", context -> handle.set(job.runNow()), s -> s.dependsOn("job"))
              .build();
      fixture.start(host);
      time.advance(seconds(1));
      fixture.stop(host);
      assertEquals(JobHandle.State.SUCCEEDED, handle.get().state());
      assertEquals(List.of("0 run 1"), trail, "the initial run is the one that was asked for");
    }

    @Test
    void endWithTheServiceAlsoIfARunIsDeaf() throws Exception {
      RecurringJob job =
          RecurringJob.every(seconds(100)).build(run -> sleepDeaf(time, seconds(600)));
      Host host = host(job);
      fixture.start(host);
      JobHandle<Void> running = request(job);
      JobHandle<Void> waiting = request(job);
      time.start(
          "waits",
          () -> {
            try {
              waiting.await();
              fixture.mark(waiting.state().toString());
            } catch (InterruptedException e) {
              fixture.mark("interrupted");
            }
          });
      fixture.stop(host);
      assertEquals(JobHandle.State.HANDED_BACK, running.state());
      assertEquals(List.of("18.750 HANDED_BACK"), trail);
    }

    @Test
    void areTakenAgainWhenTheServiceIsStartedAgain() throws Exception {
      RecurringJob job = RecurringJob.every(seconds(100)).build(taking(0));
      Host host = host(job);
      fixture.start(host);
      time.drive(() -> {
        host.control("job").stop();
        return null;
      });
      assertThrows(RejectedExecutionException.class, job::runNow);
      time.drive(() -> {
        host.control("job").start();
        return null;
      });
      JobHandle<Void> handle = request(job);
      fixture.stop(host);
      assertEquals(JobHandle.State.SUCCEEDED, handle.state());
    }

    @Test
    void areRefusedWhenTheServiceDoesNotRun() throws Exception {
      RecurringJob job = RecurringJob.every(seconds(10)).build(taking(0));
      Host host = host(job);
      assertThrows(RejectedExecutionException.class, job::runNow);
      fixture.start(host);
      fixture.stop(host);
      assertThrows(RejectedExecutionException.class, job::runNow);
    }
  }

  @Nested
  class Pause {

    @Test
    void letsTicksPassAndResumeMakesUpForNone() throws Exception {
      RecurringJob job = RecurringJob.every(seconds(10)).build(taking(0));
      Host host = host(job);
      fixture.start(host);
      time.advance(seconds(15));
      job.pause();
      assertTrue(job.status().paused());
      time.advance(seconds(20));
      JobHandle<Void> asked = request(job);
      job.resume();
      time.advance(seconds(10));
      fixture.stop(host);
      assertEquals(JobHandle.State.SUCCEEDED, asked.state(), "a request is no tick");
      assertEquals(List.of("10 run 1", "35 run 2", "40 run 3"), trail);
      assertEquals(0, job.status().skipped());
    }

    @Test
    void canBeThereFromTheBeginning() throws Exception {
      RecurringJob job = RecurringJob.every(seconds(10)).paused().initialRun().build(taking(0));
      Host host = host(job);
      fixture.start(host);
      time.advance(seconds(15));
      job.resume();
      time.advance(seconds(10));
      fixture.stop(host);
      assertEquals(List.of("20 run 1"), trail);
    }
  }

  @Nested
  class Stop {

    @Test
    void letsARunInProgressFinish() throws Exception {
      Host host = host(RecurringJob.every(seconds(10)).build(taking(8)));
      fixture.start(host);
      time.advance(seconds(11));
      assertTrue(fixture.stop(host).clean());
      assertEquals(List.of("10 run 1", "18 run 1 done"), trail);
    }

    @Test
    void interruptsItTwoSecondsBeforeItsTimeIsOver() throws Exception {
      RecurringJob job = RecurringJob.every(seconds(10)).build(taking(60));
      Host host = host(job);
      fixture.start(host);
      time.advance(seconds(11));
      JobHandle<Void> queued = request(job);
      StopReport report = fixture.stop(host);
      assertTrue(report.clean());
      assertEquals(List.of("10 run 1", "28.750 run 1 interrupted"), trail);
      assertEquals(List.of("run 1 INTERRUPTED after 18"), dropSkipped());
      assertEquals(JobHandle.State.HANDED_BACK, queued.state());
      assertEquals(0, job.status().failures());
    }

    private List<String> dropSkipped() {
      return events.stream().filter(event -> !event.contains("skipped")).toList();
    }

    @Test
    void abandonsOneThatIsDeafAndShowsWhereItIs() throws Exception {
      Host host = host(RecurringJob.every(seconds(10)).build(run -> sleepDeaf(time, seconds(600))));
      fixture.start(host);
      time.advance(seconds(11));
      ServiceStatus status = fixture.stop(host).services().getFirst();
      assertEquals(ServiceState.ABANDONED, status.state());
      assertTrue(status.stuckIn().toString().contains("sleepDeaf"), status.toString());
    }
  }

  @Test
  void aStopDoesNotWaitForTheJitter() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(100)).jitter(seconds(100)).build(taking(0));
    Host host = fixture.host().recurring("job", job).randomSeed(3).build();
    fixture.start(host);
    time.advance(seconds(100));
    long begin = time.nanoTime();
    assertTrue(fixture.stop(host).clean());
    assertEquals(begin, time.nanoTime());
    assertEquals(List.of(), trail);
  }

  @Test
  void itIsReadyWhenItHasStarted() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(10)).build(taking(0));
    Host host = fixture.host().recurring("job", job, ServiceOptions::waitForReady).build();
    fixture.start(host);
    assertTrue(host.isReady());
    fixture.stop(host);
  }

  @Test
  void itsThreadsArePlatformThreadsIfThatIsAsked() throws Exception {
    List<Boolean> virtual = new CopyOnWriteArrayList<>();
    RecurringJob job =
        RecurringJob.every(seconds(10))
            .build(run -> virtual.add(Thread.currentThread().isVirtual()));
    Host host = fixture.host().recurring("job", job, ServiceOptions::platformThreads).build();
    fixture.start(host);
    time.advance(seconds(10));
    fixture.stop(host);
    assertEquals(List.of(false), virtual);
  }

  @Test
  void anInitialRunComesWithTheStart() throws Exception {
    Host host = host(RecurringJob.every(seconds(10)).initialRun().build(taking(0)));
    fixture.start(host);
    time.advance(seconds(15));
    fixture.stop(host);
    assertEquals(List.of("0 run 1", "10 run 2"), trail);
  }

  @Test
  void itsStatusSaysWhenItRanAndWhenItWill() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(10)).build(taking(2));
    Host host = host(job);
    assertEquals(Optional.empty(), job.status().nextDue());
    fixture.start(host);
    time.advance(seconds(1));
    assertEquals(Optional.of(BEGIN.plusSeconds(10)), job.status().nextDue());
    time.advance(seconds(10));
    assertTrue(job.status().running());
    time.advance(seconds(3));
    assertEquals(
        "JobStatus[running=false, paused=false, lastScheduled=Optional[%1$s],"
            .concat(" lastStart=Optional[%1$s], lastDuration=Optional[PT2S],")
            .concat(" lastOutcome=Optional[SUCCEEDED], lastFailure=Optional.empty,")
            .concat(" nextDue=Optional[%2$s], runs=1, failures=0, failuresInARow=0, skipped=0]")
            .formatted(BEGIN.plusSeconds(10), BEGIN.plusSeconds(20)),
        job.status().toString());
    fixture.stop(host);
    assertEquals(Optional.empty(), job.status().nextDue());
  }

  @Test
  void itsStatusTellsARunThatIsLate() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(10)).build(taking(5));
    Host host = host(job);
    fixture.start(host);
    time.advance(seconds(11));
    JobHandle<Void> unused = request(job); // while a run goes on, until second 15
    time.advance(seconds(5));
    assertEquals(Optional.of(BEGIN.plusSeconds(11)), job.status().lastScheduled());
    assertEquals(Optional.of(BEGIN.plusSeconds(15)), job.status().lastStart());
    fixture.stop(host);
  }

  @Test
  void aRunKnowsWhyAndForWhenItIs() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    RecurringJob job =
        RecurringJob.every(seconds(10))
            .initialRun()
            .build(run ->
                seen.add(
                    run.number()
                        + " "
                        + run.trigger()
                        + " "
                        + Duration.between(BEGIN, run.scheduled()).toSeconds()
                        + " "
                        + run.context().name()));
    Host host = host(job);
    fixture.start(host);
    time.advance(seconds(14));
    JobHandle<Void> unused = request(job);
    fixture.stop(host);
    assertEquals(List.of("1 START 0 job", "2 SCHEDULE 10 job", "3 REQUEST 14 job"), seen);
  }

  @Test
  void whatIsAroundCallsIsAroundEachRun() throws Exception {
    Host host =
        fixture
            .host()
            .intercept(call -> {
              fixture.mark("before " + call.kind());
              call.proceed();
            })
            .recurring("job", seconds(10), taking(0))
            .build();
    fixture.start(host);
    time.advance(seconds(10));
    fixture.stop(host);
    assertEquals(
        List.of(
            "0 before START", "0 before EXECUTE", "10 before JOB", "10 run 1", "10 before STOP"),
        trail);
  }

  @Test
  void oneJobIsOneService() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(10)).build(taking(0));
    Host host = fixture.host().recurring("a", job).recurring("b", job).build();
    HostStartException thrown = assertThrows(HostStartException.class, () -> fixture.start(host));
    assertEquals(
        "job 'a' is a service already; a second one needs a second job",
        thrown.getCause().getMessage());
  }

  @Test
  void theShortFormsTakeOptions() throws Exception {
    Host host =
        fixture
            .host()
            .add("db", marking.service("db"))
            .recurring("poll", seconds(10), run -> {}, s -> s.dependsOn("db"))
            .recurring("hourly", Schedule.hourly(ZoneOffset.UTC), run -> {}, s -> s.dependsOn("db"))
            .build();
    assertEquals(List.of("db"), host.service("poll").dependsOn());
    assertEquals(List.of("db"), host.service("hourly").dependsOn());
  }

  @Test
  void badChoicesAreRefusedByName() {
    assertEquals("period must be positive: PT0S", refusal(() -> RecurringJob.every(Duration.ZERO)));
    RecurringJob.Builder builder = RecurringJob.every(seconds(10));
    assertEquals("timeout must be positive: PT0S", refusal(() -> builder.timeout(Duration.ZERO)));
    assertEquals("jitter must be zero or more: PT-1S", refusal(() -> builder.jitter(seconds(-1))));
    assertEquals(
        "the jitter, 11s, is longer than the period, 10s",
        refusal(() -> builder.jitter(seconds(11))));
    assertEquals("failures in a row must be positive: 0", refusal(() -> builder.failAfter(0)));
  }

  private static String refusal(Runnable choice) {
    return assertThrows(IllegalArgumentException.class, choice::run).getMessage();
  }
}
