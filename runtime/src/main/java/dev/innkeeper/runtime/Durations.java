package dev.innkeeper.runtime;

import java.time.Duration;
import java.util.Locale;

/** Checks of durations, and how they are shown to people. */
final class Durations {

  private Durations() {}

  static Duration positive(String what, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(what + " must be positive: " + duration);
    }
    return duration;
  }

  static Duration zeroOrMore(String what, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(what + " must be zero or more: " + duration);
    }
    return duration;
  }

  /** In nanoseconds; one that is too long for the clock counts as 146 years. */
  static long nanos(Duration duration) {
    Duration longest = Duration.ofNanos(Long.MAX_VALUE / 2);
    return min(duration, longest).toNanos();
  }

  static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  /** As a person would write it: {@code 3 ms}, {@code 1.25 s}, {@code 90 s}. */
  static String show(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1_000) {
      return millis + " ms";
    }
    String format = millis < 10_000 ? "%.2f s" : millis < 60_000 ? "%.1f s" : "%.0f s";
    return String.format(Locale.ROOT, format, millis / 1_000.0);
  }
}
