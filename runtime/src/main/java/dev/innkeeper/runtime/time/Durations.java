package dev.innkeeper.runtime.time;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks of durations, and how they are shown to people. */
public final class Durations {

  private static final Pattern WITH_UNIT =
      Pattern.compile("(-?\\d{1,15}(?:\\.\\d{1,9})?)\\s*(ms|s|m|h|d)", Pattern.CASE_INSENSITIVE);

  private static final Pattern NUMBER = Pattern.compile("[-+]?[\\d.,]*\\d[\\d.,]*");

  /** As .NET writes it: {@code 00:00:20}, {@code 1.12:00:00}. */
  private static final Pattern TIME_SPAN =
      Pattern.compile("(?:(\\d{1,8})\\.)?(\\d{1,2}):(\\d{2})(?::(\\d{2}(?:\\.\\d{1,7})?))?");

  private static final String EXAMPLES = "20s, 250ms, 5m or PT20S";

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
   * Reads {@code 250ms}, {@code 20s}, {@code 1.5s}, {@code 5m}, {@code 1h}, {@code 1d}, or ISO-8601
   * as {@code PT1M30S}; upper case and a space before the unit are allowed.
   *
   * @throws IllegalArgumentException if it is none of these; the message completes "the value is
   *     'text': "
   */
  public static Duration parse(String text) {
    try {
      Matcher matcher = WITH_UNIT.matcher(text);
      return matcher.matches()
          ? of(matcher.group(1), unit(matcher.group(2)))
          : Duration.parse(text);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("the duration is too long", e);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(expected(text), e);
    }
  }

  private static Duration unit(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "ms" -> Duration.ofMillis(1);
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      default -> Duration.ofDays(1);
    };
  }

  private static Duration of(String amount, Duration unit) {
    BigDecimal seconds = new BigDecimal(amount).multiply(BigDecimal.valueOf(unit.toNanos(), 9));
    BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
    long nanos = seconds.subtract(whole).movePointRight(9).longValue();
    return Duration.ofSeconds(whole.longValueExact(), nanos);
  }

  private static String expected(String text) {
    if (NUMBER.matcher(text).matches()) {
      return "a duration needs a unit, such as " + EXAMPLES;
    }
    Matcher span = TIME_SPAN.matcher(text);
    return span.matches()
        ? "a duration is not written like a time of day; did you mean " + meant(span) + "?"
        : "expected a duration, such as " + EXAMPLES;
  }

  /** Hours and minutes, unless there are seconds. */
  private static String meant(Matcher span) {
    Duration duration =
        of(span.group(2), Duration.ofHours(1)).plus(of(span.group(3), Duration.ofMinutes(1)));
    String days = span.group(1);
    String seconds = span.group(4);
    duration = days == null ? duration : duration.plus(of(days, Duration.ofDays(1)));
    return write(seconds == null ? duration : duration.plus(of(seconds, Duration.ofSeconds(1))));
  }

  /** As a configuration has it: {@code 100ms}, {@code 20s}, {@code 90s}, {@code 10m}. */
  public static String write(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    if (duration.toNanosPart() % 1_000_000 != 0) {
      return duration.toString();
    }
    if (duration.toNanosPart() != 0) {
      return duration.toSeconds() < 1_000_000_000
          ? duration.toMillis() + "ms"
          : duration.toString();
    }
    long seconds = duration.toSeconds();
    return seconds % 86_400 == 0
        ? seconds / 86_400 + "d"
        : seconds % 3_600 == 0
            ? seconds / 3_600 + "h"
            : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
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
