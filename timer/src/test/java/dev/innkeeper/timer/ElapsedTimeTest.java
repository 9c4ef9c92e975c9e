package dev.innkeeper.timer;

import static dev.innkeeper.timer.ClockChanges.APIA;
import static dev.innkeeper.timer.ClockChanges.BERLIN;
import static dev.innkeeper.timer.ClockChanges.FORMAT;
import static dev.innkeeper.timer.ClockChanges.LORD_HOWE;
import static dev.innkeeper.timer.ClockChanges.instants;
import static dev.innkeeper.timer.ZonedSchedule.Overlap.LAST;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.timer.ZonedSchedule.Gap;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Schedules that go by elapsed time go on while the clocks are changed. */
class ElapsedTimeTest {

  private static final String GAP = "2026-03-29";
  private static final String OVERLAP = "2026-10-25";

  /** Of a day of at most 25 hours the part from 1:00 to 4:00, where Berlin's clocks change. */
  private static String fromOneToFour(Schedule schedule, String day) {
    return instants(schedule, BERLIN, day, LocalDate.parse(day).plusDays(1).toString()).stream()
        .map(at -> at.atZone(BERLIN))
        .filter(at -> at.getHour() >= 1 && at.getHour() <= 4)
        .map(at -> DateTimeFormatter.ofPattern("H:mmx").format(at))
        .collect(Collectors.joining(" "));
  }

  static Stream<Schedule> eachHour() {
    return Stream.of(
        Schedule.hourly(BERLIN),
        Schedule.hourlyAt(30, BERLIN),
        Schedule.every(Duration.ofHours(1)),
        Schedule.cron("0 * * * *", BERLIN),
        Schedule.cron("0 0-23 * * *", BERLIN),
        Schedule.cron("0 */1 * * *", BERLIN),
        Schedule.cron("0 22-21 * * *", BERLIN),
        Schedule.cron("59 59 */2,1-23/2 * * *", BERLIN),
        Schedule.cron("0 * 25-31 3,10 *", BERLIN));
  }

  @ParameterizedTest
  @MethodSource("eachHour")
  void aDayHas23HoursOr25(Schedule schedule) {
    assertEquals(23, countAnHourApart(instants(schedule, BERLIN, GAP, "2026-03-30")));
    assertEquals(25, countAnHourApart(instants(schedule, BERLIN, OVERLAP, "2026-10-26")));
  }

  private static int countAnHourApart(List<Instant> instants) {
    for (int i = 1; i < instants.size(); i++) {
      assertEquals(Duration.ofHours(1), Duration.between(instants.get(i - 1), instants.get(i)));
    }
    return instants.size();
  }

  @Test
  void neitherAnHourTooFewNorTooMany() {
    Schedule hourly = Schedule.hourly(BERLIN);
    assertEquals("1:00+01 3:00+02 4:00+02", fromOneToFour(hourly, GAP));
    assertEquals("1:00+02 2:00+02 2:00+01 3:00+01 4:00+01", fromOneToFour(hourly, OVERLAP));
    Schedule atHalf = Schedule.hourlyAt(30, BERLIN);
    assertEquals("1:30+01 3:30+02 4:30+02", fromOneToFour(atHalf, GAP));
    assertEquals("1:30+02 2:30+02 2:30+01 3:30+01 4:30+01", fromOneToFour(atHalf, OVERLAP));
    Schedule quarters = Schedule.cron("*/15 * * * *", BERLIN);
    assertEquals(
        "1:00+01 1:15+01 1:30+01 1:45+01 3:00+02 3:15+02 3:30+02 3:45+02"
            + " 4:00+02 4:15+02 4:30+02 4:45+02",
        fromOneToFour(quarters, GAP));
    assertEquals(
        "1:00+02 1:15+02 1:30+02 1:45+02 2:00+02 2:15+02 2:30+02 2:45+02"
            + " 2:00+01 2:15+01 2:30+01 2:45+01 3:00+01 3:15+01 3:30+01 3:45+01"
            + " 4:00+01 4:15+01 4:30+01 4:45+01",
        fromOneToFour(quarters, OVERLAP));
  }

