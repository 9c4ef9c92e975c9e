package dev.innkeeper.spring;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as a host's settings have them, which are more than Spring Boot's. */
final class Amounts {

  private static final Pattern WITH_UNIT =
      Pattern.compile("(-?\\d{1,15}(?:\\.\\d{1,9})?)\\s*(ms|s|m|h|d)");

  private Amounts() {}

  /**
   * Reads {@code 250ms}, {@code 20s}, {@code 1.5s}, {@code 5m}, {@code 1h}, {@code 1d} or {@code
   * PT1M30S}.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static Duration duration(String text) {
    String stripped = text.strip();
    Matcher matcher = WITH_UNIT.matcher(stripped.toLowerCase(Locale.ROOT));
    try {
      return matcher.matches()
          ? Duration.ofNanos(nanos(matcher.group(1), matcher.group(2)))
          : Duration.parse(stripped);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no duration, such as 20s, 250ms, 5m or PT20S", e);
    }
  }

  private static long nanos(String amount, String unit) {
    long one =
        switch (unit) {
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          default -> 86_400_000_000_000L;
        };
    return new BigDecimal(amount).multiply(BigDecimal.valueOf(one)).toBigInteger().longValueExact();
  }
}
