package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.ScheduledJob;
import dev.innkeeper.timer.Schedule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Jobs that come and go while the host runs. */
class JobSchedulerTest {

  private final SchedulerFixture inn = new SchedulerFixture();

  @Test
  void runOnceInEachPeriodUntilTheyAreCancelled() throws Exception {
    Host host = inn.start();
    ScheduledJob job = inn.scheduler.scheduleEvery("ping", seconds(10), inn.marks("ping"));
    inn.time.advance(seconds(25));
    assertTrue(job.cancel());
    assertFalse(job.cancel(), "it has ended");
    inn.time.advance(seconds(100));
    assertEquals(List.of("10 ping 1", "20 ping 2"), inn.trail());
    assertEquals(Optional.empty(), inn.scheduler.find("ping"));
    inn.fixture.stop(host);
  }

  @Test
  void runOnceAfterADelayAndAtAnInstantAndAreGoneThen() throws Exception {
    Host host = inn.start();
    Instant now = inn.time.instant();
    inn.scheduler.scheduleAfter("after", seconds(5), inn.marks("after"));
    inn.scheduler.scheduleAt("at", now.plusSeconds(7), inn.marks("at"));
    inn.scheduler.scheduleAt("past", now.minusSeconds(7), inn.marks("past"));
    inn.time.advance(seconds(6));
    assertEquals(1, inn.scheduler.status().jobs());
    assertEquals("at", inn.scheduler.jobs().getFirst().key());
    inn.time.advance(seconds(10));
    assertEquals(List.of("0 past 1", "5 after 1", "7 at 1"), inn.trail());
    assertEquals(0, inn.scheduler.status().jobs());
    inn.fixture.stop(host);
  }

  @Test
  void runAtThePointsOfAScheduleToItsEnd() throws Exception {
    Host host = inn.start();
    Instant begin = inn.time.instant();
    Schedule three = after -> after.isBefore(begin.plusSeconds(30)) ? after.plusSeconds(10) : null;
    ScheduledJob job = inn.scheduler.schedule("three", three, inn.marks("three"));
    assertEquals(Optional.of(begin.plusSeconds(10)), job.status().nextDue());
    inn.time.advance(seconds(15));
    assertEquals(Optional.of(begin.plusSeconds(10)), job.status().lastScheduled());
    assertEquals(Optional.of(begin.plusSeconds(20)), job.status().nextDue());
    inn.time.advance(seconds(100));
    assertEquals(List.of("10 three 1", "20 three 2", "30 three 3"), inn.trail());
    assertTrue(job.status().ended());
    assertEquals(0, inn.scheduler.status().jobs());
    inn.fixture.stop(host);
  }

  @Test
  void thatAreThereBeforeTheStartCountFromIt() throws Exception {
    inn.scheduler.scheduleEvery("every", seconds(10), inn.marks("every"));
    inn.scheduler.scheduleAfter("after", seconds(3), inn.marks("after"));
    inn.scheduler.schedule("on", after -> after.plusSeconds(4), inn.marks("on"));
    inn.scheduler.scheduleAt("at", inn.time.instant().plusSeconds(21), inn.marks("at"));
    inn.time.advance(seconds(20));
    Host host = inn.start();
    inn.time.advance(seconds(11));
    assertEquals(List.of("21 at 1", "23 after 1", "24 on 1", "28 on 2", "30 every 1"), inn.trail());
    inn.fixture.stop(host);
  }

  @Test
  void haveAKeyEach() throws Exception {
    Host host = inn.start();
    ScheduledJob first = inn.scheduler.scheduleEvery("ping", seconds(10), inn.marks("first"));
    IllegalStateException taken =
        assertThrows(
            IllegalStateException.class,
            () -> inn.scheduler.scheduleAfter("ping", seconds(1), inn.marks("second")));
    assertEquals(
        "scheduler 'reminders' has a job with the key 'ping' already: cancel that, or choose"
            + " ScheduleOptions.replace()",
        taken.getMessage());
    inn.scheduler.scheduleAfter(
        "ping", seconds(1), inn.marks("third"), options -> options.replace());
    assertTrue(first.status().ended());
    inn.time.advance(seconds(100));
    assertEquals(List.of("1 third 1"), inn.trail());
    inn.fixture.stop(host);
  }

