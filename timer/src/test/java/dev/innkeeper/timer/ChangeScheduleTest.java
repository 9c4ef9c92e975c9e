package dev.innkeeper.timer;

import static dev.innkeeper.timer.CalendarFixture.HOUR;
import static dev.innkeeper.timer.CalendarFixture.HOURLY;
import static dev.innkeeper.timer.CalendarFixture.MINUTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeScheduleTest {

  private final CalendarFixture fixture = new CalendarFixture();
  private final ManualTimeSource time = fixture.time();

  @Test
  void countsForAWaitInProgress() {
    CalendarTimer timer = fixture.on(HOURLY);
    fixture.consume(timer);
    time.advance(MINUTE.multipliedBy(10));
    timer.changeSchedule(Schedule.hourlyAt(15, ZoneOffset.UTC));
    time.advance(HOUR.multipliedBy(2));
    assertEquals(List.of("01 00:15", "01 01:15"), fixture.trail());
    assertEquals("hourly at minute 15 in Z", timer.schedule().toString());
  }

  @Test
  void whileTheOldOneIsAskedTakesNoTickFromTheNewOne() throws InterruptedException {
    CalendarTimer[] timer = new CalendarTimer[1];
    timer[0] =
        fixture.on(after -> {
          if (timer[0] != null) {
            timer[0].changeSchedule(Schedule.hourlyAt(15, ZoneOffset.UTC));
          }
          return after.plus(HOUR);
        });
    time.advance(HOUR);
    fixture.consume(timer[0]);
    time.advance(HOUR);
    assertEquals(List.of("01 01:15"), fixture.trail());
  }

  @Test
  void afterTheClockWasSetStartsFromTheNewTime() {
    CalendarTimer timer = fixture.on(Schedule.every(HOUR));
    fixture.consume(timer);
    time.advance(MINUTE);
    time.moveWallClock(HOUR.multipliedBy(5));
    timer.changeSchedule(Schedule.every(MINUTE.multipliedBy(40)));
    time.moveWallClock(HOUR.multipliedBy(-2));
    time.advance(HOUR);
    assertEquals(List.of("01 03:41"), fixture.trail());
  }

  @Test
  void doesNotReviveAClosedTimer() throws InterruptedException {
    CalendarTimer timer = fixture.on(HOURLY);
    timer.close();
    timer.changeSchedule(Schedule.every(MINUTE));
    time.advance(HOUR);
    assertFalse(timer.waitForNextTick());
  }
}
