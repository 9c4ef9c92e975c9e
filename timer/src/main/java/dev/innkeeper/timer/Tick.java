package dev.innkeeper.timer;

import java.time.Duration;

/**
 * One tick of a {@link PeriodicTimer}: what was due, and when it came.
 *
 * <p>Times are {@link TimeSource#nanoTime()} of the timer's time source.
 *
 * @param number the tick's place on the grid, from 1; it jumps over the points that were missed
 * @param scheduled when it was due
 * @param actual when the waiting thread had it, never before {@code scheduled}
 * @param missed how many earlier points on the grid were passed over since the last tick
 * @since 0.1
 */
public record Tick(long number, long scheduled, long actual, long missed) {

  /** How long after its due time the tick came: zero or more. */
  public Duration lateness() {
    return Duration.ofNanos(actual - scheduled);
  }
}
