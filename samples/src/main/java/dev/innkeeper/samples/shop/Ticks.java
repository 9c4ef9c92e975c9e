package dev.innkeeper.samples.shop;

import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.RunTrigger;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.Tick;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last ticks of a timer or a job: noted by the thread that has them, read by any. */
final class Ticks {

  private static final int KEPT = 60;

  /**
   * What there was to see.
   *
   * @param scheduled when the last tick was due; null: there was none
   * @param next when the next one is; null: that is not known here
   * @param missed how many came to nothing
   * @param lateness of the last ticks, the latest at the end
   */
  record Seen(
      @Nullable Instant scheduled, @Nullable Instant next, long missed, List<Duration> lateness) {

    private static final Seen NOTHING = new Seen(null, null, 0, List.of());

    private Seen and(Instant due, @Nullable Instant nextDue, long moreMissed, Duration late) {
      List<Duration> kept = new ArrayList<>(lateness);
      kept.add(late);
      return new Seen(
          due,
          nextDue,
          missed + moreMissed,
          List.copyOf(kept.subList(Math.max(0, kept.size() - KEPT), kept.size())));
    }
  }

  /** Written by one thread at a time: the work of the service. */
  private volatile Seen seen = Seen.NOTHING;

  /** Notes the tick that the timer has just come back with. */
  void note(PeriodicTimer timer, TimeSource time) {
    Tick tick = timer.lastTick();
    Instant due = time.instant().minusNanos(time.nanoTime() - tick.scheduled());
    seen = seen.and(due, due.plus(timer.period()), tick.missed(), tick.lateness());
  }

  /** The same job, with each run that its schedule has begun noted. */
  RecurringJob.Body around(RecurringJob.Body body) {
    return run -> {
      if (run.trigger() == RunTrigger.SCHEDULE) {
        Instant now = run.context().timeSource().instant();
        seen = seen.and(run.scheduled(), null, 0, Duration.between(run.scheduled(), now));
      }
      body.run(run);
    };
  }

  Seen seen() {
    return seen;
  }
}
