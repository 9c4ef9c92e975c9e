package dev.innkeeper.timer;

import static dev.innkeeper.timer.ClockChanges.APIA;
import static dev.innkeeper.timer.ClockChanges.BERLIN;
import static dev.innkeeper.timer.ClockChanges.HALF_PAST_TWO;
import static dev.innkeeper.timer.ClockChanges.LORD_HOWE;
import static dev.innkeeper.timer.ClockChanges.SANTIAGO;
import static dev.innkeeper.timer.ClockChanges.trail;
import static dev.innkeeper.timer.ZonedSchedule.Gap.RUN_AT_END;
import static dev.innkeeper.timer.ZonedSchedule.Gap.SKIP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.timer.ZonedSchedule.Gap;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When the clocks go forward, there are local times that do not come. */
class GapTest {

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
    assertEquals("28 02:30+01, 29 03:00+02, 30 02:30+02", trail(daily, "2026-03-28", "2026-03-31"));
    assertEquals("28 02:30+01, 30 02:30+02", trail(daily.onGap(SKIP), "2026-03-28", "2026-03-31"));
    ZonedSchedule weekly = Schedule.weekly(DayOfWeek.SUNDAY, HALF_PAST_TWO, BERLIN);
    assertEquals(
        "22 02:30+01, 29 03:00+02, 05 02:30+02", trail(weekly, "2026-03-22", "2026-04-06"));
    assertEquals("22 02:30+01, 05 02:30+02", trail(weekly.onGap(SKIP), "2026-03-22", "2026-04-06"));
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
    assertEquals("05 00:00-04, 06 01:00-03, 07 00:00-03", trail(daily, "2026-09-05", "2026-09-08"));
    assertEquals("05 00:00-04, 07 00:00-03", trail(daily.onGap(SKIP), "2026-09-05", "2026-09-08"));
  }

  @Test
  void itMayBeADay() {
    ZonedSchedule noon = Schedule.daily(LocalTime.NOON, APIA);
    assertEquals("29 12:00-10, 31 00:00+14, 31 12:00+14", trail(noon, "2011-12-29", "2012-01-01"));
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
