package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no schedule is refused where it is made. */
class ScheduleRefusalTest {

  private static final ZoneId UTC = ZoneId.of("UTC");

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
