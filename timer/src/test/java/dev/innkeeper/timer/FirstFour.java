package dev.innkeeper.timer;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The first four times of a schedule, as a line. */
final class FirstFour {

  private FirstFour() {}

  static String of(Schedule schedule, String afterInUtc) {
    return of(schedule, afterInUtc, ZoneOffset.UTC, time -> time);
  }

  /** Each as {@code shown}. */
  static String of(
      Schedule schedule, String after, ZoneId zone, Function<LocalDateTime, Object> shown) {
    return schedule.upcoming(4, LocalDateTime.parse(after).atZone(zone).toInstant(), zone).stream()
        .map(ZonedDateTime::toLocalDateTime)
        .map(shown)
        .map(Object::toString)
        .collect(Collectors.joining(" "));
  }
}
