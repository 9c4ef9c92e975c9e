package dev.innkeeper.runtime.time;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks of durations, and how they are shown to people. */
public final class Durations {

  private static final Pattern SHORT = Pattern.compile("(\\d{1,15}) ?(ms|s|m|h)");

  private Durations() {}

  public static Duration positive(String what, Duration duration) {
    Objects.requireNonNull(duration, what);
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(what + " must be positive: " + duration);
    }
    return duration;
  }

  public static Duration zeroOrMore(String what, Duration duration) {
    Objects.requireNonNull(duration, what);
    if (duration.isNegative()) {
      throw new IllegalArgumentException(what + " must be zero or more: " + duration);
    }
    return duration;
  }

  /** In nanoseconds; one that is too long for the clock counts as 146 years. */
  public static long nanos(Duration duration) {
    Duration longest = Duration.ofNanos(Long.MAX_VALUE / 2);
    return min(duration, longest).toNanos();
  }

  public static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  /**
   * Reads {@code 250ms}, {@code 20s}, {@code 5m}, {@code 1h}, or ISO-8601 as {@code PT1M30S}.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static Duration parse(String text) {
    Matcher matcher = SHORT.matcher(text);
    if (!matcher.matches()) {
      try {
        return Duration.parse(text);
      } catch (DateTimeParseException e) {
        throw new IllegalArgumentException("not a duration: '" + text + "'", e);
      }
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  /** As a person would write it: {@code 3 ms}, {@code 1.25 s}, {@code 90 s}. */
  public static String show(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1_000) {
      return millis + " ms";
    }
    String format = millis < 10_000 ? "%.2f s" : millis < 60_000 ? "%.1f s" : "%.0f s";
    return String.format(Locale.ROOT, format, millis / 1_000.0);
  }
}
