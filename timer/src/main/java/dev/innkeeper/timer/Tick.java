package dev.innkeeper.timer;

import java.time.Duration;

/**
 * One tick of a {@link WaitableTimer}: what was due, and when it came. An immutable snapshot; a
 * test may implement it, since methods that are added later have a default.
 *
 * <pre>{@code
 * while (timer.waitForNextTick()) {
 *   Tick tick = timer.lastTick();
 *   if (tick.missed() > 0) {
 *     log.warn("{} ticks were missed before tick {}", tick.missed(), tick.number());
 *   }
 * }
 * }</pre>
 *
 * <p>Times are {@link TimeSource#nanoTime()} of the timer's time source.
 *
 * @since 0.1
 */
public interface Tick {

  /** The tick's place on the grid, from 1; it jumps over the points that were missed. */
  long number();

  /** When it was due. */
  long scheduled();

  /** When the waiting thread had it, never before {@link #scheduled()}. */
  long actual();

  /** How many earlier points on the grid were passed over since the last tick. */
  long missed();

  /**
   * Whether the timer was to be {@linkplain Accuracy#precise() precise}, but the budget was spent,
   * so that this tick came as late as the platform woke its thread.
   */
  boolean budgetSpent();

  /** How long after its due time the tick came: zero or more. */
  default Duration lateness() {
    return Duration.ofNanos(actual() - scheduled());
  }
}
