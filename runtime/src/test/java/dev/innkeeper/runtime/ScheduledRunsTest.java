package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.ScheduledJob;
import dev.innkeeper.runtime.jobs.WhenBusy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** The runs of jobs that come and go. */
class ScheduledRunsTest {

  private final SchedulerFixture inn = new SchedulerFixture();

  @Test
  void skipTicksWhileARunGoesOn() throws Exception {
    Host host = inn.start();
    ScheduledJob job = inn.scheduler.scheduleEvery("slow", seconds(10), inn.takes("run", 25));
    inn.time.advance(seconds(50));
    assertEquals(List.of("10 run 1 begins", "35 run 1 ends", "40 run 2 begins"), inn.trail());
    assertEquals(2 + 1, job.status().skipped());
    assertTrue(job.status().running());
    inn.fixture.stop(host);
  }

  @Test
  void queueOneTickWhileARunGoesOn() throws Exception {
    Host host = inn.start();
    ScheduledJob job =
        inn.scheduler.scheduleEvery(
            "slow", seconds(10), inn.takes("run", 25), o -> o.whenBusy(WhenBusy.QUEUE_ONE));
    inn.time.advance(seconds(59));
    assertEquals(List.of("10 run 1 begins", "35 run 1 ends", "35 run 2 begins"), inn.trail());
    assertEquals(1 + 1, job.status().skipped());
    assertEquals(2, job.status().queued());
    inn.fixture.stop(host);
  }

  @Test
  void overlapIfThatIsAskedFor() throws Exception {
    Host host = inn.start();
    inn.scheduler.scheduleEvery(
        "slow", seconds(10), inn.takes("run", 15), o -> o.whenBusy(WhenBusy.OVERLAP));
    inn.time.advance(seconds(36));
    assertEquals(
        List.of(
            "10 run 1 begins",
            "20 run 2 begins",
            "25 run 1 ends",
            "30 run 3 begins",
            "35 run 2 ends"),
        inn.trail());
    inn.fixture.stop(host);
  }

  @Test
  void areRunWhenAskedAndThatCostsNoTick() throws Exception {
    Host host = inn.start();
    ScheduledJob job = inn.scheduler.scheduleEvery("job", seconds(10), inn.takes("run", 5));
    inn.time.advance(seconds(8));
    JobHandle<Void> asked = job.runNow();
    JobHandle<Void> second = job.runNow();
    JobHandle<Void> third = job.runNow();
    assertEquals(second.id(), third.id(), "one that waits is for all who ask");
    inn.time.advance(seconds(20));
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
        inn.trail());
    inn.fixture.stop(host);
    RejectedExecutionException ending =
        assertThrows(RejectedExecutionException.class, () -> job.runNow());
    assertEquals(
        "job 'job' takes no requests: the service of scheduler 'reminders' does not run, or is"
            + " ending",
        ending.getMessage());
  }

  @Test
  void thatTakeTooLongAreInterruptedThenGivenUp() throws Exception {
    Host host = inn.start();
    ScheduledJob hears =
        inn.scheduler.scheduleEvery(
            "hears", seconds(10), inn.takes("hears", 1000), o -> o.timeout(seconds(3)));
    ScheduledJob deaf =
        inn.scheduler.scheduleEvery(
            "deaf",
            seconds(10),
            run -> {
              HostFixture.sleepDeaf(inn.time, seconds(9));
              inn.fixture.mark("deaf ends");
            },
            o -> o.timeout(seconds(3)));
    inn.time.advance(seconds(14));
    assertEquals("TIMED_OUT", hears.status().lastOutcome().orElseThrow().name());
    assertEquals(Optional.empty(), deaf.status().lastOutcome());
    inn.time.advance(seconds(4));
    assertEquals("ABANDONED", deaf.status().lastOutcome().orElseThrow().name());
    assertTrue(deaf.status().running(), "it goes on");
    inn.time.advance(seconds(1));
    assertEquals(List.of("10 hears 1 begins", "19 deaf ends"), inn.trail());
    assertFalse(deaf.status().running());
    inn.fixture.stop(host);
  }

  @Test
  void thatFailAreLoggedByTheirNumberAndComeAgain() throws Exception {
    Host host = inn.start();
    ScheduledJob job =
        inn.scheduler.scheduleEvery(
            "customer-4711",
            seconds(10),
            run -> {
              throw new IllegalArgumentException("no " + run.number());
            });
    try (LogTrail log = LogTrail.from(ch.qos.logback.classic.Level.INFO)) {
      inn.time.advance(seconds(10));
      assertEquals(List.of("ERROR inn/reminders#1 failed after one attempt [no 1]"), log.lines());
    }
    inn.time.advance(seconds(10));
    assertEquals(2, job.status().failuresInARow());
    inn.fixture.stop(host);
  }

  @Test
  void whoseScheduleThrowsFailAndEnd() throws Exception {
    Host host = inn.start();
    Instant begin = inn.time.instant();
    ScheduledJob job =
        inn.scheduler.schedule(
            "broken",
            after -> {
              if (after.isAfter(begin)) {
                throw new IllegalArgumentException("no such day");
              }
              return after.plusSeconds(5);
            },
            inn.marks("broken"));
    inn.scheduler.scheduleEvery("well", seconds(10), inn.marks("well"));
    try (LogTrail log = LogTrail.from(ch.qos.logback.classic.Level.INFO)) {
      inn.time.advance(seconds(11));
      assertEquals(1, log.lines().size(), log.lines()::toString);
    }
    assertEquals(List.of("10 well 1"), inn.trail());
    assertTrue(job.status().ended());
    assertEquals(
        "its schedule has thrown an exception",
        job.status().lastFailure().orElseThrow().getMessage());
    inn.fixture.stop(host);
  }

  @Test
  void failTheServiceIfThatIsAskedFor() throws Exception {
    Host host = inn.start();
    inn.scheduler.scheduleEvery(
        "job",
        seconds(10),
        run -> {
          throw new IllegalArgumentException("no");
        },
        o -> o.failAfter(2));
    inn.time.advance(seconds(15));
    assertTrue(host.isReady());
    inn.time.advance(seconds(10));
    assertFalse(host.isReady(), "the failure of a service stops the host");
    inn.time.drive(() -> host.awaitTermination(Duration.ofSeconds(1)));
  }

  @Test
  void areLateByTheirJitterAndNoMore() throws Exception {
    Host host = inn.start();
    for (int i = 0; i < 100; i++) {
      inn.scheduler.scheduleEvery(
          "job " + i,
          seconds(10),
          run -> inn.fixture.mark(String.valueOf(run.scheduled().toEpochMilli() % 10_000)),
          o -> o.jitter(seconds(5)));
    }
    inn.time.advance(Duration.ofMillis(15_001));
    List<String> marks = inn.trail();
    assertEquals(100, marks.size());
    assertTrue(marks.stream().distinct().count() > 50, marks::toString);
    assertEquals(
        1, marks.stream().map(m -> m.substring(m.indexOf(' '))).distinct().count(), "when due");
    inn.fixture.stop(host);
  }
}