  @Test
  void areRescheduledAlsoByTheirOwnBody() throws Exception {
    Host host = inn.start();
    inn.scheduler.scheduleAfter(
        "backs-off",
        seconds(1),
        run -> {
          inn.fixture.mark("run " + run.number());
          if (run.number() < 4) {
            run.job().rescheduleAfter(seconds(10 * run.number()));
          }
        });
    ScheduledJob other = inn.scheduler.scheduleEvery("other", seconds(100), inn.marks("other"));
    other.rescheduleEvery(seconds(40));
    inn.time.advance(seconds(70));
    other.rescheduleAt(inn.time.instant().plusSeconds(2));
    inn.time.advance(seconds(1000));
    assertEquals(
        List.of("1 run 1", "11 run 2", "31 run 3", "40 other 1", "61 run 4", "72 other 2"),
        inn.trail());
    assertEquals(0, inn.scheduler.status().jobs());
    inn.fixture.stop(host);
  }

  @Test
  void areKeptOverARestart() throws Exception {
    Host host = inn.start();
    inn.scheduler.scheduleEvery("every", seconds(10), inn.marks("every"));
    inn.scheduler.scheduleAfter("after", seconds(25), inn.marks("after"));
    inn.time.advance(seconds(12));
    inn.time.drive(() -> host.control("reminders").stop());
    inn.time.advance(seconds(20));
    assertEquals(List.of("10 every 1"), inn.trail());
    inn.time.drive(() -> host.control("reminders").start());
    inn.time.advance(seconds(10));
    assertEquals(List.of("32 every 2", "32 after 1", "40 every 3"), inn.trail());
    inn.fixture.stop(host);
  }

  @Test
  void areDrainedThenInterruptedAndWhatWasToBeDoneOnceIsDoneInTheNextLife() throws Exception {
    Host host = inn.start();
    inn.scheduler.scheduleAfter("short", seconds(1), inn.takes("short", 5));
    inn.scheduler.scheduleAfter("long", seconds(1), inn.takes("long", 1000));
    inn.time.advance(seconds(2));
    try (LogTrail log = LogTrail.from(ch.qos.logback.classic.Level.INFO)) {
      inn.time.drive(() -> host.control("reminders").stop());
      assertEquals(
          List.of(
              "WARN inn/reminders is interrupted: it has not stopped 18.0 s after it was asked",
              "INFO inn/reminders: 1 run was interrupted by the stop, and not done"),
          log.lines());
    }
    assertEquals(List.of("1 short 1 begins", "1 long 1 begins", "6 short 1 ends"), inn.trail());
    assertEquals(List.of("long"), inn.scheduler.jobs().stream().map(ScheduledJob::key).toList());
    inn.time.drive(() -> host.control("reminders").start());
    inn.time.advance(seconds(2000));
    assertEquals(List.of("20 long 2 begins", "1020 long 2 ends"), inn.trail());
    inn.fixture.stop(host);
  }

  @Test
  void pauseAndGoOn() throws Exception {
    Host host = inn.start();
    ScheduledJob every = inn.scheduler.scheduleEvery("every", seconds(10), inn.marks("every"));
    ScheduledJob once = inn.scheduler.scheduleAfter("once", seconds(10), inn.marks("once"));
    ScheduledJob at =
        inn.scheduler.scheduleAt(
            "at", inn.time.instant().plusSeconds(10), inn.marks("at"), o -> o.paused());
    every.pause();
    once.pause();
    inn.time.advance(seconds(35));
    assertEquals(List.of(), inn.trail());
    every.resume();
    once.resume();
    at.resume();
    inn.time.advance(seconds(6));
    assertEquals(List.of("35 once 1", "35 at 1", "40 every 1"), inn.trail());
    assertEquals(0, every.status().skipped());
    inn.fixture.stop(host);
  }
}
