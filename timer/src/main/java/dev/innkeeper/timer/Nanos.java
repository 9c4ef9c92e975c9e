package dev.innkeeper.timer;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** Durations as {@code long} nanoseconds that stay comparable by difference after an addition. */
final class Nanos {

  /** Half the range of a {@code long}, 146 years: two deadlines that far apart still compare. */
  static final long MAX = Long.MAX_VALUE / 2;

  private static final Duration LONGEST = Duration.ofNanos(MAX);

  private Nanos() {}

  /** The duration in nanoseconds, or the nearest value within plus or minus {@link #MAX}. */
  static long saturated(Duration duration) {
    if (duration.compareTo(LONGEST) > 0) {
      return MAX;
    }
    if (duration.compareTo(LONGEST.negated()) < 0) {
      return -MAX;
    }
    return duration.toNanos();
  }

  /** From now until the wall clock is looked at again, on the way to {@code deadline}. */
  static long untilNextLook(Instant now, Instant deadline) {
    return Math.min(
        saturated(Duration.between(now, deadline)), TimeSource.WALL_CLOCK_LOOK.toNanos());
  }

  /** A period or a delay in nanoseconds, or the exception that names what was wrong with it. */
  static long checked(String what, Duration duration, boolean zeroAllowed) {
    Objects.requireNonNull(duration, what);
    if (duration.isNegative() || (duration.isZero() && !zeroAllowed)) {
      throw new IllegalArgumentException(
          what + " must be " + (zeroAllowed ? "zero or more" : "positive") + ": " + duration);
    }
    if (duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          what + " must be at most " + LONGEST.toDays() / 365 + " years: " + duration);
    }
    return duration.toNanos();
  }
}
