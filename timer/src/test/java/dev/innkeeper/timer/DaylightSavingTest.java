package dev.innkeeper.timer;

import static dev.innkeeper.timer.ZonedSchedule.Gap.RUN_AT_END;
import static dev.innkeeper.timer.ZonedSchedule.Gap.SKIP;
import static dev.innkeeper.timer.ZonedSchedule.Overlap.FIRST;
import static dev.innkeeper.timer.ZonedSchedule.Overlap.LAST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.timer.ZonedSchedule.Gap;
import dev.innkeeper.timer.ZonedSchedule.Overlap;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What becomes of schedules when the clocks are changed. A trail names the day of the month, the
 * local time and the offset: {@code 29 03:00+02}.
 */
class DaylightSavingTest {

  /** 2026: on March 29th from 2:00 to 3:00, on October 25th from 3:00 back to 2:00. */
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /** 2026: on April 5th from 2:00 back to 1:30, on October 4th from 2:00 to 2:30. */
  private static final ZoneId LORD_HOWE = ZoneId.of("Australia/Lord_Howe");

  /** 2026: on April 4th from 24:00 back to 23:00, on September 6th from 0:00 to 1:00. */
  private static final ZoneId SANTIAGO = ZoneId.of("America/Santiago");

  /** 2011: from the end of December 29th to the beginning of the 31st. */
  private static final ZoneId APIA = ZoneId.of("Pacific/Apia");

  private static final LocalTime HALF_PAST_TWO = LocalTime.of(2, 30);

  private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("dd HH:mmx");

