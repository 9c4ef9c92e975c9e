package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedules where no clock is changed; {@link DaylightSavingTest} has the rest. */
class ScheduleTest {

  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");

  /** The first four times, each as {@code shown}. */
  private static String trail(
      Schedule schedule, String after, ZoneId zone, Function<LocalDateTime, Object> shown) {
    return schedule.upcoming(4, LocalDateTime.parse(after).atZone(zone).toInstant(), zone).stream()
        .map(ZonedDateTime::toLocalDateTime)
        .map(shown)
        .map(Object::toString)
        .collect(Collectors.joining(" "));
  }

  private static String trail(Schedule schedule, String after) {
    return trail(schedule, after, UTC, time -> time);
  }

  @Nested
  class Every {

    @Test
    void goesByThePeriodFromWhereItIsAsked() {
      assertEquals(
          "2023-12-31T22:01:30 2023-12-31T23:31:30 2024-01-01T01:01:30 2024-01-01T02:31:30",
          trail(Schedule.every(Duration.ofMinutes(90)), "2023-12-31T20:31:30"));
    }

    @Test
    void takesANanosecond() {
      Instant at = Instant.parse("2023-01-01T00:00:00Z");
      assertEquals(at.plusNanos(1), Schedule.every(Duration.ofNanos(1)).next(at));
    }

    @Test
    void endsWithTheInstantsThatThereAre() {
      Schedule hourly = Schedule.every(Duration.ofHours(1));
      Instant anHourBeforeTheEnd = Instant.MAX.minus(Duration.ofHours(1));
      assertEquals(Instant.MAX, hourly.next(anHourBeforeTheEnd));
      assertNull(hourly.next(anHourBeforeTheEnd.plusNanos(1)));
      assertNull(hourly.next(Instant.MAX));
    }
  }

  @Nested
  class Hourly {

    @Test
    void isAtTheBeginningOfEachHour() {
      assertEquals(
          "2023-12-31T23:00 2024-01-01T00:00 2024-01-01T01:00 2024-01-01T02:00",
          trail(Schedule.hourly(UTC), "2023-12-31T22:00"));
    }

    @Test
    void isAtThatMinuteOfEachHour() {
      assertEquals(
          "2023-12-31T22:59 2023-12-31T23:59 2024-01-01T00:59 2024-01-01T01:59",
          trail(Schedule.hourlyAt(59, UTC), "2023-12-31T22:00"));
    }

    @Test
    void goesByTheClocksOfItsZoneWhichMayBeHalfAnHourOff() {
      assertEquals(
          "2023-01-01T00:30 2023-01-01T01:30 2023-01-01T02:30 2023-01-01T03:30",
          trail(Schedule.hourly(KOLKATA), "2023-01-01T00:00"));
      assertEquals(
          "2023-01-01T06:15 2023-01-01T07:15 2023-01-01T08:15 2023-01-01T09:15",
          trail(Schedule.hourlyAt(15, KOLKATA), "2023-01-01T05:30", KOLKATA, time -> time));
    }
  }

  @Nested
  class DailyWeeklyMonthly {

    @Test
    void dailyIsEachDayOverTheEndOfTheYear() {
      assertEquals(
          "2023-12-30T03:00 2023-12-31T03:00 2024-01-01T03:00 2024-01-02T03:00",
          trail(Schedule.daily(LocalTime.of(3, 0), UTC), "2023-12-29T03:00"));
    }

    @Test
    void dailyTakesTimesToTheNanosecond() {
      Schedule schedule = Schedule.daily(LocalTime.MAX, UTC);
      Instant last = Instant.parse("2023-12-31T23:59:59.999999999Z");
      assertEquals(last, schedule.next(last.minusNanos(1)));
      assertEquals(last.plus(Duration.ofDays(1)), schedule.next(last));
    }

    @Test
    void dailyGoesByTheClocksOfItsZone() {
      assertEquals(
          "2022-12-31T18:30 2023-01-01T18:30 2023-01-02T18:30 2023-01-03T18:30",
          trail(Schedule.daily(LocalTime.MIDNIGHT, KOLKATA), "2022-12-31T18:29:59"));
    }

