package dev.innkeeper.dbscheduler;

import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.timer.MissedTicks;
import dev.innkeeper.timer.Schedule;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A recurring job, and what this instance knows of its runs. */
record RecurringPlan(
    String name,
    Schedule schedule,
    MissedTicks missedTicks,
    RecurringJob.Body body,
    RecurringRecord record) {

  /** Its row is found by this and its name, as with db-scheduler's own recurring tasks. */
  static final String ID = "recurring";

  /** How far a schedule is followed tick by tick, before it goes on from now. */
  private static final int MOST_STEPS = 10_000;

  /**
   * By which it is seen in the table that the schedule is another one. Of one that does not say
   * what it is, such as a lambda, it is not seen.
   */
  byte[] scheduleAsText() {
    String text = schedule.toString();
    String hash = "@" + Integer.toHexString(System.identityHashCode(schedule));
    return (text.endsWith(hash) ? "a schedule of the program" : text)
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The tick after one that was run.
   *
   * @param tick null: the schedule has ended
   * @param skipped how many ticks have passed meanwhile, and are not run
   */
  record Next(@Nullable Instant tick, long skipped) {}

  /** Asks the schedule, which may be a user's. */
  Next after(Instant tick, Instant now) {
    Instant next = schedule.next(tick);
    if (missedTicks == MissedTicks.BURST) {
      return new Next(next, 0);
    }
    int skipped = 0;
    while (next != null && !next.isAfter(now)) { // along the grid, which starts at the first tick
      skipped++;
      next = schedule.next(skipped < MOST_STEPS ? next : now);
    }
    return new Next(next, skipped);
  }
}
