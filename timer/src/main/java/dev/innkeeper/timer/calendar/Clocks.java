package dev.innkeeper.timer.calendar;

import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.time.Instant;

/**
 * Both clocks at one moment, so that a later look shows by how much the wall clock was set.
 *
 * @param nanos the monotonic clock
 * @param instant the wall clock
 */
public record Clocks(long nanos, Instant instant) {

  /** A smaller step is an adjustment: the due point stays, a repeated one would be too soon. */
  private static final Duration A_SECOND = Duration.ofSeconds(1);

  /** At this moment. */
  public static Clocks of(TimeSource time) {
    return new Clocks(time.nanoTime(), time.instant());
  }

  /** By how much the wall clock was set between this look and a later one. */
  public Duration stepUntil(Clocks later) {
    return Duration.between(instant.plusNanos(later.nanos - nanos), later.instant);
  }

  /** Whether that is a clock that was set back. */
  public static boolean isBack(Duration step) {
    return step.compareTo(A_SECOND.negated()) < 0;
  }

  /** Whether that is a clock that was set forward. */
  public static boolean isForward(Duration step) {
    return step.compareTo(A_SECOND) > 0;
  }
}
