package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The life of a scheduler with a thousand jobs is the same each time in manual time. The build
 * lives the week in which the clocks are set forward, five times; {@code -Dinnkeeper.year.days=365}
 * lives a year, {@code -Dinnkeeper.years} sets how often.
 */
class JobSchedulerYearTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final int JOBS = 1_000;
  private static final int DAYS = Integer.getInteger("innkeeper.year.days", 7);

  /** At midnight in Berlin, three days before the clocks are set forward. */
  private static final Instant START = Instant.parse("2027-03-24T23:00:00Z");

  private static final int YEARS = Integer.getInteger("innkeeper.years", 5);

  /** All runs, in their order. One of them at a time, as manual time has it. */
  private long hash;

  private long runs;

  private void note(int job, Instant scheduled, Instant now) {
    hash = 31 * hash + job;
    hash = 31 * hash + scheduled.getEpochSecond();
    hash = 31 * hash + now.getEpochSecond();
    runs++;
  }

  private long live(long seed) throws Exception {
    hash = 0;
    runs = 0;
    ManualTimeSource time = new ManualTimeSource(START);
    JobScheduler scheduler = JobScheduler.builder("jobs").build();
    Host host =
        Host.builder("inn").timeSource(time).randomSeed(seed).jobScheduler(scheduler).build();
    time.drive(host::start);
    for (int i = 0; i < JOBS; i++) {
      int job = i;
      scheduler.schedule(
          "job " + i, schedule(i), run -> note(job, run.scheduled(), time.instant()));
    }
    time.advance(Duration.ofDays(DAYS));
    time.drive(host::stop);
    return hash;
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES) // five years take some ten
  void isTheSameEachTime() throws Exception {
    Set<Long> hashes = new HashSet<>();
    for (int i = 0; i < YEARS; i++) {
      hashes.add(live(1));
    }
    assertEquals(1, hashes.size());
    assertEquals(runsToCome(), runs);
  }

  /** Of each job by itself. */
  private static long runsToCome() {
    Instant end = START.plus(Duration.ofDays(DAYS));
    long count = 0;
    for (int i = 0; i < JOBS; i++) {
      Instant next = schedule(i).next(START);
      while (next != null && !next.isAfter(end)) {
        count++;
        next = schedule(i).next(next);
      }
    }
    return count;
  }

  private static Schedule schedule(int job) {
    return job % 10 == 0
        ? Schedule.hourlyAt(job % 60, BERLIN)
        : Schedule.daily(LocalTime.ofSecondOfDay(job * 86_399L / JOBS), BERLIN);
  }
}
