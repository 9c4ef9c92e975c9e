package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.runtime.jobs.ScheduledJob;
import dev.innkeeper.runtime.jobs.WhenBusy;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Jobs that come and go while the host runs. */
class JobSchedulerTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final JobScheduler scheduler = JobScheduler.builder("reminders").build();

  private Host start() throws Exception {
    return fixture.start(fixture.host().jobScheduler(scheduler));
  }

  private ScheduledJob.Body marks(String what) {
    return run -> fixture.mark(what + " " + run.number());
  }

  private ScheduledJob.Body takes(String what, long seconds) {
    return run -> {
      fixture.mark(what + " " + run.number() + " begins");
      sleep(time, seconds(seconds));
      fixture.mark(what + " " + run.number() + " ends");
    };
  }

  private List<String> trail() {
    List<String> marked = List.copyOf(fixture.trail);
    fixture.trail.clear();
    return marked;
  }

  @Test
  void runOnceInEachPeriodUntilTheyAreCancelled() throws Exception {
    Host host = start();
    ScheduledJob job = scheduler.scheduleEvery("ping", seconds(10), marks("ping"));
    time.advance(seconds(25));
    assertTrue(job.cancel());
    assertFalse(job.cancel(), "it has ended");
    time.advance(seconds(100));
    assertEquals(List.of("10 ping 1", "20 ping 2"), trail());
    assertEquals(Optional.empty(), scheduler.find("ping"));
    fixture.stop(host);
  }

  @Test
  void runOnceAfterADelayAndAtAnInstantAndAreGoneThen() throws Exception {
    Host host = start();
    Instant now = time.instant();
    scheduler.scheduleAfter("after", seconds(5), marks("after"));
    scheduler.scheduleAt("at", now.plusSeconds(7), marks("at"));
    scheduler.scheduleAt("past", now.minusSeconds(7), marks("past"));
    time.advance(seconds(6));
    assertEquals(1, scheduler.status().jobs());
    assertEquals("at", scheduler.jobs().getFirst().key());
    time.advance(seconds(10));
    assertEquals(List.of("0 past 1", "5 after 1", "7 at 1"), trail());
    assertEquals(0, scheduler.status().jobs());
    fixture.stop(host);
  }

  @Test
  void runAtThePointsOfAScheduleToItsEnd() throws Exception {
    Host host = start();
    Instant begin = time.instant();
    Schedule three = after -> after.isBefore(begin.plusSeconds(30)) ? after.plusSeconds(10) : null;
    ScheduledJob job = scheduler.schedule("three", three, marks("three"));
    assertEquals(Optional.of(begin.plusSeconds(10)), job.status().nextDue());
    time.advance(seconds(15));
    assertEquals(Optional.of(begin.plusSeconds(10)), job.status().lastScheduled());
    assertEquals(Optional.of(begin.plusSeconds(20)), job.status().nextDue());
    time.advance(seconds(100));
    assertEquals(List.of("10 three 1", "20 three 2", "30 three 3"), trail());
    assertTrue(job.status().ended());
    assertEquals(0, scheduler.status().jobs());
    fixture.stop(host);
  }

  @Test
  void thatAreThereBeforeTheStartCountFromIt() throws Exception {
    scheduler.scheduleEvery("every", seconds(10), marks("every"));
    scheduler.scheduleAfter("after", seconds(3), marks("after"));
    scheduler.schedule("on", after -> after.plusSeconds(4), marks("on"));
    scheduler.scheduleAt("at", time.instant().plusSeconds(21), marks("at"));
    time.advance(seconds(20));
    Host host = start();
    time.advance(seconds(11));
    assertEquals(List.of("21 at 1", "23 after 1", "24 on 1", "28 on 2", "30 every 1"), trail());
    fixture.stop(host);
  }

  @Test
  void haveAKeyEach() throws Exception {
    Host host = start();
    ScheduledJob first = scheduler.scheduleEvery("ping", seconds(10), marks("first"));
    IllegalStateException taken =
        assertThrows(
            IllegalStateException.class,
            () -> scheduler.scheduleAfter("ping", seconds(1), marks("second")));
    assertEquals(
        "scheduler 'reminders' has a job with the key 'ping' already: cancel that, or choose"
            + " ScheduleOptions.replace()",
        taken.getMessage());
    scheduler.scheduleAfter("ping", seconds(1), marks("third"), options -> options.replace());
    assertTrue(first.status().ended());
    time.advance(seconds(100));
    assertEquals(List.of("1 third 1"), trail());
    fixture.stop(host);
  }

  @Test
  void areRescheduledAlsoByTheirOwnBody() throws Exception {
    Host host = start();
    scheduler.scheduleAfter(
        "backs-off",
        seconds(1),
        run -> {
          fixture.mark("run " + run.number());
          if (run.number() < 4) {
            run.job().rescheduleAfter(seconds(10 * run.number()));
          }
        });
    ScheduledJob other = scheduler.scheduleEvery("other", seconds(100), marks("other"));
    other.rescheduleEvery(seconds(40));
    time.advance(seconds(70));
    other.rescheduleAt(time.instant().plusSeconds(2));
    time.advance(seconds(1000));
    assertEquals(
        List.of("1 run 1", "11 run 2", "31 run 3", "40 other 1", "61 run 4", "72 other 2"),
        trail());
    assertEquals(0, scheduler.status().jobs());
    fixture.stop(host);
  }

  @Test
  void skipTicksWhileARunGoesOn() throws Exception {
    Host host = start();
    ScheduledJob job = scheduler.scheduleEvery("slow", seconds(10), takes("run", 25));
    time.advance(seconds(50));
    assertEquals(List.of("10 run 1 begins", "35 run 1 ends", "40 run 2 begins"), trail());
    assertEquals(2 + 1, job.status().skipped());
    assertTrue(job.status().running());
    fixture.stop(host);
  }

  @Test
  void orQueueOne() throws Exception {
    Host host = start();
    ScheduledJob job =
        scheduler.scheduleEvery(
            "slow", seconds(10), takes("run", 25), o -> o.whenBusy(WhenBusy.QUEUE_ONE));
    time.advance(seconds(59));
    assertEquals(List.of("10 run 1 begins", "35 run 1 ends", "35 run 2 begins"), trail());
    assertEquals(1 + 1, job.status().skipped());
    fixture.stop(host);
  }

  @Test
  void orOverlap() throws Exception {
    Host host = start();
    scheduler.scheduleEvery(
        "slow", seconds(10), takes("run", 15), o -> o.whenBusy(WhenBusy.OVERLAP));
    time.advance(seconds(36));
    assertEquals(
        List.of(
            "10 run 1 begins",
            "20 run 2 begins",
            "25 run 1 ends",
            "30 run 3 begins",
            "35 run 2 ends"),
        trail());
    fixture.stop(host);
  }

  @Test
  void areRunWhenAskedAndThatCostsNoTick() throws Exception {
    Host host = start();
    ScheduledJob job = scheduler.scheduleEvery("job", seconds(10), takes("run", 5));
    time.advance(seconds(8));
    JobHandle<Void> asked = job.runNow();
    JobHandle<Void> second = job.runNow();
    JobHandle<Void> third = job.runNow();
    assertEquals(second.id(), third.id(), "one that waits is for all who ask");
    time.advance(seconds(20));
    assertEquals(JobHandle.State.SUCCEEDED, asked.state());
    assertEquals(JobHandle.State.SUCCEEDED, second.state());
    assertEquals(
        List.of(
            "8 run 1 begins",
            "13 run 1 ends",
            "13 run 2 begins",
            "18 run 2 ends",
            "18 run 3 begins",
            "23 run 3 ends"),
        trail());
    fixture.stop(host);
    RejectedExecutionException ending =
        assertThrows(RejectedExecutionException.class, () -> job.runNow());
    assertEquals(
        "job 'job' takes no requests: the service of scheduler 'reminders' does not run, or is"
            + " ending",
        ending.getMessage());
  }

  @Test
  void areKeptOverARestart() throws Exception {
    Host host = start();
    scheduler.scheduleEvery("every", seconds(10), marks("every"));
    scheduler.scheduleAfter("after", seconds(25), marks("after"));
    time.advance(seconds(12));
    time.drive(() -> host.control("reminders").stop());
    time.advance(seconds(20));
    assertEquals(List.of("10 every 1"), trail());
    time.drive(() -> host.control("reminders").start());
    time.advance(seconds(10));
    assertEquals(List.of("32 every 2", "32 after 1", "40 every 3"), trail());
    fixture.stop(host);
  }

  @Test
  void areDrainedThenInterruptedAndWhatWasToBeDoneOnceIsDoneInTheNextLife() throws Exception {
    Host host = start();
    scheduler.scheduleAfter("short", seconds(1), takes("short", 5));
    scheduler.scheduleAfter("long", seconds(1), takes("long", 1000));
    time.advance(seconds(2));
    try (LogTrail log = LogTrail.from(ch.qos.logback.classic.Level.INFO)) {
      time.drive(() -> host.control("reminders").stop());
      assertEquals(
          List.of(
              "WARN inn/reminders is interrupted: it has not stopped 18.0 s after it was asked",
              "INFO inn/reminders: 1 run was interrupted by the stop, and not done"),
          log.lines());
    }
    assertEquals(List.of("1 short 1 begins", "1 long 1 begins", "6 short 1 ends"), trail());
    assertEquals(List.of("long"), scheduler.jobs().stream().map(ScheduledJob::key).toList());
    time.drive(() -> host.control("reminders").start());
    time.advance(seconds(2000));
    assertEquals(List.of("20 long 2 begins", "1020 long 2 ends"), trail());
    fixture.stop(host);
  }

  @Test
  void thatTakeTooLongAreInterruptedThenGivenUp() throws Exception {
    Host host = start();
    ScheduledJob hears =
        scheduler.scheduleEvery(
            "hears", seconds(10), takes("hears", 1000), o -> o.timeout(seconds(3)));
    ScheduledJob deaf =
        scheduler.scheduleEvery(
            "deaf",
            seconds(10),
            run -> {
              HostFixture.sleepDeaf(time, seconds(9));
              fixture.mark("deaf ends");
            },
            o -> o.timeout(seconds(3)));
    time.advance(seconds(14));
    assertEquals("TIMED_OUT", hears.status().lastOutcome().orElseThrow().name());
    assertEquals(Optional.empty(), deaf.status().lastOutcome());
    time.advance(seconds(4));
    assertEquals("ABANDONED", deaf.status().lastOutcome().orElseThrow().name());
    assertTrue(deaf.status().running(), "it goes on");
    time.advance(seconds(1));
    assertEquals(List.of("10 hears 1 begins", "19 deaf ends"), trail());
    assertFalse(deaf.status().running());
    fixture.stop(host);
  }

  @Test
  void thatFailAreLoggedByTheirNumberAndComeAgain() throws Exception {
    Host host = start();
    ScheduledJob job =
        scheduler.scheduleEvery(
            "customer-4711",
            seconds(10),
            run -> {
              throw new IllegalArgumentException("no " + run.number());
            });
    try (LogTrail log = LogTrail.from(ch.qos.logback.classic.Level.INFO)) {
      time.advance(seconds(10));
      assertEquals(List.of("ERROR inn/reminders#1 failed after one attempt [no 1]"), log.lines());
    }
    time.advance(seconds(10));
    assertEquals(2, job.status().failuresInARow());
    fixture.stop(host);
  }

  @Test
  void whoseScheduleThrowsFailAndEnd() throws Exception {
    Host host = start();
    Instant begin = time.instant();
    ScheduledJob job =
        scheduler.schedule(
            "broken",
            after -> {
              if (after.isAfter(begin)) {
                throw new IllegalArgumentException("no such day");
              }
              return after.plusSeconds(5);
            },
            marks("broken"));
    scheduler.scheduleEvery("well", seconds(10), marks("well"));
    try (LogTrail log = LogTrail.from(ch.qos.logback.classic.Level.INFO)) {
      time.advance(seconds(11));
      assertEquals(1, log.lines().size(), log.lines()::toString);
    }
    assertEquals(List.of("10 well 1"), trail());
    assertTrue(job.status().ended());
    assertEquals(
        "its schedule has thrown an exception",
        job.status().lastFailure().orElseThrow().getMessage());
    fixture.stop(host);
  }

  @Test
  void pauseAndGoOn() throws Exception {
    Host host = start();
    ScheduledJob every = scheduler.scheduleEvery("every", seconds(10), marks("every"));
    ScheduledJob once = scheduler.scheduleAfter("once", seconds(10), marks("once"));
    ScheduledJob at =
        scheduler.scheduleAt("at", time.instant().plusSeconds(10), marks("at"), o -> o.paused());
    every.pause();
    once.pause();
    time.advance(seconds(35));
    assertEquals(List.of(), trail());
    every.resume();
    once.resume();
    at.resume();
    time.advance(seconds(6));
    assertEquals(List.of("35 once 1", "35 at 1", "40 every 1"), trail());
    assertEquals(0, every.status().skipped());
    fixture.stop(host);
  }

  @Test
  void failTheServiceIfThatIsAskedFor() throws Exception {
    Host host = start();
    scheduler.scheduleEvery(
        "job",
        seconds(10),
        run -> {
          throw new IllegalArgumentException("no");
        },
        o -> o.failAfter(2));
    time.advance(seconds(15));
    assertTrue(host.isReady());
    time.advance(seconds(10));
    assertFalse(host.isReady(), "the failure of a service stops the host");
    time.drive(() -> host.awaitTermination(Duration.ofSeconds(1)));
  }

  @Test
  void areLateByTheirJitterAndNoMore() throws Exception {
    Host host = start();
    for (int i = 0; i < 100; i++) {
      scheduler.scheduleEvery(
          "job " + i,
          seconds(10),
          run -> fixture.mark(String.valueOf(run.scheduled().toEpochMilli() % 10_000)),
          o -> o.jitter(seconds(5)));
    }
    time.advance(Duration.ofMillis(15_001));
    List<String> marks = trail();
    assertEquals(100, marks.size());
    assertTrue(marks.stream().distinct().count() > 50, marks::toString);
    assertEquals(
        1, marks.stream().map(m -> m.substring(m.indexOf(' '))).distinct().count(), "when due");
    fixture.stop(host);
  }
}
