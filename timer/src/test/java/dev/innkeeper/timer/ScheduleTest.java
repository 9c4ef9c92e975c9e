package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schedules where no clock is changed; {@link GapTest} and {@link OverlapTest} have the rest. */
class ScheduleTest {

  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");

  @Nested
  class Every {

    @Test
    void goesByThePeriodFromWhereItIsAsked() {
      assertEquals(
          "2023-12-31T22:01:30 2023-12-31T23:31:30 2024-01-01T01:01:30 2024-01-01T02:31:30",
          FirstFour.of(Schedule.every(Duration.ofMinutes(90)), "2023-12-31T20:31:30"));
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
          FirstFour.of(Schedule.hourly(UTC), "2023-12-31T22:00"));
    }

    @Test
    void isAtThatMinuteOfEachHour() {
      assertEquals(
          "2023-12-31T22:59 2023-12-31T23:59 2024-01-01T00:59 2024-01-01T01:59",
          FirstFour.of(Schedule.hourlyAt(59, UTC), "2023-12-31T22:00"));
    }

    @Test
    void goesByTheClocksOfItsZoneWhichMayBeHalfAnHourOff() {
      assertEquals(
          "2023-01-01T00:30 2023-01-01T01:30 2023-01-01T02:30 2023-01-01T03:30",
          FirstFour.of(Schedule.hourly(KOLKATA), "2023-01-01T00:00"));
      assertEquals(
          "2023-01-01T06:15 2023-01-01T07:15 2023-01-01T08:15 2023-01-01T09:15",
          FirstFour.of(Schedule.hourlyAt(15, KOLKATA), "2023-01-01T05:30", KOLKATA, time -> time));
    }
  }

  @Nested
  class DailyWeeklyMonthly {

    @Test
    void dailyIsEachDayOverTheEndOfTheYear() {
      assertEquals(
          "2023-12-30T03:00 2023-12-31T03:00 2024-01-01T03:00 2024-01-02T03:00",
          FirstFour.of(Schedule.daily(LocalTime.of(3, 0), UTC), "2023-12-29T03:00"));
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
          FirstFour.of(Schedule.daily(LocalTime.MIDNIGHT, KOLKATA), "2022-12-31T18:29:59"));
    }

    @Test
    void weeklyIsEachWeek() {
      assertEquals(
          "2023-12-25T12:00 2024-01-01T12:00 2024-01-08T12:00 2024-01-15T12:00",
          FirstFour.of(Schedule.weekly(DayOfWeek.MONDAY, LocalTime.NOON, UTC), "2023-12-20T00:00"));
    }

    @Test
    void weeklyIsOnEachOfItsDays() {
      Set<DayOfWeek> days = Set.of(DayOfWeek.SUNDAY, DayOfWeek.MONDAY, DayOfWeek.THURSDAY);
      assertEquals(
          "2023-12-28T12:00 2023-12-31T12:00 2024-01-01T12:00 2024-01-04T12:00",
          FirstFour.of(Schedule.weekly(days, LocalTime.NOON, UTC), "2023-12-25T12:00"));
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
      assertEquals(
          expected, FirstFour.of(schedule, after + "T00:00", UTC, time -> time.toLocalDate()));
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
}
