package dev.innkeeper.timer;

import static dev.innkeeper.timer.ClockChanges.BERLIN;
import static dev.innkeeper.timer.ClockChanges.HALF_PAST_TWO;
import static dev.innkeeper.timer.ClockChanges.LORD_HOWE;
import static dev.innkeeper.timer.ClockChanges.SANTIAGO;
import static dev.innkeeper.timer.ClockChanges.trail;
import static dev.innkeeper.timer.ClockChanges.trailAfter;
import static dev.innkeeper.timer.ZonedSchedule.Overlap.FIRST;
import static dev.innkeeper.timer.ZonedSchedule.Overlap.LAST;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.timer.ZonedSchedule.Overlap;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When the clocks go back, there are local times that come twice. */
class OverlapTest {

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
          List.of("25 01:59+02", "25 02:00" + offset, "25 02:59" + offset, "25 03:00+01"), trails);
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
