package dev.innkeeper.timer;

import static dev.innkeeper.timer.CalendarFixture.HOUR;
import static dev.innkeeper.timer.CalendarFixture.HOURLY;
import static dev.innkeeper.timer.CalendarFixture.MIDNIGHT;
import static dev.innkeeper.timer.CalendarFixture.MINUTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a timer on a calendar has beyond {@link WaitableTimerTest}. */
class CalendarTimerTest {

  private final CalendarFixture fixture = new CalendarFixture();
  private final ManualTimeSource time = fixture.time();

  @Nested
  class OnTime {

    @Test
    void ticksAreThePointsOfTheScheduleAfterItsConstruction() {
      time.advance(MINUTE.multipliedBy(30));
      fixture.consume(fixture.on(HOURLY));
      time.advance(HOUR.multipliedBy(3));
      assertEquals(List.of("01 01:00", "01 02:00", "01 03:00"), fixture.trail());
    }

    @Test
    void aTickIsNotANanosecondEarly() {
      fixture.consume(fixture.on(HOURLY));
      time.advance(HOUR.minusNanos(1));
      assertEquals(List.of(), fixture.trail());
      time.advance(Duration.ofNanos(1));
      assertEquals(List.of("01 01:00"), fixture.trail());
    }

    @Test
    void aYearOfAnHourlyJobIs8784TicksAndNoneIsLate() {
      CalendarTimer timer = fixture.on(HOURLY);
      fixture.consume(timer);
      time.advance(Duration.ofDays(366));
      assertEquals(8_784, fixture.trail().size());
      assertEquals(8_784, timer.lastTick().number());
      assertEquals("01 00:00", fixture.trail().getLast());
      assertTrue(fixture.trail().stream().noneMatch(tick -> tick.contains("late")));
    }

    @Test
    void aDayInSummerTimeIsTheLocalOne() {
      time.advance(Duration.ofDays(86)); // to 27 March, the day after the clocks went forward
      fixture.consume(fixture.on(Schedule.daily(LocalTime.of(3, 0), ZoneId.of("Europe/Berlin"))));
      time.advance(Duration.ofDays(2));
      assertEquals(List.of("27 01:00", "28 01:00"), fixture.trail());
    }

    @Test
    void thereIsNoLastPointBeforeTheFirstTick() {
      IllegalStateException refused =
          assertThrows(IllegalStateException.class, fixture.on(HOURLY)::lastScheduled);
      assertEquals(
          "no tick yet: call lastScheduled() after waitForNextTick() has returned true",
          refused.getMessage());
    }

    @Test
    void itSaysWhatComesNext() throws InterruptedException {
      CalendarTimer timer = fixture.on(HOURLY);
      assertEquals(MIDNIGHT.plus(HOUR), timer.nextScheduled());
      assertEquals(
          "CalendarTimer[hourly at minute 0 in Z, next at 2000-01-01T01:00:00Z]", timer.toString());
      time.advance(HOUR.plusMinutes(10));
      assertTrue(timer.waitForNextTick());
      assertEquals(MIDNIGHT.plus(HOUR.multipliedBy(2)), timer.nextScheduled());
      timer.close();
      assertEquals("CalendarTimer[hourly at minute 0 in Z, over]", timer.toString());
    }
  }

  /** {@link ClockStepTest} has the rest. */
  @Nested
  class WallClock {

    @Test
    void setForwardIsNoticedWithinAMinuteAndIsPointsMissed() {
      fixture.consume(fixture.on(HOURLY));
      time.advance(Duration.ofSeconds(90));
      time.moveWallClock(HOUR.multipliedBy(3)); // 03:01:30, as after a suspend
      time.advance(Duration.ofSeconds(29));
      assertEquals(List.of(), fixture.trail());
      time.advance(Duration.ofSeconds(1));
      time.advance(HOUR);
      assertEquals(List.of("01 03:00 late PT2M missed 2", "01 04:00"), fixture.trail());
    }

    @Test
    void movesTheNextPointOfAPeriodAlong() {
      CalendarTimer timer = fixture.on(Schedule.every(HOUR));
      time.advance(MINUTE.multipliedBy(20));
      time.moveWallClock(HOUR.multipliedBy(3));
      assertEquals(MIDNIGHT.plus(HOUR.multipliedBy(4)), timer.nextScheduled());
      time.moveWallClock(HOUR.multipliedBy(-5));
      assertEquals(MIDNIGHT.minus(HOUR), timer.nextScheduled());
    }

    @Test
    void setForwardByLittleBringsTheTickWhenTheClockSaysSo() {
      fixture.consume(fixture.on(HOURLY));
      time.advance(Duration.ofSeconds(90));
      time.moveWallClock(Duration.ofSeconds(20));
      time.advance(HOUR.minusSeconds(110));
      assertEquals(List.of("01 01:00"), fixture.trail());
    }
  }
}