    @Test
    void weeklyIsEachWeek() {
      assertEquals(
          "2023-12-25T12:00 2024-01-01T12:00 2024-01-08T12:00 2024-01-15T12:00",
          trail(Schedule.weekly(DayOfWeek.MONDAY, LocalTime.NOON, UTC), "2023-12-20T00:00"));
    }

    @Test
    void weeklyIsOnEachOfItsDays() {
      Set<DayOfWeek> days = Set.of(DayOfWeek.SUNDAY, DayOfWeek.MONDAY, DayOfWeek.THURSDAY);
      assertEquals(
          "2023-12-28T12:00 2023-12-31T12:00 2024-01-01T12:00 2024-01-04T12:00",
          trail(Schedule.weekly(days, LocalTime.NOON, UTC), "2023-12-25T12:00"));
    }

    @ParameterizedTest(name = "day {0} after {1}: {2}")
    @CsvSource({
      "31, 2023-01-01, 2023-01-31 2023-02-28 2023-03-31 2023-04-30",
      "30, 2024-01-01, 2024-01-30 2024-02-29 2024-03-30 2024-04-30",
      "29, 2100-02-01, 2100-02-28 2100-03-29 2100-04-29 2100-05-29",
      "28, 2024-02-01, 2024-02-28 2024-03-28 2024-04-28 2024-05-28",
      "1, 2023-11-15, 2023-12-01 2024-01-01 2024-02-01 2024-03-01",
    })
    void monthlyTakesTheLastDayOfAMonthThatIsTooShort(int day, String after, String expected) {
      Schedule schedule = Schedule.monthly(day, LocalTime.NOON, UTC);
      assertEquals(expected, trail(schedule, after + "T00:00", UTC, time -> time.toLocalDate()));
    }
  }

