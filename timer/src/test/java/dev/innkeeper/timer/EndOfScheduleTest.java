package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EndOfScheduleTest {

  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");

  private static final Instant TODAY = Instant.parse("2026-11-29T02:00:00Z");

  /** The clocks go forward at that hour of that day, each year. */
  @ParameterizedTest(name = "{0} in {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          30 2 ? 3 SUNL      | Europe/Berlin
          0,15,59 2 ? 3 SUNL | Europe/Berlin
          * * 2 ? 3 SUNL     | Europe/Berlin
          30 1 ? 3 SUNL      | Europe/London
          5 2 ? 3 SUN#2      | America/New_York
          30 2 ? 10 SUN#1    | Australia/Sydney
          """)
  void isWhenATimeOnlyFallsIntoGapsThatAreSkipped(String expression, ZoneId zone) {
    ZonedSchedule schedule = Schedule.cron(expression, zone);
    assertNull(schedule.onGap(ZonedSchedule.Gap.SKIP).next(TODAY));
    assertEquals(List.of(), schedule.onGap(ZonedSchedule.Gap.SKIP).upcoming(3, TODAY, zone));
    assertEquals(3, schedule.upcoming(3, TODAY, zone).size());
  }

  /** Until 1995 the clocks went forward on another day than they do now. */
  @Test
  void isNotWhenItDidFallBesideTheGapsOnce() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    Schedule schedule = Schedule.cron("30 2 ? 3 SUNL", berlin).onGap(ZonedSchedule.Gap.SKIP);
    assertEquals(
        "1979-03-25T02:30 1980-03-30T02:30",
        schedule.upcoming(2, Instant.parse("1979-01-01T00:00:00Z"), berlin).stream()
            .map(at -> at.toLocalDateTime().toString())
            .collect(Collectors.joining(" ")));
    assertNull(schedule.next(Instant.parse("1980-03-30T01:30:00Z")));
  }

  static List<Schedule> schedules() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    return List.of(
        Schedule.every(Duration.ofHours(1)),
        Schedule.hourly(berlin),
        Schedule.daily(LocalTime.NOON, berlin),
        Schedule.weekly(DayOfWeek.SUNDAY, LocalTime.NOON, KOLKATA),
        Schedule.monthly(31, LocalTime.MIDNIGHT, ZoneOffset.MIN),
        Schedule.cron("* * * * *", ZoneOffset.MAX),
        Schedule.cron("30 2 ? 3 SUNL", berlin).onGap(ZonedSchedule.Gap.SKIP),
        Schedule.cron("0 0 LW 2 *", UTC));
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void isBeyondTheCalendar(Schedule schedule) {
    assertNull(schedule.next(Instant.MAX));
    assertEquals(List.of(), schedule.upcoming(3, Instant.MAX, UTC));
    Instant at = Instant.MAX.minus(Duration.ofDays(800));
    for (int n = 0; n < 100_000 && at != null; n++) {
      Instant next = schedule.next(at);
      assertTrue(next == null || next.isAfter(at));
      at = next == null ? null : next.plus(Duration.ofDays(1));
    }
    assertNull(at);
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void isNotAtTheBeginningOfTheCalendar(Schedule schedule) {
    Instant first = schedule.next(Instant.MIN);
    assertTrue(first.isBefore(Instant.MIN.plus(Duration.ofDays(3_000))), first.toString());
    assertTrue(schedule.next(first).isAfter(first));
  }
}
