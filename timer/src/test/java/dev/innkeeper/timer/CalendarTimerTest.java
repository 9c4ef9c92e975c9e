package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a timer on a calendar has beyond {@link WaitableTimerTest}. */
class CalendarTimerTest {

  private static final Instant MIDNIGHT = Instant.parse("2000-01-01T00:00:00Z");
  private static final Schedule HOURLY = Schedule.hourly(ZoneOffset.UTC);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualTimeSource time = new ManualTimeSource(MIDNIGHT);
  private final List<String> trail = new CopyOnWriteArrayList<>();

  private CalendarTimer on(Schedule schedule) {
    return on(schedule, MissedTicks.SKIP);
  }

  private CalendarTimer on(Schedule schedule, MissedTicks choice) {
    return CalendarTimer.builder(schedule).timeSource(time).missedTicks(choice).build();
  }

  private void consume(CalendarTimer timer) {
    time.start(
        "consumer",
        () -> {
          try {
            while (timer.waitForNextTick()) {
              trail.add(describe(timer));
            }
            trail.add("false at " + clock(time.instant()));
          } catch (InterruptedException e) {
            trail.add("interrupted");
          }
        });
  }

  private String describe(CalendarTimer timer) {
    Tick tick = timer.lastTick();
    return clock(timer.lastScheduled())
        + (tick.lateness().isZero() ? "" : " late " + tick.lateness())
        + (tick.missed() == 0 ? "" : " missed " + tick.missed());
  }

  private static String clock(Instant instant) {
    return instant.toString().substring(8, 16).replace('T', ' ');
  }

  @Nested
  class OnTime {

    @Test
    void ticksAreThePointsOfTheScheduleAfterItsConstruction() {
      time.advance(MINUTE.multipliedBy(30));
      consume(on(HOURLY));
      time.advance(HOUR.multipliedBy(3));
      assertEquals(List.of("01 01:00", "01 02:00", "01 03:00"), trail);
    }

    @Test
    void aTickIsNotANanosecondEarly() {
      consume(on(HOURLY));
      time.advance(HOUR.minusNanos(1));
      assertEquals(List.of(), trail);
      time.advance(Duration.ofNanos(1));
      assertEquals(List.of("01 01:00"), trail);
    }

    @Test
    void aYearOfAnHourlyJobIs8784TicksAndNoneIsLate() {
      CalendarTimer timer = on(HOURLY);
      consume(timer);
      time.advance(Duration.ofDays(366));
      assertEquals(8_784, trail.size());
      assertEquals(8_784, timer.lastTick().number());
      assertEquals("01 00:00", trail.getLast());
      assertTrue(trail.stream().noneMatch(tick -> tick.contains("late")));
    }

    @Test
    void aDayInSummerTimeIsTheLocalOne() {
      time.advance(Duration.ofDays(86)); // to 27 March, the day after the clocks went forward
      consume(on(Schedule.daily(LocalTime.of(3, 0), ZoneId.of("Europe/Berlin"))));
      time.advance(Duration.ofDays(2));
      assertEquals(List.of("27 01:00", "28 01:00"), trail);
    }

    @Test
    void thereIsNoLastPointBeforeTheFirstTick() {
      IllegalStateException refused =
          assertThrows(IllegalStateException.class, on(HOURLY)::lastScheduled);
      assertEquals(
          "no tick yet: call lastScheduled() after waitForNextTick() has returned true",
          refused.getMessage());
    }

