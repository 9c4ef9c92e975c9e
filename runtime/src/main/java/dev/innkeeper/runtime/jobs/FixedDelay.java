package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * When a {@link RecurringJob} with a fixed delay is due: so long after the end of its last run. For
 * the job's worker alone.
 */
final class FixedDelay {

  private final TimeSource time;
  private final long delay;
  private final long jitter;
  private final SplittableRandom random;

  /** Without the jitter. */
  private long due;

  private long drawn;

  FixedDelay(TimeSource time, Duration delay, Duration jitter, long seed) {
    this.time = time;
    this.delay = Durations.nanos(delay);
    this.jitter = Durations.nanos(jitter);
    this.random = new SplittableRandom(seed);
  }

  /** It counts from now. */
  void begin() {
    due = time.nanoTime() + delay;
    drawn = jitter == 0 ? 0 : random.nextLong(jitter);
  }

  boolean isOver() {
    return time.nanoTime() - at() >= 0;
  }

  long at() {
    return due + drawn;
  }

  /** By the wall clock, without the jitter. */
  Instant scheduled() {
    return time.instant().plusNanos(due - time.nanoTime());
  }
}
