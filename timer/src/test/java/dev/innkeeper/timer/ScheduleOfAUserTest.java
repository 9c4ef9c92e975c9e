package dev.innkeeper.timer;

import static dev.innkeeper.timer.CalendarFixture.HOUR;
import static dev.innkeeper.timer.CalendarFixture.HOURLY;
import static dev.innkeeper.timer.CalendarFixture.MIDNIGHT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleOfAUserTest {

  private final CalendarFixture fixture = new CalendarFixture();
  private final ManualTimeSource time = fixture.time();

  /** The wake-up of the close was spent on what the schedule waits for. */
  @Test
  void thatIsAskedWhileTheTimerIsClosedDoesNotKeepItOpen() {
    CalendarTimer[] timer = new CalendarTimer[1];
    timer[0] =
        fixture.on(after -> {
          if (timer[0] != null) {
            timer[0].changeSchedule(HOURLY);
            timer[0].close();
            time.park("what a schedule may wait for");
          }
          return after.plus(HOUR);
        });
    fixture.consume(timer[0]);
    time.advance(HOUR);
    assertEquals(List.of("false at 01 01:00"), fixture.trail());
  }

  @Test
  void thatIsAskedDuringAnInterruptLosesNoTick() {
    CalendarTimer[] timer = new CalendarTimer[1];
    boolean[] interrupted = new boolean[1];
    timer[0] =
        fixture.on(after -> {
          if (timer[0] != null && !interrupted[0]) {
            interrupted[0] = true;
            Thread.currentThread().interrupt();
          }
          return after.plus(HOUR);
        });
    fixture.consume(timer[0]);
    time.advance(HOUR);
    fixture.consume(timer[0]);
    time.advance(HOUR);
    assertEquals(List.of("interrupted", "01 01:00", "01 02:00"), fixture.trail());
  }

  @Test
  void thatEndsEndsTheTimer() {
    Instant last = MIDNIGHT.plus(HOUR.multipliedBy(2));
    CalendarTimer timer = fixture.on(after -> after.isBefore(last) ? after.plus(HOUR) : null);
    fixture.consume(timer);
    time.advance(HOUR.multipliedBy(4));
    assertEquals(List.of("01 01:00", "01 02:00", "false at 01 02:00"), fixture.trail());
    assertNull(timer.nextScheduled());
  }

  @Test
  void thatNeverBeginsIsOverAtOnce() throws InterruptedException {
    assertFalse(fixture.on(after -> null).waitForNextTick());
  }

  @Test
  void thatThrowsDoesSoToTheConsumerAndNoTickIsLost() throws InterruptedException {
    AtomicInteger calls = new AtomicInteger();
    CalendarTimer timer =
        fixture.on(after -> {
          if (calls.incrementAndGet() == 2) {
            throw new ArithmeticException("the second time");
          }
          return after.plus(HOUR);
        });
    time.advance(HOUR);
    assertThrows(ArithmeticException.class, timer::waitForNextTick);
    assertTrue(timer.waitForNextTick());
    assertEquals("01 01:00", fixture.describe(timer));
  }

  @Test
  void thatDoesNotGoForwardIsRefusedByNameAndValue() {
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> fixture.on(new StandingStill()));
    assertEquals(
        "schedule 'standing still' does not go forward: next(2000-01-01T00:00:00Z) returned"
            + " 2000-01-01T00:00:00Z, expected a later instant, or null at the end",
        refused.getMessage());
  }

  @Test
  void whichIsALambdaIsNamedByTheClassThatItStandsIn() {
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> fixture.on(after -> after));
    String schedule = "a lambda in " + getClass().getName();
    assertTrue(
        refused.getMessage().startsWith("schedule '" + schedule + "' does not go forward: "),
        refused.getMessage());
    assertEquals(
        "CalendarTimer[" + schedule + ", next at 2000-01-01T00:00:01Z]",
        fixture.on(after -> after.plusSeconds(1)).toString());
  }

  @ParameterizedTest
  @EnumSource
  void isNotAskedUnderALock(MissedTicks choice) throws InterruptedException {
    CalendarTimer[] timer = new CalendarTimer[1];
    timer[0] =
        fixture.on(
            after -> {
              if (timer[0] != null) {
                String seen = fromAnotherThread(timer[0]);
                assertTrue(seen.startsWith("CalendarTimer["), seen);
              }
              return after.plus(HOUR);
            },
            choice);
    time.advance(HOUR);
    assertTrue(timer[0].waitForNextTick());
  }

  /** Ends if the timer's lock is free. */
  private String fromAnotherThread(CalendarTimer timer) {
    String[] seen = new String[1];
    Thread other = Thread.ofPlatform().start(() -> seen[0] = timer.toString());
    try {
      other.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return seen[0];
  }

  private record StandingStill() implements Schedule {
    @Override
    public Instant next(Instant after) {
      return after;
    }

    @Override
    public String toString() {
      return "standing still";
    }
  }
}
