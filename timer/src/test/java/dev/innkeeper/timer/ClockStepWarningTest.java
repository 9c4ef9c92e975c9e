package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** That the clock was set back is logged. */
class ClockStepWarningTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final ManualTimeSource time = new ManualTimeSource(SteppedTimer.BEGIN);
  private final TimerFixture fixture = new TimerFixture(time);

  private List<String> afterAStepOf(Duration step, Schedule schedule) {
    CalendarTimer timer = CalendarTimer.builder(schedule).timeSource(time).build();
    try (WarningTrail warnings = new WarningTrail(CalendarTimer.class)) {
      fixture.consume(timer);
      time.advance(HOUR);
      time.moveWallClock(step);
      time.advance(HOUR.multipliedBy(3));
      return warnings.messages();
    }
  }

  @Test
  void onceWithTheOldAndTheNewTimeByAScheduleThatGoesByElapsedTime() {
    assertEquals(
        List.of(
            "The clock was set back from 2001-01-09T12:23:00Z to 2001-01-09T10:23:00Z:"
                + " hourly at minute 0 in Europe/Berlin goes on with 2001-01-09T11:00:00Z"),
        afterAStepOf(HOUR.multipliedBy(-2), Schedule.hourly(BERLIN)));
  }

  @Test
  void onceWithTheOldAndTheNewTimeByAScheduleWithFixedHours() {
    assertEquals(
        List.of(
            "The clock was set back from 2001-01-09T12:23:00Z to 2001-01-08T12:23:00Z:"
                + " daily at 13:00 in Europe/Berlin goes on with 2001-01-10T12:00:00Z"),
        afterAStepOf(DAY.negated(), Schedule.daily(LocalTime.of(13, 0), BERLIN)));
  }

  @Test
  void notWhenTheClockIsOnlyAdjusted() {
    assertEquals(List.of(), afterAStepOf(Duration.ofMillis(-900), Schedule.hourly(BERLIN)));
  }

  /** A log that is broken. */
  private static final class BrokenLog extends Handler {
    @Override
    public void publish(LogRecord line) {
      throw new IllegalStateException("disk full");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void endsNoTicksIfTheLogIsBroken() {
    Logger logger = Logger.getLogger(CalendarTimer.class.getName());
    Handler broken = new BrokenLog();
    logger.addHandler(broken);
    try {
      afterAStepOf(HOUR.multipliedBy(-2), Schedule.hourly(BERLIN));
    } finally {
      logger.removeHandler(broken);
    }
    assertEquals(
        List.of("2280: tick 1", "5880: tick 2", "9480: tick 3", "13080: tick 4"), fixture.trail());
  }
}
