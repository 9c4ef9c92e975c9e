package dev.innkeeper.timer;

import static dev.innkeeper.timer.CalendarFixture.HOUR;
import static dev.innkeeper.timer.CalendarFixture.MINUTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The text of a schedule is the user's code: whatever it does, the timer is shown, and ticks. */
class EvilScheduleTest {

  private final CalendarFixture fixture = new CalendarFixture();
  private final ManualTimeSource time = fixture.time();

  @ParameterizedTest
  @EnumSource
  void isShownInTheTextOfItsTimer(EvilText evil) {
    assertEquals(
        "CalendarTimer[" + evil.shownHourly() + ", next at 2000-01-01T01:00:00Z]",
        fixture.on(evil.hourly()).toString());
  }

  /** Stands still, under the text of another. */
  private record StandingStill(EvilText evil) implements Schedule {
    @Override
    public Instant next(Instant after) {
      return after;
    }

    @Override
    public String toString() {
      return evil.text();
    }
  }

  @ParameterizedTest
  @EnumSource
  void isShownInTheRefusalOfOneThatDoesNotGoForward(EvilText evil) {
    assertEquals(
        "schedule '"
            + evil.shown(StandingStill.class)
            + "' does not go forward: next(2000-01-01T00:00:00Z) returned 2000-01-01T00:00:00Z,"
            + " expected a later instant, or null at the end",
        assertThrows(IllegalStateException.class, () -> fixture.on(new StandingStill(evil)))
            .getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void ticksOnWhenTheClockIsSetBackWhichIsLogged(EvilText evil) {
    try (WarningTrail warnings = new WarningTrail(CalendarTimer.class)) {
      fixture.consume(fixture.on(evil.hourly()));
      time.advance(HOUR.plus(MINUTE));
      time.moveWallClock(HOUR.negated());
      time.advance(HOUR.multipliedBy(2));
      assertEquals(
          List.of(
              "The clock was set back from 2000-01-01T01:02:00Z to 2000-01-01T00:02:00Z: "
                  + evil.shownHourly()
                  + " goes on with 2000-01-01T01:02:00Z"),
          warnings.messages());
    }
    assertEquals(List.of("01 01:00", "01 01:02"), fixture.trail());
  }

  @ParameterizedTest
  @EnumSource
  void ticksOnWhenTooManyPointsHavePassedWhichIsLogged(EvilText evil) {
    try (WarningTrail warnings = new WarningTrail(CalendarTimer.class)) {
      CalendarTimer timer = fixture.on(evil.hourly());
      time.advance(HOUR.multipliedBy(2_000));
      fixture.consume(timer);
      time.advance(HOUR.multipliedBy(2));
      assertEquals(
          List.of(
              "Over 1,000 points of "
                  + evil.shownHourly()
                  + " have passed: those from 2000-02-11T18:00:00Z on are left out, next is"
                  + " 2000-03-24T09:00:00Z"),
          warnings.messages());
    }
    assertEquals("24 09:00", fixture.trail().get(1));
  }
}