  @ParameterizedTest
  @EnumSource
  void theChoiceIsOfNoUse(Gap gap) {
    ZonedSchedule cron = Schedule.cron("30 * * * *", BERLIN).onGap(gap);
    assertEquals("1:30+01 3:30+02 4:30+02", fromOneToFour(cron.onOverlap(LAST), GAP));
    assertEquals(
        "1:30+02 2:30+02 2:30+01 3:30+01 4:30+01", fromOneToFour(cron.onOverlap(LAST), OVERLAP));
  }

  @Test
  void everyGoesOnFromWhereItIsInTheGap() {
    Instant start = OffsetDateTime.parse("2026-03-29T01:30+01:00").toInstant();
    assertEquals(
        List.of("2026-03-29T03:30+02:00[Europe/Berlin]", "2026-03-29T04:30+02:00[Europe/Berlin]"),
        Schedule.every(Duration.ofHours(1)).upcoming(2, start, BERLIN).stream()
            .map(Object::toString)
            .toList());
  }

  /** An hour of a day that is shifted by half an hour is no hour of elapsed time. */
  @Test
  void whereTheShiftIsHalfAnHourTheMinuteIsTheClocks() {
    Schedule hourly = Schedule.hourly(LORD_HOWE);
    Schedule atThreeQuarters = Schedule.hourlyAt(45, LORD_HOWE);
    Schedule quarters = Schedule.cron("*/15 * * * *", LORD_HOWE);
    Instant beforeTheGap = OffsetDateTime.parse("2026-10-04T00:50+10:30").toInstant();
    Instant beforeTheOverlap = OffsetDateTime.parse("2026-04-05T00:50+11:00").toInstant();
    assertEquals("04 01:00+1030, 04 03:00+11, 04 04:00+11", next(3, hourly, beforeTheGap));
    assertEquals("05 01:00+11, 05 02:00+1030, 05 03:00+1030", next(3, hourly, beforeTheOverlap));
    assertEquals("04 01:45+1030, 04 02:45+11, 04 03:45+11", next(3, atThreeQuarters, beforeTheGap));
    assertEquals(
        "05 01:45+11, 05 01:45+1030, 05 02:45+1030", next(3, atThreeQuarters, beforeTheOverlap));
    assertEquals(
        "04 01:00+1030, 04 01:15+1030, 04 01:30+1030, 04 01:45+1030, 04 02:30+11, 04 02:45+11",
        next(6, quarters, beforeTheGap));
    assertEquals(
        "05 01:00+11, 05 01:15+11, 05 01:30+11, 05 01:45+11, 05 01:30+1030, 05 01:45+1030"
            + ", 05 02:00+1030",
        next(7, quarters, beforeTheOverlap));
  }

  private static String next(int n, Schedule schedule, Instant after) {
    return schedule.upcoming(n, after, LORD_HOWE).stream()
        .map(FORMAT::format)
        .collect(Collectors.joining(", "));
  }

  @Test
  void aSkippedDayIsNoTimeAtAll() {
    Instant evening = OffsetDateTime.parse("2011-12-29T21:30-10:00").toInstant();
    for (Schedule schedule :
        List.of(
            Schedule.hourlyAt(30, APIA),
            Schedule.every(Duration.ofHours(1)),
            Schedule.cron("30 * * * *", APIA))) {
      assertEquals(
          List.of("29 22:30-10", "29 23:30-10", "31 00:30+14", "31 01:30+14"),
          schedule.upcoming(4, evening, APIA).stream().map(FORMAT::format).toList());
    }
    Schedule hoursOfFridays = Schedule.cron("30 * * * FRI", APIA);
    assertEquals(
        List.of("06 00:30+14", "06 01:30+14"),
        hoursOfFridays.upcoming(2, evening, APIA).stream().map(FORMAT::format).toList());
  }
}