  @Nested
  class Cron {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            # five fields
            * * * * *        | 00:01 00:02 00:03 00:04
            0 * * * *        | 01:00 02:00 03:00 04:00
            59 23 * * *      | 23:59 23:59 23:59 23:59
            # lists, ranges
            7,3,5 * * * *    | 00:03 00:05 00:07 01:03
            0 9,17 * * *     | 09:00 17:00 09:00 17:00
            0 22-23,3 * * *  | 03:00 22:00 23:00 03:00
            4-4 1 * * *      | 01:04 01:04 01:04 01:04
            # over the end
            0 22-2 * * *     | 01:00 02:00 22:00 23:00
            30 22-2/2 * * *  | 00:30 02:30 22:30 00:30
            50-10/15 * * * * | 00:05 00:50 01:05 01:50
            # steps
            */20 * * * *     | 00:20 00:40 01:00 01:20
            */1 23 * * *     | 23:00 23:01 23:02 23:03
            */40 * * * *     | 00:40 01:00 01:40 02:00
            5/15 * * * *     | 00:05 00:20 00:35 00:50
            10-40/10 * * * * | 00:10 00:20 00:30 00:40
            10-45/10 1 * * * | 01:10 01:20 01:30 01:40
            0 12/5 * * *     | 12:00 17:00 22:00 12:00
            */30,5 */12 * * * | 00:05 00:30 12:00 12:05
            # six fields
            30 0 12 * * *    | 12:00:30 12:00:30 12:00:30 12:00:30
            */25 0 0 * * *   | 00:00:25 00:00:50 00:00 00:00:25
            58-1 59 23 * * * | 23:59 23:59:01 23:59:58 23:59:59
            * * * * * *      | 00:00:01 00:00:02 00:00:03 00:00:04
            '\t0   12 *  * * ' | 12:00 12:00 12:00 12:00
            """)
    void timesOfTheDay(String expression, String expected) {
      Schedule schedule = Schedule.cron(expression, UTC);
      assertEquals(expected, trail(schedule, "2023-03-01T00:00", UTC, time -> time.toLocalTime()));
    }

    /** The year 2023 begins with a Sunday. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            # a month without the day is passed over
            31 * *         | 2023-01-31 2023-03-31 2023-05-31 2023-07-31
            30 * *         | 2023-01-30 2023-03-30 2023-04-30 2023-05-30
            30,31 2,6 *    | 2023-06-30 2024-06-30 2025-06-30 2026-06-30
            29 2 *         | 2024-02-29 2028-02-29 2032-02-29 2036-02-29
            30-2 * *       | 2023-01-01 2023-01-02 2023-01-30 2023-01-31
            10/10 * *      | 2023-01-10 2023-01-20 2023-01-30 2023-02-10
            # from the end of the month
            L * *          | 2023-01-31 2023-02-28 2023-03-31 2023-04-30
            L-3 * *        | 2023-01-28 2023-02-25 2023-03-28 2023-04-27
            L-30 * *       | 2023-01-01 2023-03-01 2023-05-01 2023-07-01
            L,L-2,3 * *    | 2023-01-03 2023-01-29 2023-01-31 2023-02-03
            l,l-1 2 *      | 2023-02-27 2023-02-28 2024-02-28 2024-02-29
            # workdays
            15W * *        | 2023-01-16 2023-02-15 2023-03-15 2023-04-14
            1W * *         | 2023-01-02 2023-02-01 2023-03-01 2023-04-03
            31W 12 *       | 2023-12-29 2024-12-31 2025-12-31 2026-12-31
            31W 1-6 *      | 2023-01-31 2023-03-31 2023-05-31 2024-01-31
            LW * *         | 2023-01-31 2023-02-28 2023-03-31 2023-04-28
            LW 12 *        | 2023-12-29 2024-12-31 2025-12-31 2026-12-31
            1,lw,L-1 * *   | 2023-01-01 2023-01-30 2023-01-31 2023-02-01
            # days of the week; Sunday is 0 and 7
            * * WED        | 2023-01-04 2023-01-11 2023-01-18 2023-01-25
            * * 0          | 2023-01-01 2023-01-08 2023-01-15 2023-01-22
            * * 7          | 2023-01-01 2023-01-08 2023-01-15 2023-01-22
            * * 0,7        | 2023-01-01 2023-01-08 2023-01-15 2023-01-22
            * * 7-7        | 2023-01-01 2023-01-08 2023-01-15 2023-01-22
            * * mon-Fri    | 2023-01-02 2023-01-03 2023-01-04 2023-01-05
            * * FRI-MON    | 2023-01-01 2023-01-02 2023-01-06 2023-01-07
            * * FRI-MON/2  | 2023-01-01 2023-01-06 2023-01-08 2023-01-13
            * * FRI-MON/7  | 2023-01-06 2023-01-13 2023-01-20 2023-01-27
            * * SUN-TUE    | 2023-01-01 2023-01-02 2023-01-03 2023-01-08
            * * 7-2        | 2023-01-01 2023-01-02 2023-01-03 2023-01-08
            * * 5-7        | 2023-01-01 2023-01-06 2023-01-07 2023-01-08
            * * FRI-SUN    | 2023-01-01 2023-01-06 2023-01-07 2023-01-08
            * * 0-7        | 2023-01-01 2023-01-02 2023-01-03 2023-01-04
            * * 1-7        | 2023-01-01 2023-01-02 2023-01-03 2023-01-04
            # a week of steps begins with Sunday
            * * */2        | 2023-01-01 2023-01-03 2023-01-05 2023-01-07
            * * 4/2        | 2023-01-05 2023-01-07 2023-01-12 2023-01-14
            * * 7/4        | 2023-01-01 2023-01-05 2023-01-08 2023-01-12
            # of the month
            * * FRI#2      | 2023-01-13 2023-02-10 2023-03-10 2023-04-14
            * * mon#5      | 2023-01-30 2023-05-29 2023-07-31 2023-10-30
            * * 7#1,0#2    | 2023-01-01 2023-01-08 2023-02-05 2023-02-12
            * * FRIL       | 2023-01-27 2023-02-24 2023-03-31 2023-04-28
            * * sunl       | 2023-01-29 2023-02-26 2023-03-26 2023-04-30
            * * 0L         | 2023-01-29 2023-02-26 2023-03-26 2023-04-30
            * * 7L         | 2023-01-29 2023-02-26 2023-03-26 2023-04-30
            * * TUE#1,FRIL | 2023-01-03 2023-01-27 2023-02-07 2023-02-24
            * * FRIL,TUE   | 2023-01-03 2023-01-10 2023-01-17 2023-01-24
            # months
            1 NOV-FEB *    | 2023-01-01 2023-02-01 2023-11-01 2023-12-01
            1 11-2 *       | 2023-01-01 2023-02-01 2023-11-01 2023-12-01
            1 jan,Jul *    | 2023-01-01 2023-07-01 2024-01-01 2024-07-01
            1 */5 *        | 2023-01-01 2023-06-01 2023-11-01 2024-01-01
            1 10/2 *       | 2023-10-01 2023-12-01 2024-10-01 2024-12-01
            # both days given: one of them is enough
            10 * MON       | 2023-01-02 2023-01-09 2023-01-10 2023-01-16
            L * FRI#1      | 2023-01-06 2023-01-31 2023-02-03 2023-02-28
            30 2 MON       | 2023-02-06 2023-02-13 2023-02-20 2023-02-27
            ? * WED        | 2023-01-04 2023-01-11 2023-01-18 2023-01-25
            15 * ?         | 2023-01-15 2023-02-15 2023-03-15 2023-04-15
            ? * ?          | 2023-01-01 2023-01-02 2023-01-03 2023-01-04
            """)
    void days(String days, String expected) {
      Schedule fiveFields = Schedule.cron("0 0 " + days, UTC);
      Schedule sixFields = Schedule.cron("0 0 0 " + days, UTC);
      assertEquals(
          List.of(expected, expected),
          List.of(
              trail(fiveFields, "2022-12-31T12:00", UTC, time -> time.toLocalDate()),
              trail(sixFields, "2022-12-31T12:00", UTC, time -> time.toLocalDate())));
    }

