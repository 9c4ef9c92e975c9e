package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Zones in which the clocks are changed, and what a schedule makes of that. A trail names the day
 * of the month, the local time and the offset: {@code 29 03:00+02}.
 */
final class ClockChanges {

  /** 2026: on March 29th from 2:00 to 3:00, on October 25th from 3:00 back to 2:00. */
  static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /** 2026: on April 5th from 2:00 back to 1:30, on October 4th from 2:00 to 2:30. */
  static final ZoneId LORD_HOWE = ZoneId.of("Australia/Lord_Howe");

  /** 2026: on April 4th from 24:00 back to 23:00, on September 6th from 0:00 to 1:00. */
  static final ZoneId SANTIAGO = ZoneId.of("America/Santiago");

  /** 2011: from the end of December 29th to the beginning of the 31st. */
  static final ZoneId APIA = ZoneId.of("Pacific/Apia");

  static final LocalTime HALF_PAST_TWO = LocalTime.of(2, 30);

  static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("dd HH:mmx");

  private ClockChanges() {}

  /** All that happens from the beginning of the one day to the beginning of the other. */
  static List<Instant> instants(Schedule schedule, ZoneId zone, String from, String to) {
    Instant end = LocalDate.parse(to).atStartOfDay(zone).toInstant();
    List<Instant> instants = new ArrayList<>();
    Instant at = schedule.next(LocalDate.parse(from).atStartOfDay(zone).toInstant().minusNanos(1));
    while (at != null && at.isBefore(end)) {
      instants.add(at);
      Instant next = schedule.next(at);
      assertTrue(next == null || next.isAfter(at), schedule + ": " + next + " after " + at);
      at = next;
    }
    return instants;
  }

  static String trail(Schedule schedule, ZoneId zone, String from, String to) {
    return instants(schedule, zone, from, to).stream()
        .map(at -> FORMAT.format(at.atZone(zone)))
        .collect(Collectors.joining(", "));
  }

  static String trail(ZonedSchedule schedule, String from, String to) {
    return trail(schedule, schedule.zone(), from, to);
  }

  /** The next three after a time that names its offset. */
  static String trailAfter(String after, ZonedSchedule schedule) {
    return schedule.upcoming(3, OffsetDateTime.parse(after).toInstant(), schedule.zone()).stream()
        .map(FORMAT::format)
        .collect(Collectors.joining(", "));
  }
}
