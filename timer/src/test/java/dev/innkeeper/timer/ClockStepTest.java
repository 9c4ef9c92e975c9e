package dev.innkeeper.timer;

import static dev.innkeeper.timer.SteppedTimer.BEGIN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.timer.SteppedTimer.Kind;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A wrong clock, and the one who puts it right, silence no schedule and repeat nothing. */
class ClockStepTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private static final Schedule QUARTERS =
      new Schedule() {
        @Override
        public Instant next(Instant after) {
          return Instant.ofEpochSecond((after.getEpochSecond() / 900 + 1) * 900);
        }

        @Override
        public String toString() {
          return "a lambda, each quarter of an hour";
        }
      };

  static Stream<Kind> kinds() {
    LocalTime three = LocalTime.of(3, 0);
    return Stream.of(
        byElapsedTime(QUARTERS),
        byElapsedTime(Schedule.hourly(BERLIN)),
        byElapsedTime(Schedule.hourlyAt(23, BERLIN)),
        byElapsedTime(Schedule.cron("* * * * *", BERLIN)),
        byElapsedTime(Schedule.cron("30 */10 * * * *", BERLIN)),
        byElapsedTime(Schedule.cron("5 0-23 * * *", BERLIN)),
        byElapsedTime(Schedule.cron("0 */2 * * *", BERLIN)),
        byElapsedTime(Schedule.cron("0 1/3 * * *", BERLIN)),
        byFixedHours(Schedule.daily(LocalTime.of(12, 30), BERLIN), 3),
        byFixedHours(Schedule.daily(three, BERLIN), 3),
        byFixedHours(Schedule.weekly(DayOfWeek.WEDNESDAY, three, BERLIN), 20),
        byFixedHours(Schedule.monthly(10, three, BERLIN), 70),
        byFixedHours(Schedule.cron("0 13 * * *", BERLIN), 3),
        byFixedHours(Schedule.cron("*/20 9-17 * * *", BERLIN), 3),
        byFixedHours(Schedule.cron("15 8-18/2 * * *", BERLIN), 3),
        byFixedHours(Schedule.cron("0 3,12,21 * * MON-FRI", BERLIN), 6));
  }

  private static Kind byElapsedTime(Schedule schedule) {
    return new Kind(schedule, false, HOUR.multipliedBy(30));
  }

  private static Kind byFixedHours(Schedule schedule, int days) {
    return new Kind(schedule, true, DAY.multipliedBy(days));
  }

  private static List<Duration> steps() {
    return List.of(Duration.ofSeconds(5), HOUR, HOUR.multipliedBy(2), DAY, DAY.multipliedBy(365));
  }

  static Stream<Arguments> kindsAndSteps() {
    return kinds().flatMap(kind -> steps().stream().map(step -> Arguments.of(kind, step)));
  }

  static Stream<Arguments> periodsAndSteps() {
    return Stream.of(Duration.ofSeconds(5), Duration.ofMinutes(90), Duration.ofDays(40))
        .flatMap(period ->
            steps().stream()
                .flatMap(step -> Stream.of(step, step.negated()))
                .map(step -> Arguments.of(period, step)));
  }

  @ParameterizedTest(name = "{0}, by {1}")
  @MethodSource("kindsAndSteps")
  void setBackTheTimerGoesOnAfterTheNewTime(Kind kind, Duration step) {
    try (SteppedTimer timer = new SteppedTimer(kind)) {
      Duration untilNothingIsLeftOut = kind.hasFixedHours() ? step : Duration.ZERO;
      timer.begin().look(kind.enough());
      timer.set(step.negated()).look(kind.enough().plus(untilNothingIsLeftOut));
    }
  }

  @ParameterizedTest(name = "{0}, by {1}")
  @MethodSource("kindsAndSteps")
  void setForwardTheTimerGoesOnAfterTheNewTime(Kind kind, Duration step) {
    try (SteppedTimer timer = new SteppedTimer(kind)) {
      timer.begin().look(kind.enough()).set(step).look(kind.enough());
    }
  }

  @ParameterizedTest(name = "{0}, by {1}")
  @MethodSource("kindsAndSteps")
  void aheadAtTheBeginningAndThenRightAgainSilencesNothing(Kind kind, Duration step) {
    for (Duration wrong : List.of(MINUTE, HOUR.multipliedBy(2), kind.enough())) {
      try (SteppedTimer timer = new SteppedTimer(kind)) {
        timer.time().moveWallClock(step);
        timer.begin().look(wrong).set(step.negated()).look(kind.enough().plus(HOUR));
      }
    }
  }

  @ParameterizedTest(name = "{0}, by {1}")
  @MethodSource("kindsAndSteps")
  void behindAtTheBeginningAndThenRightAgainSilencesNothing(Kind kind, Duration step) {
    try (SteppedTimer timer = new SteppedTimer(kind)) {
      timer.time().moveWallClock(step.negated());
      timer.begin().look(HOUR).set(step).look(kind.enough());
    }
  }

  @ParameterizedTest(name = "{0}, by {1}")
  @MethodSource("kindsAndSteps")
  void wrongForAMinuteAndThenRightAgainSilencesNothing(Kind kind, Duration step) {
    for (Duration wrong : List.of(step, step.negated())) {
      try (SteppedTimer timer = new SteppedTimer(kind)) {
        timer.begin().look(kind.enough());
        timer.set(wrong).look(MINUTE).set(wrong.negated()).look(kind.enough());
        timer.set(wrong).look(HOUR).set(wrong.negated()).look(kind.enough());
      }
    }
  }

  @ParameterizedTest(name = "every {0}, by {1}")
  @MethodSource("periodsAndSteps")
  void everyGoesByTheMonotonicClockAlone(Duration period, Duration step) {
    ManualTimeSource time = new ManualTimeSource(BEGIN);
    CalendarTimer timer = CalendarTimer.builder(Schedule.every(period)).timeSource(time).build();
    List<Tick> ticks = new CopyOnWriteArrayList<>();
    long start = time.nanoTime();
    try (WarningTrail warnings = new WarningTrail(CalendarTimer.class)) {
      time.start("consumer", () -> collect(timer, ticks));
      for (int n = 1; n <= 10; n++) {
        time.advance(period.dividedBy(3));
        time.moveWallClock(step);
        assertEquals(time.instant().plus(period.minus(period.dividedBy(3))), timer.nextScheduled());
        time.advance(period.minus(period.dividedBy(3)));
        long due = start + period.toNanos() * n;
        assertEquals(new TickSnapshot(n, due, due, 0, false), ticks.getLast());
        assertEquals(time.instant(), timer.lastScheduled());
      }
      assertEquals(10, ticks.size());
      assertEquals(List.of(), warnings.messages());
    }
  }

  private static void collect(WaitableTimer timer, List<Tick> ticks) {
    try {
      while (timer.waitForNextTick()) {
        ticks.add(timer.lastTick());
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The clock is put right within a second after a point, and shows the point again. */
  @Test
  void aClockThatIsAdjustedByLessThanASecondRepeatsNoPoint() {
    ManualTimeSource time = new ManualTimeSource(BEGIN);
    CalendarTimer timer = CalendarTimer.builder(Schedule.hourly(BERLIN)).timeSource(time).build();
    List<Tick> ticks = new CopyOnWriteArrayList<>();
    time.start("consumer", () -> collect(timer, ticks));
    time.advance(Duration.ofMinutes(38).plusMillis(10)); // 12:00:00.01
    time.moveWallClock(Duration.ofMillis(-500));
    time.advance(HOUR.plusMinutes(1));
    assertEquals(2, ticks.size());
  }

  /** The schedule throws when it is asked for the point after the new time. */
  @Test
  void aScheduleThatFailsWhenTheClockWasSetBackIsAskedAgain() throws InterruptedException {
    ManualTimeSource time = new ManualTimeSource(BEGIN);
    boolean[] broken = new boolean[1];
    Schedule schedule =
        after -> {
          if (broken[0]) {
            throw new IllegalStateException("for a while");
          }
          return QUARTERS.next(after);
        };
    CalendarTimer timer = CalendarTimer.builder(schedule).timeSource(time).build();
    List<String> trail = new CopyOnWriteArrayList<>();
    time.moveWallClock(HOUR.multipliedBy(-5));
    broken[0] = true;
    for (int i = 1; i <= 2; i++) {
      time.start(
          "consumer",
          () -> {
            try {
              boolean ticked = timer.waitForNextTick();
              trail.add(ticked + " " + timer.lastScheduled());
            } catch (InterruptedException | IllegalStateException e) {
              trail.add(e.getMessage());
            }
          });
      time.advance(MINUTE);
      broken[0] = false;
    }
    time.advance(MINUTE.multipliedBy(15));
    assertEquals(List.of("for a while", "true 2001-01-09T06:30:00Z"), trail);
  }
}
