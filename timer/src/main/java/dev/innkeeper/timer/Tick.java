package dev.innkeeper.timer;

import java.time.Duration;

/**
 * One tick of a {@link WaitableTimer}: what was due, and when it came.
 *
 * <p>Times are {@link TimeSource#nanoTime()} of the timer's time source.
 *
 * @param number the tick's place on the grid, from 1; it jumps over the points that were missed
 * @param scheduled when it was due
 * @param actual when the waiting thread had it, never before {@code scheduled}
 * @param missed how many earlier points on the grid were passed over since the last tick
 * @param budgetSpent whether the timer was to be {@linkplain Accuracy#precise() precise}, but the
 *     budget was spent, so that this tick came as late as the platform woke its thread
 * @since 0.1
 */
public record Tick(long number, long scheduled, long actual, long missed, boolean budgetSpent) {

  /** How long after its due time the tick came: zero or more. */
  public Duration lateness() {
    return Duration.ofNanos(actual - scheduled);
  }
}