    /** As in Vixie cron. */
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            @hourly      | 0 * * * *
            @daily       | 0 0 * * *
            @midnight    | 0 0 * * *
            @weekly      | 0 0 * * SUN
            @monthly     | 0 0 1 * *
            @yearly      | 0 0 1 1 *
            @annually    | 0 0 1 1 *
            ' @daily	'  | 0 0 * * *
            """)
    void nicknamesStandForFiveFields(String nickname, String fields) {
      Schedule schedule = Schedule.cron(nickname, UTC);
      String after = "2023-03-01T00:00";
      assertEquals(
          trail(Schedule.cron(fields, UTC), after) + " by cron '" + nickname + "' in UTC",
          trail(schedule, after) + " by " + schedule);
    }

    @Test
    void leapDaysLeaveOut2100() {
      assertEquals(
          "2096-02-29T00:00 2104-02-29T00:00 2108-02-29T00:00 2112-02-29T00:00",
          trail(Schedule.cron("0 0 29 2 *", UTC), "2092-02-29T00:00"));
    }

    @Test
    void theLastSecondOfAYearIsFollowedByTheNextYear() {
      assertEquals(
          "2023-12-31T23:59:59 2024-12-31T23:59:59 2025-12-31T23:59:59 2026-12-31T23:59:59",
          trail(Schedule.cron("59 59 23 31 12 *", UTC), "2023-12-31T23:59:58.999999999"));
    }

    /** An i in lower case is no I to a Turk, and FRI no name of a day to cron-utils then. */
    @Test
    void namesAreTheSameInAnyLanguage() {
      Locale before = Locale.getDefault();
      Locale.setDefault(Locale.forLanguageTag("tr"));
      try {
        assertEquals(
            "2023-01-06T00:00 2023-01-13T00:00 2023-01-20T00:00 2023-01-27T00:00",
            trail(Schedule.cron("0 0 * * fri", UTC), "2023-01-01T00:00"));
      } finally {
        Locale.setDefault(before);
      }
    }
  }

  @Nested
  class Never {

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

  @Nested
  class Upcoming {

    private final Schedule threeSeconds =
        after -> {
          Instant next = after.plusSeconds(1);
          return next.getEpochSecond() > 3 ? null : next;
        };

    @Test
    void isAsLongAsWanted() {
      assertEquals(List.of(), Schedule.hourly(UTC).upcoming(0, Instant.EPOCH, UTC));
      assertEquals(
          List.of(
              ZonedDateTime.parse("1970-01-01T01:00Z[UTC]"),
              ZonedDateTime.parse("1970-01-01T02:00Z[UTC]")),
          Schedule.hourly(UTC).upcoming(2, Instant.EPOCH, UTC));
    }

    @Test
    void endsWithTheSchedule() {
      assertEquals(
          List.of("1970-01-01T00:00:02Z", "1970-01-01T00:00:03Z"),
          threeSeconds.upcoming(5, Instant.ofEpochSecond(1), ZoneOffset.UTC).stream()
              .map(ZonedDateTime::toString)
              .toList());
      assertEquals(List.of(), threeSeconds.upcoming(5, Instant.ofEpochSecond(3), UTC));
    }

    @Test
    void isShownInAnyZone() {
      assertEquals(
          List.of(ZonedDateTime.parse("1970-01-01T06:30+05:30[Asia/Kolkata]")),
          Schedule.hourly(UTC).upcoming(1, Instant.EPOCH, KOLKATA));
    }

    @Test
    void negativeNumbersAreRefused() {
      Exception e =
          assertThrows(
              IllegalArgumentException.class, () -> threeSeconds.upcoming(-1, Instant.EPOCH, UTC));
      assertEquals("n must be zero or more: -1", e.getMessage());
    }
  }

  @Test
  void theTextSaysWhenAndWhere() {
    LocalTime three = LocalTime.of(3, 0);
    assertEquals(
        List.of(
            "every PT1M",
            "hourly at minute 0 in UTC",
            "hourly at minute 15 in Asia/Kolkata",
            "daily at 03:00 in UTC",
            "weekly on [FRIDAY] at 03:00 in UTC",
            "weekly on [MONDAY, SUNDAY] at 03:00 in UTC",
            "monthly on day 31 at 03:00 in UTC",
            "cron '0 3 * * mon' in UTC"),
        List.of(
            Schedule.every(Duration.ofMinutes(1)).toString(),
            Schedule.hourly(UTC).toString(),
            Schedule.hourlyAt(15, KOLKATA).toString(),
            Schedule.daily(three, UTC).toString(),
            Schedule.weekly(DayOfWeek.FRIDAY, three, UTC).toString(),
            Schedule.weekly(Set.of(DayOfWeek.SUNDAY, DayOfWeek.MONDAY), three, UTC).toString(),
            Schedule.monthly(31, three, UTC).toString(),
            Schedule.cron("0 3 * * mon", UTC).toString()));
  }

  @Nested
  class Refused {

    @ParameterizedTest
    @ValueSource(ints = {-1, 60})
    void minutesThatNoHourHas(int minute) {
      refused("minute must be from 0 to 59: " + minute, () -> Schedule.hourlyAt(minute, UTC));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 32})
    void daysThatNoMonthHas(int day) {
      refused(
          "day of month must be from 1 to 31: " + day,
          () -> Schedule.monthly(day, LocalTime.NOON, UTC));
    }

    @Test
    void noDaysOfTheWeek() {
      refused("days must not be empty", () -> Schedule.weekly(Set.of(), LocalTime.NOON, UTC));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT-0.000000001S"})
    void periodsThatDoNotGoOn(Duration period) {
      refused("period must be positive: " + period, () -> Schedule.every(period));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT9223372036854775807S", "P54000D"})
    void periodsThatNoClockCanCount(Duration period) {
      refused("period must be at most 146 years: " + period, () -> Schedule.every(period));
    }

    @Test
    void nullAtOnceAndNotWhenTheTimeHasCome() {
      LocalTime noon = LocalTime.NOON;
      List<Executable> calls =
          List.of(
              () -> Schedule.every(null),
              () -> Schedule.hourly(null),
              () -> Schedule.hourlyAt(0, null),
              () -> Schedule.daily(null, UTC),
              () -> Schedule.daily(noon, null),
              () -> Schedule.weekly((DayOfWeek) null, noon, UTC),
              () -> Schedule.weekly((Set<DayOfWeek>) null, noon, UTC),
              () -> Schedule.weekly(DayOfWeek.MONDAY, null, UTC),
              () -> Schedule.weekly(DayOfWeek.MONDAY, noon, null),
              () -> Schedule.monthly(1, null, UTC),
              () -> Schedule.monthly(1, noon, null),
              () -> Schedule.cron(null, UTC),
              () -> Schedule.cron("* * * * *", null),
              () -> Schedule.daily(noon, UTC).onGap(null),
              () -> Schedule.daily(noon, UTC).onOverlap(null));
      calls.forEach(call -> assertThrows(NullPointerException.class, call));
    }

    private static void refused(String message, Runnable call) {
      Exception e = assertThrows(IllegalArgumentException.class, call::run);
      assertEquals(message, e.getMessage());
    }
  }
}