    @Test
    void itSaysWhatComesNext() throws InterruptedException {
      CalendarTimer timer = on(HOURLY);
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

  /** The drawings are in {@link WaitableTimerTest}. */
  @Nested
  class MissedPoints {

    @Test
    void afterTenHoursOfPauseThereIsOneTickWithTheLatestPoint() throws InterruptedException {
      CalendarTimer timer = on(HOURLY);
      time.advance(HOUR.multipliedBy(10).plusMinutes(5));
      assertTrue(timer.waitForNextTick());
      assertEquals("01 10:00 late PT5M missed 9", describe(timer));
      assertEquals(10, timer.lastTick().number());
    }

    @Test
    void skipLooksThroughAThousandAndGoesOnWithTheNextToCome() throws InterruptedException {
      CalendarTimer timer = on(Schedule.every(MINUTE));
      try (WarningTrail warnings = new WarningTrail(CalendarTimer.class)) {
        time.advance(MINUTE.multipliedBy(5_000).plusSeconds(30));
        assertTrue(timer.waitForNextTick());
        assertEquals(1_000, timer.lastTick().missed());
        assertEquals(MIDNIGHT.plus(MINUTE.multipliedBy(1_001)), timer.lastScheduled());
        assertEquals(time.instant().plus(MINUTE), timer.nextScheduled());
        assertEquals(
            List.of(
                "Over 1,000 points of every PT1M have passed: those from"
                    + " 2000-01-01T16:42:00Z on are left out, next is 2000-01-04T11:21:30Z"),
            warnings.messages());
      }
    }

    /** With a body that takes a second and ten milliseconds of each second. */
    @Test
    void burstLeavesNothingOutAsLongAsItIsNotAThousandBehind() throws InterruptedException {
      CalendarTimer timer = on(Schedule.every(Duration.ofSeconds(1)), MissedTicks.BURST);
      try (WarningTrail warnings = new WarningTrail(CalendarTimer.class)) {
        for (int n = 1; n <= 3_000; n++) {
          time.advance(Duration.ofMillis(1_010));
          assertTrue(timer.waitForNextTick());
          assertEquals(MIDNIGHT.plusSeconds(n), timer.lastScheduled());
        }
        assertEquals(List.of(), warnings.messages());
      }
    }

    /** The call came in time; the wake-up was late by two points that nobody waits for any more. */
    @Test
    void delayGoesOnAfterAClockThatWasSetForwardDuringTheWait() {
      consume(on(HOURLY, MissedTicks.DELAY));
      time.advance(MINUTE.multipliedBy(10));
      time.moveWallClock(HOUR.multipliedBy(3));
      time.advance(HOUR);
      assertEquals(List.of("01 01:00 late PT2H11M", "01 04:00"), trail);
    }

    @Test
    void burstWorksOffAThousandAndGoesOnWithTheNextToCome() throws InterruptedException {
      CalendarTimer timer = on(Schedule.every(MINUTE), MissedTicks.BURST);
      try (WarningTrail warnings = new WarningTrail(CalendarTimer.class)) {
        time.advance(MINUTE.multipliedBy(5_000).plusSeconds(30));
        while (!timer.nextScheduled().isAfter(time.instant())) {
          assertTrue(timer.waitForNextTick());
        }
        assertEquals(1_000, timer.lastTick().number());
        assertEquals(time.instant().plus(MINUTE), timer.nextScheduled());
        assertEquals(1, warnings.messages().size());
      }
    }

    @Test
    void fewerThanAThousandAreAllTakenAndNothingIsLogged() throws InterruptedException {
      CalendarTimer timer = on(Schedule.every(MINUTE), MissedTicks.BURST);
      try (WarningTrail warnings = new WarningTrail(CalendarTimer.class)) {
        time.advance(MINUTE.multipliedBy(1_000).plusSeconds(30));
        for (int n = 1; n <= 1_000; n++) {
          assertTrue(timer.waitForNextTick());
          assertEquals(MIDNIGHT.plus(MINUTE.multipliedBy(n)), timer.lastScheduled());
        }
        assertEquals(MIDNIGHT.plus(MINUTE.multipliedBy(1_001)), timer.nextScheduled());
        assertEquals(List.of(), warnings.messages());
      }
    }
  }

  /** {@link ClockStepTest} has the rest. */
  @Nested
  class WallClock {

    @Test
    void setForwardIsNoticedWithinAMinuteAndIsPointsMissed() {
      consume(on(HOURLY));
      time.advance(Duration.ofSeconds(90));
      time.moveWallClock(HOUR.multipliedBy(3)); // 03:01:30, as after a suspend
      time.advance(Duration.ofSeconds(29));
      assertEquals(List.of(), trail);
      time.advance(Duration.ofSeconds(1));
      time.advance(HOUR);
      assertEquals(List.of("01 03:00 late PT2M missed 2", "01 04:00"), trail);
    }

    @Test
    void setForwardByLittleBringsTheTickWhenTheClockSaysSo() {
      consume(on(HOURLY));
      time.advance(Duration.ofSeconds(90));
      time.moveWallClock(Duration.ofSeconds(20));
      time.advance(HOUR.minusSeconds(110));
      assertEquals(List.of("01 01:00"), trail);
    }
  }

  @Nested
  class ScheduleOfAUser {

    /** The wake-up of the close was spent on what the schedule waits for. */
    @Test
    void thatIsAskedWhileTheTimerIsClosedDoesNotKeepItOpen() {
      CalendarTimer[] timer = new CalendarTimer[1];
      timer[0] =
          on(after -> {
            if (timer[0] != null) {
              timer[0].changeSchedule(HOURLY);
              timer[0].close();
              time.park("what a schedule may wait for");
            }
            return after.plus(HOUR);
          });
      consume(timer[0]);
      time.advance(HOUR);
      assertEquals(List.of("false at 01 01:00"), trail);
    }

    @Test
    void thatIsAskedDuringAnInterruptLosesNoTick() {
      CalendarTimer[] timer = new CalendarTimer[1];
      boolean[] interrupted = new boolean[1];
      timer[0] =
          on(after -> {
            if (timer[0] != null && !interrupted[0]) {
              interrupted[0] = true;
              Thread.currentThread().interrupt();
            }
            return after.plus(HOUR);
          });
      consume(timer[0]);
      time.advance(HOUR);
      consume(timer[0]);
      time.advance(HOUR);
      assertEquals(List.of("interrupted", "01 01:00", "01 02:00"), trail);
    }

    @Test
    void thatEndsEndsTheTimer() {
      Instant last = MIDNIGHT.plus(HOUR.multipliedBy(2));
      CalendarTimer timer = on(after -> after.isBefore(last) ? after.plus(HOUR) : null);
      consume(timer);
      time.advance(HOUR.multipliedBy(4));
      assertEquals(List.of("01 01:00", "01 02:00", "false at 01 02:00"), trail);
      assertNull(timer.nextScheduled());
    }

    @Test
    void thatNeverBeginsIsOverAtOnce() throws InterruptedException {
      assertFalse(on(after -> null).waitForNextTick());
    }

    @Test
    void thatThrowsDoesSoToTheConsumerAndNoTickIsLost() throws InterruptedException {
      AtomicInteger calls = new AtomicInteger();
      CalendarTimer timer =
          on(after -> {
            if (calls.incrementAndGet() == 2) {
              throw new ArithmeticException("the second time");
            }
            return after.plus(HOUR);
          });
      time.advance(HOUR);
      assertThrows(ArithmeticException.class, timer::waitForNextTick);
      assertTrue(timer.waitForNextTick());
      assertEquals("01 01:00", describe(timer));
    }

    @Test
    void thatDoesNotGoForwardIsRefusedByNameAndValue() {
      IllegalStateException refused =
          assertThrows(IllegalStateException.class, () -> on(new StandingStill()));
      assertEquals(
          "schedule 'standing still' does not go forward: next(2000-01-01T00:00:00Z) returned"
              + " 2000-01-01T00:00:00Z, expected a later instant, or null at the end",
          refused.getMessage());
    }

    @Test
    void whichIsALambdaIsNamedByTheClassThatItStandsIn() {
      IllegalStateException refused =
          assertThrows(IllegalStateException.class, () -> on(after -> after));
      String schedule = "a lambda in " + getClass().getName();
      assertTrue(
          refused.getMessage().startsWith("schedule '" + schedule + "' does not go forward: "),
          refused.getMessage());
      assertEquals(
          "CalendarTimer[" + schedule + ", next at 2000-01-01T00:00:01Z]",
          on(after -> after.plusSeconds(1)).toString());
    }

    @ParameterizedTest
    @EnumSource
    void isNotAskedUnderALock(MissedTicks choice) throws InterruptedException {
      CalendarTimer[] timer = new CalendarTimer[1];
      timer[0] =
          on(
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

  @Nested
  class ChangeSchedule {

    @Test
    void countsForAWaitInProgress() {
      CalendarTimer timer = on(HOURLY);
      consume(timer);
      time.advance(MINUTE.multipliedBy(10));
      timer.changeSchedule(Schedule.hourlyAt(15, ZoneOffset.UTC));
      time.advance(HOUR.multipliedBy(2));
      assertEquals(List.of("01 00:15", "01 01:15"), trail);
      assertEquals("hourly at minute 15 in Z", timer.schedule().toString());
    }

    @Test
    void whileTheOldOneIsAskedTakesNoTickFromTheNewOne() throws InterruptedException {
      CalendarTimer[] timer = new CalendarTimer[1];
      timer[0] =
          on(after -> {
            if (timer[0] != null) {
              timer[0].changeSchedule(Schedule.hourlyAt(15, ZoneOffset.UTC));
            }
            return after.plus(HOUR);
          });
      time.advance(HOUR);
      consume(timer[0]);
      time.advance(HOUR);
      assertEquals(List.of("01 01:15"), trail);
    }

    @Test
    void afterTheClockWasSetStartsFromTheNewTime() {
      CalendarTimer timer = on(Schedule.every(HOUR));
      consume(timer);
      time.advance(MINUTE);
      time.moveWallClock(HOUR.multipliedBy(5));
      timer.changeSchedule(Schedule.every(MINUTE.multipliedBy(40)));
      time.moveWallClock(HOUR.multipliedBy(-2));
      time.advance(HOUR);
      assertEquals(List.of("01 03:41"), trail);
    }

    @Test
    void doesNotReviveAClosedTimer() throws InterruptedException {
      CalendarTimer timer = on(HOURLY);
      timer.close();
      timer.changeSchedule(Schedule.every(MINUTE));
      time.advance(HOUR);
      assertFalse(timer.waitForNextTick());
    }
  }
}