  /** All that happens from the beginning of the one day to the beginning of the other. */
  private static List<Instant> instants(Schedule schedule, ZoneId zone, String from, String to) {
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

  private static String trail(Schedule schedule, ZoneId zone, String from, String to) {
    return instants(schedule, zone, from, to).stream()
        .map(at -> FORMAT.format(at.atZone(zone)))
        .collect(Collectors.joining(", "));
  }

  private static String trail(ZonedSchedule schedule, String from, String to) {
    return trail(schedule, schedule.zone(), from, to);
  }

  /** The next three after a time that names its offset. */
  private static String trailAfter(String after, ZonedSchedule schedule) {
    return schedule.upcoming(3, OffsetDateTime.parse(after).toInstant(), schedule.zone()).stream()
        .map(FORMAT::format)
        .collect(Collectors.joining(", "));
  }

  /** Of a day of at most 25 hours the part from 1:00 to 4:00, where Berlin's clocks change. */
  private static String fromOneToFour(Schedule schedule, String day) {
    return instants(schedule, BERLIN, day, LocalDate.parse(day).plusDays(1).toString()).stream()
        .map(at -> at.atZone(BERLIN))
        .filter(at -> at.getHour() >= 1 && at.getHour() <= 4)
        .map(at -> DateTimeFormatter.ofPattern("H:mmx").format(at))
        .collect(Collectors.joining(" "));
  }

  @Nested
  class Gaps {

    static Stream<ZonedSchedule> atHalfPastTwoOnMarch29th() {
      return Stream.of(
          Schedule.daily(HALF_PAST_TWO, BERLIN),
          Schedule.weekly(DayOfWeek.SUNDAY, HALF_PAST_TWO, BERLIN),
          Schedule.monthly(29, HALF_PAST_TWO, BERLIN),
          Schedule.cron("30 2 * * *", BERLIN),
          Schedule.cron("30 2 29 3 ?", BERLIN),
          Schedule.cron("0 30 2 ? * SUNL", BERLIN));
    }

    @ParameterizedTest
    @MethodSource("atHalfPastTwoOnMarch29th")
    void aTimeInTheGapComesAtItsEnd(ZonedSchedule schedule) {
      assertEquals("29 03:00+02", trail(schedule, "2026-03-29", "2026-03-30"));
      assertEquals("29 03:00+02", trail(schedule.onGap(RUN_AT_END), "2026-03-29", "2026-03-30"));
    }

    @ParameterizedTest
    @MethodSource("atHalfPastTwoOnMarch29th")
    void orNotAtAll(ZonedSchedule schedule) {
      assertEquals("", trail(schedule.onGap(SKIP), "2026-03-29", "2026-03-30"));
    }

    @Test
    void theDaysBeforeAndAfterAreAsEver() {
      ZonedSchedule daily = Schedule.daily(HALF_PAST_TWO, BERLIN);
      assertEquals(
          "28 02:30+01, 29 03:00+02, 30 02:30+02", trail(daily, "2026-03-28", "2026-03-31"));
      assertEquals(
          "28 02:30+01, 30 02:30+02", trail(daily.onGap(SKIP), "2026-03-28", "2026-03-31"));
      ZonedSchedule weekly = Schedule.weekly(DayOfWeek.SUNDAY, HALF_PAST_TWO, BERLIN);
      assertEquals(
          "22 02:30+01, 29 03:00+02, 05 02:30+02", trail(weekly, "2026-03-22", "2026-04-06"));
      assertEquals(
          "22 02:30+01, 05 02:30+02", trail(weekly.onGap(SKIP), "2026-03-22", "2026-04-06"));
      ZonedSchedule monthly = Schedule.monthly(29, HALF_PAST_TWO, BERLIN);
      assertEquals(
          "28 02:30+01, 29 03:00+02, 29 02:30+02", trail(monthly, "2026-02-01", "2026-05-01"));
      assertEquals(
          "28 02:30+01, 29 02:30+02", trail(monthly.onGap(SKIP), "2026-02-01", "2026-05-01"));
    }

    @Test
    void theGapBeginsWithItsFirstTimeAndEndsBeforeItsLast() {
      for (Gap gap : Gap.values()) {
        LocalTime two = LocalTime.of(2, 0);
        LocalTime three = LocalTime.of(3, 0);
        List<String> trails =
            Stream.of(two.minusMinutes(1), two, three.minusNanos(1), three)
                .map(time -> Schedule.daily(time, BERLIN).onGap(gap))
                .map(schedule -> trail(schedule, "2026-03-29", "2026-03-30"))
                .toList();
        String inTheGap = gap == RUN_AT_END ? "29 03:00+02" : "";
        assertEquals(List.of("29 01:59+01", inTheGap, inTheGap, "29 03:00+02"), trails);
      }
    }

    @Test
    void severalTimesOfOneGapAreOne() {
      ZonedSchedule cron = Schedule.cron("*/10 2 * * *", BERLIN);
      assertEquals("29 03:00+02", trail(cron, "2026-03-29", "2026-03-30"));
      assertEquals("", trail(cron.onGap(SKIP), "2026-03-29", "2026-03-30"));
    }

    @Test
    void aTimeInTheGapAndOneAtItsEndAreOne() {
      ZonedSchedule cron = Schedule.cron("*/30 1-3 * * *", BERLIN);
      for (Gap gap : Gap.values()) {
        assertEquals(
            "29 01:00+01, 29 01:30+01, 29 03:00+02, 29 03:30+02",
            trail(cron.onGap(gap), "2026-03-29", "2026-03-30"));
      }
    }

    @Test
    void aTimeInTheGapComesBeforeOneThatIsAfterIt() {
      assertEquals(
          "29 03:00+02, 29 03:20+02",
          trail(Schedule.cron("20 2,3 * * *", BERLIN), "2026-03-29", "2026-03-30"));
      assertEquals(
          "29 03:20+02",
          trail(Schedule.cron("20 2,3 * * *", BERLIN).onGap(SKIP), "2026-03-29", "2026-03-30"));
    }

    @Test
    void itMayBeHalfAnHour() {
      ZonedSchedule cron = Schedule.cron("*/15 2 * * *", LORD_HOWE);
      assertEquals("04 02:30+11, 04 02:45+11", trail(cron, "2026-10-04", "2026-10-05"));
      ZonedSchedule daily = Schedule.daily(LocalTime.of(2, 15), LORD_HOWE);
      assertEquals("04 02:30+11, 05 02:15+11", trail(daily, "2026-10-04", "2026-10-06"));
      assertEquals("05 02:15+11", trail(daily.onGap(SKIP), "2026-10-04", "2026-10-06"));
    }

    @Test
    void itMayBeAtMidnight() {
      ZonedSchedule daily = Schedule.daily(LocalTime.MIDNIGHT, SANTIAGO);
      assertEquals(
          "05 00:00-04, 06 01:00-03, 07 00:00-03", trail(daily, "2026-09-05", "2026-09-08"));
      assertEquals(
          "05 00:00-04, 07 00:00-03", trail(daily.onGap(SKIP), "2026-09-05", "2026-09-08"));
    }

    @Test
    void itMayBeADay() {
      ZonedSchedule noon = Schedule.daily(LocalTime.NOON, APIA);
      assertEquals(
          "29 12:00-10, 31 00:00+14, 31 12:00+14", trail(noon, "2011-12-29", "2012-01-01"));
      assertEquals("29 12:00-10, 31 12:00+14", trail(noon.onGap(SKIP), "2011-12-29", "2012-01-01"));
      ZonedSchedule midnight = Schedule.daily(LocalTime.MIDNIGHT, APIA);
      assertEquals(
          "29 00:00-10, 31 00:00+14, 01 00:00+14", trail(midnight, "2011-12-29", "2012-01-02"));
      ZonedSchedule fridays = Schedule.weekly(DayOfWeek.FRIDAY, LocalTime.NOON, APIA);
      assertEquals(
          "23 12:00-10, 31 00:00+14, 06 12:00+14", trail(fridays, "2011-12-23", "2012-01-07"));
      assertEquals(
          "23 12:00-10, 06 12:00+14", trail(fridays.onGap(SKIP), "2011-12-23", "2012-01-07"));
      ZonedSchedule lastWorkday = Schedule.cron("0 0-12 LW 12 *", APIA);
      assertEquals("31 00:00+14", trail(lastWorkday, "2011-12-01", "2012-01-01"));
    }
  }

  @Nested
  class Overlaps {

    static Stream<ZonedSchedule> atHalfPastTwoOnOctober25th() {
      return Stream.of(
          Schedule.daily(HALF_PAST_TWO, BERLIN),
          Schedule.weekly(DayOfWeek.SUNDAY, HALF_PAST_TWO, BERLIN),
          Schedule.monthly(25, HALF_PAST_TWO, BERLIN),
          Schedule.cron("30 2 * * *", BERLIN),
          Schedule.cron("30 2 25 10 ?", BERLIN),
          Schedule.cron("0 30 2 ? * SUNL", BERLIN));
    }

    @ParameterizedTest
    @MethodSource("atHalfPastTwoOnOctober25th")
    void aTimeInTheOverlapComesInTheFirstPass(ZonedSchedule schedule) {
      assertEquals("25 02:30+02", trail(schedule, "2026-10-25", "2026-10-26"));
      assertEquals("25 02:30+02", trail(schedule.onOverlap(FIRST), "2026-10-25", "2026-10-26"));
    }

    @ParameterizedTest
    @MethodSource("atHalfPastTwoOnOctober25th")
    void orInTheLast(ZonedSchedule schedule) {
      assertEquals("25 02:30+01", trail(schedule.onOverlap(LAST), "2026-10-25", "2026-10-26"));
    }

    @Test
    void theOverlapBeginsWithItsFirstTimeAndEndsBeforeItsLast() {
      for (Overlap overlap : Overlap.values()) {
        LocalTime two = LocalTime.of(2, 0);
        LocalTime three = LocalTime.of(3, 0);
        List<String> trails =
            Stream.of(two.minusNanos(1), two, three.minusNanos(1), three)
                .map(time -> Schedule.daily(time, BERLIN).onOverlap(overlap))
                .map(schedule -> trail(schedule, "2026-10-25", "2026-10-26"))
                .toList();
        String offset = overlap == FIRST ? "+02" : "+01";
        assertEquals(
            List.of("25 01:59+02", "25 02:00" + offset, "25 02:59" + offset, "25 03:00+01"),
            trails);
      }
    }

    @Test
    void severalTimesGoThroughOnePassOnly() {
      ZonedSchedule cron = Schedule.cron("*/30 1-3 * * *", BERLIN);
      assertEquals(
          "25 01:00+02, 25 01:30+02, 25 02:00+02, 25 02:30+02, 25 03:00+01, 25 03:30+01",
          trail(cron, "2026-10-25", "2026-10-26"));
      assertEquals(
          "25 01:00+02, 25 01:30+02, 25 02:00+01, 25 02:30+01, 25 03:00+01, 25 03:30+01",
          trail(cron.onOverlap(LAST), "2026-10-25", "2026-10-26"));
    }

    @Test
    void askedFromWithinTheFirstPass() {
      ZonedSchedule first = Schedule.cron("*/20 2 * * *", BERLIN);
      ZonedSchedule last = first.onOverlap(LAST);
      assertEquals(
          "25 02:20+02, 25 02:40+02, 26 02:00+01", trailAfter("2026-10-25T02:10+02:00", first));
      assertEquals(
          "25 02:40+02, 26 02:00+01, 26 02:20+01", trailAfter("2026-10-25T02:20+02:00", first));
      assertEquals(
          "26 02:00+01, 26 02:20+01, 26 02:40+01", trailAfter("2026-10-25T02:50+02:00", first));
      assertEquals(
          "25 02:00+01, 25 02:20+01, 25 02:40+01", trailAfter("2026-10-25T02:00+02:00", last));
      assertEquals(
          "25 02:00+01, 25 02:20+01, 25 02:40+01", trailAfter("2026-10-25T02:50+02:00", last));
    }

    @Test
    void askedFromWithinTheSecondPass() {
      ZonedSchedule first = Schedule.cron("*/20 2 * * *", BERLIN);
      ZonedSchedule last = first.onOverlap(LAST);
      assertEquals(
          "26 02:00+01, 26 02:20+01, 26 02:40+01", trailAfter("2026-10-25T02:00+01:00", first));
      assertEquals(
          "26 02:00+01, 26 02:20+01, 26 02:40+01", trailAfter("2026-10-25T02:10+01:00", first));
      assertEquals(
          "25 02:20+01, 25 02:40+01, 26 02:00+01", trailAfter("2026-10-25T02:00+01:00", last));
      assertEquals(
          "25 02:20+01, 25 02:40+01, 26 02:00+01", trailAfter("2026-10-25T02:10+01:00", last));
      assertEquals(
          "26 02:00+01, 26 02:20+01, 26 02:40+01", trailAfter("2026-10-25T02:40+01:00", last));
    }

    @Test
    void itMayBeHalfAnHour() {
      ZonedSchedule cron = Schedule.cron("*/15 1 * * *", LORD_HOWE);
      assertEquals(
          "05 01:00+11, 05 01:15+11, 05 01:30+11, 05 01:45+11",
          trail(cron, "2026-04-05", "2026-04-06"));
      assertEquals(
          "05 01:00+11, 05 01:15+11, 05 01:30+1030, 05 01:45+1030",
          trail(cron.onOverlap(LAST), "2026-04-05", "2026-04-06"));
      assertEquals(
          "05 01:30+1030, 05 01:45+1030, 06 01:00+1030",
          trailAfter("2026-04-05T01:50+11:00", cron.onOverlap(LAST)));
    }

    @Test
    void itMayBeBeforeMidnight() {
      ZonedSchedule cron = Schedule.cron("30 23,0 * * *", SANTIAGO);
      assertEquals(
          "04 00:30-03, 04 23:30-03, 05 00:30-04, 05 23:30-04",
          trail(cron, "2026-04-04", "2026-04-06"));
      assertEquals(
          "04 00:30-03, 04 23:30-04, 05 00:30-04, 05 23:30-04",
          trail(cron.onOverlap(LAST), "2026-04-04", "2026-04-06"));
      ZonedSchedule midnight = Schedule.daily(LocalTime.MIDNIGHT, SANTIAGO);
      assertEquals(
          "04 00:00-03, 05 00:00-04, 06 00:00-04", trail(midnight, "2026-04-04", "2026-04-07"));
    }
  }

  @Nested
  class ByElapsedTime {

    private static final String GAP = "2026-03-29";
    private static final String OVERLAP = "2026-10-25";

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
      assertEquals(
          "04 01:45+1030, 04 02:45+11, 04 03:45+11", next(3, atThreeQuarters, beforeTheGap));
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

  @Test
  void aChoiceMakesAnotherScheduleAndKeepsTheOtherChoice() {
    ZonedSchedule daily = Schedule.daily(HALF_PAST_TWO, BERLIN);
    ZonedSchedule both = daily.onGap(SKIP).onOverlap(LAST);
    ZonedSchedule likewise = daily.onOverlap(LAST).onGap(SKIP);
    assertEquals(
        List.of("29 03:00+02", "25 02:30+02", "", "25 02:30+01", "", "25 02:30+01"),
        Stream.of(daily, both, likewise)
            .flatMap(schedule ->
                Stream.of(
                    trail(schedule, "2026-03-29", "2026-03-30"),
                    trail(schedule, "2026-10-25", "2026-10-26")))
            .toList());
    assertEquals(List.of(BERLIN, BERLIN), List.of(daily.zone(), both.zone()));
  }

  /** Of all schedules, in zones with all kinds of changes, at random. */
  @Nested
  class AtRandom {

    private static final long SEED = Long.getLong("innkeeper.random.seed", 42);

    static final List<String> ZONES =
        List.of(
            "Europe/Berlin",
            "Europe/Dublin", // summer is the standard, winter is saved
            "America/New_York",
            "America/Havana", // from 1:00 back to 0:00
            "America/Santiago",
            "America/Caracas", // half an hour off, until 2016
            "Africa/Casablanca",
            "Africa/Cairo", // stopped and came back
            "Antarctica/Troll", // two hours
            "Asia/Beirut",
            "Asia/Kolkata",
            "Asia/Pyongyang", // half an hour at midnight, in 2015 and back in 2018
            "Australia/Lord_Howe",
            "Pacific/Apia");

    @ParameterizedTest
    @FieldSource("ZONES")
    void nextIsLaterAndTheSameUntilItHasCome(String name) {
      Random random = random(name);
      ZoneId zone = ZoneId.of(name);
      for (int i = 0; i < 400; i++) {
        Schedule schedule = schedule(random, zone);
        Instant after = instant(random, zone);
        Instant next = schedule.next(after);
        assertNotNull(next);
        String what = schedule + ": " + next + " after " + after + seed();
        assertTrue(next.isAfter(after), what);
        assertEquals(next, schedule.next(next.minusNanos(1)), what);
        for (int j = 0; j < 10; j++) {
          Instant between = between(random, after, next);
          assertEquals(next, schedule.next(between), () -> what + ", and after " + between);
        }
      }
    }

    private static Instant between(Random random, Instant from, Instant to) {
      Duration most = Duration.between(from, to);
      long nanos = random.nextLong(Math.min(most.toNanos(), Duration.ofHours(6).toNanos()));
      return random.nextBoolean() ? from.plusNanos(nanos) : to.minusNanos(nanos + 1);
    }

    @ParameterizedTest
    @FieldSource("ZONES")
    void aYearGoesForwardAndTheChoicesMakeNoOtherTimes(String name) {
      Random random = random(name);
      ZoneId zone = ZoneId.of(name);
      for (int i = 0; i < 15; i++) {
        ZonedSchedule schedule = schedule(random, zone).onGap(RUN_AT_END);
        String from = 2005 + random.nextInt(25) + "-01-01";
        String to = LocalDate.parse(from).plusYears(1).toString();
        List<Instant> all = instants(schedule, zone, from, to);
        List<Instant> existing = instants(schedule.onGap(SKIP), zone, from, to);
        assertEquals(all.stream().distinct().sorted().toList(), all, () -> schedule + seed());
        Set<Instant> onlyAtTheEndOfAGap = new LinkedHashSet<>(all);
        existing.forEach(onlyAtTheEndOfAGap::remove);
        assertEquals(
            List.copyOf(onlyAtTheEndOfAGap),
            onlyAtTheEndOfAGap.stream().filter(at -> isTheEndOfAGap(at, zone)).toList(),
            () -> schedule + " from " + from + seed());
        assertEquals(all.size(), existing.size() + onlyAtTheEndOfAGap.size(), schedule + seed());
      }
    }

    private static boolean isTheEndOfAGap(Instant at, ZoneId zone) {
      ZoneOffsetTransition change = zone.getRules().nextTransition(at.minusNanos(1));
      return change != null && change.getInstant().equals(at) && change.isGap();
    }

    @ParameterizedTest
    @FieldSource("ZONES")
    void dailyIsOnceOnEachDateThatThereIs(String name) {
      Random random = random(name);
      ZoneId zone = ZoneId.of(name);
      for (int i = 0; i < 40; i++) {
        // not later: in a gap that ends with the day, it would come on the next
        LocalTime time = LocalTime.ofSecondOfDay(random.nextInt(23 * 4) * 900L);
        ZonedSchedule daily = chosen(random, Schedule.daily(time, zone)).onGap(RUN_AT_END);
        int year = 2012 + random.nextInt(20); // Apia's skipped day is before
        List<LocalDate> dates =
            instants(daily, zone, year + "-01-01", year + 1 + "-01-01").stream()
                .map(at -> LocalDate.ofInstant(at, zone))
                .toList();
        assertEquals(
            LocalDate.of(year, 1, 1).datesUntil(LocalDate.of(year + 1, 1, 1)).toList(),
            dates,
            () -> daily + seed());
      }
    }

    /** So that a zone draws the same, whatever is before it in the list. */
    private static Random random(String zone) {
      return new Random(SEED + zone.hashCode());
    }

    private static String seed() {
      return " (seed " + SEED + ")";
    }

    private static Instant instant(Random random, ZoneId zone) {
      Instant any =
          Instant.parse("2000-01-01T00:00:00Z").plusSeconds(random.nextLong(1_100_000_000));
      ZoneOffsetTransition change = zone.getRules().nextTransition(any);
      return change == null || random.nextInt(4) == 0
          ? any
          : change
              .getInstant()
              .plus(Duration.ofMinutes(30L * random.nextInt(-4, 4)))
              .plusNanos(random.nextBoolean() ? 0 : random.nextInt());
    }

    private static ZonedSchedule schedule(Random random, ZoneId zone) {
      LocalTime time = LocalTime.ofSecondOfDay(random.nextInt(24 * 12) * 300L);
      int minute = random.nextInt(60);
      int hour = random.nextInt(24);
      return chosen(
          random,
          switch (random.nextInt(9)) {
            case 0 -> Schedule.daily(time, zone);
            case 1 -> Schedule.weekly(DayOfWeek.of(1 + random.nextInt(7)), time, zone);
            case 2 -> Schedule.monthly(1 + random.nextInt(31), time, zone);
            case 3 -> (ZonedSchedule) Schedule.hourlyAt(minute, zone);
            case 4 -> Schedule.cron(minute + " " + hour + ",0-3 * * *", zone);
            case 5 -> Schedule.cron("*/" + (10 + minute / 2) + " 1,2,23 * * SUN,THU-SAT", zone);
            case 6 -> Schedule.cron(minute + " * * * *", zone);
            case 7 -> Schedule.cron("*/20 0-" + hour + " L,15W * FRI#2", zone);
            default -> Schedule.cron("30 */30 " + hour + "/3 * * SUN", zone);
          });
    }

    private static ZonedSchedule chosen(Random random, ZonedSchedule schedule) {
      return schedule
          .onGap(random.nextBoolean() ? RUN_AT_END : SKIP)
          .onOverlap(random.nextBoolean() ? FIRST : LAST);
    }
  }
}
