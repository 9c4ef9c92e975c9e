package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The life of a scheduler with a thousand jobs is the same each time in manual time. The build
 * lives a year, twice; {@code -Dinnkeeper.years} sets how often, and {@code
 * -Dinnkeeper.year.days=7} lives the week in which the clocks are set forward.
 */
class JobSchedulerYearTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final int JOBS = 1_000;
  private static final int DAYS = Integer.getInteger("innkeeper.year.days", 365);

  /** At midnight in Berlin, three days before the clocks are set forward. */
  private static final Instant START = Instant.parse("2027-03-24T23:00:00Z");

  private static final int YEARS = Integer.getInteger("innkeeper.years", 2);
  private static final int AT_ONCE = 2;

  /** All runs of a year, in their order. One of them at a time, as manual time has it. */
  private static final class Year {
    private long hash;
    private long runs;

    private void note(int job, Instant scheduled, Instant now) {
      hash = 31 * hash + job;
      hash = 31 * hash + scheduled.getEpochSecond();
      hash = 31 * hash + now.getEpochSecond();
      runs++;
    }

    private Seen live(long seed) throws Exception {
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
      return new Seen(hash, runs);
    }
  }

  private record Seen(long hash, long runs) {}

  /**
   * On virtual threads: when time is advanced by a platform thread, each run costs two switches
   * between threads of the kernel.
   */
  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES) // fifty years take some ten
  void isTheSameEachTime() throws Exception {
    Set<Seen> seen = ConcurrentHashMap.newKeySet();
    ThreadFactory threads = Thread.ofVirtual().factory();
    try (ExecutorService years = Executors.newFixedThreadPool(AT_ONCE, threads)) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < YEARS; i++) {
        all.add(years.submit(() -> seen.add(new Year().live(1))));
      }
      for (Future<Boolean> year : all) {
        year.get();
      }
    }
    assertEquals(1, seen.size(), seen::toString);
    assertEquals(runsToCome(), seen.iterator().next().runs());
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
