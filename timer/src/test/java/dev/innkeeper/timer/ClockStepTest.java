package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A wrong clock, and the one who puts it right, silence no schedule and repeat nothing. */
class ClockStepTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant BEGIN = Instant.parse("2001-01-09T11:22:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  /** A schedule, and how long one has to look at it. */
  record Kind(Schedule schedule, boolean hasFixedHours, Duration enough) {

    @Override
    public String toString() {
      return schedule.toString();
    }
  }

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

  /** One timer's life: its ticks are checked between one step of the clock and the next. */
  private static final class Life implements AutoCloseable {

    private final Kind kind;
    private final ManualTimeSource time = new ManualTimeSource(BEGIN);
    private final WarningTrail warnings = new WarningTrail(CalendarTimer.class);
    private final List<Instant> ticks = new CopyOnWriteArrayList<>();
    private final Set<Instant> run = new HashSet<>();
    private Instant from = BEGIN;
    private Instant to = BEGIN;
    private int setBack;

    Life(Kind kind) {
      this.kind = kind;
    }

    Life begin() {
      from = time.instant();
      to = from;
      CalendarTimer timer = CalendarTimer.builder(kind.schedule).timeSource(time).build();
      time.start("consumer", () -> consume(timer));
      return this;
    }

    private void consume(CalendarTimer timer) {
      try {
        while (timer.waitForNextTick()) {
          assertFalse(timer.lastScheduled().isAfter(time.instant()), "early");
          ticks.add(timer.lastScheduled());
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    Life set(Duration step) {
      time.moveWallClock(step);
      setBack += step.isNegative() ? 1 : 0;
      from = time.instant();
      return this;
    }

    /** Lets time pass, and looks at what was run in it. */
    Life look(Duration passing) {
      time.advance(passing);
      List<Instant> missed = ticks.stream().filter(tick -> !tick.isAfter(from)).toList();
      List<Instant> came = ticks.stream().filter(tick -> tick.isAfter(from)).toList();
      assertTrue(missed.size() <= 1, "one for all that were jumped over: " + missed);
      assertTrue(missed.stream().allMatch(tick -> tick.isAfter(to)), "jumped over: " + missed);
      to = time.instant();
      List<Instant> due = points(from.plus(MINUTE), to);
      assertEquals(due, came.stream().filter(at -> at.isAfter(from.plus(MINUTE))).toList());
      if (kind.hasFixedHours) {
        assertTrue(Collections.disjoint(run, ticks), "again: " + ticks);
        assertEquals(new HashSet<>(ticks).size(), ticks.size(), "twice: " + ticks);
      }
      long told = warnings.messages().stream().filter(line -> line.contains("set back")).count();
      assertEquals(setBack, told, warnings.messages().toString());
      run.addAll(ticks);
      ticks.clear();
      from = to;
      return this;
    }

    /** Those after {@code begin} until {@code end}, but not what was run, if that counts. */
    private List<Instant> points(Instant begin, Instant end) {
      List<Instant> points = new ArrayList<>();
      Instant point = kind.schedule.next(begin);
      while (!point.isAfter(end)) {
        if (!kind.hasFixedHours || !run.contains(point)) {
          points.add(point);
        }
        point = kind.schedule.next(point);
      }
      return points;
    }

    @Override
    public void close() {
      warnings.close();
    }
  }

  @ParameterizedTest(name = "{0}, by {1}")
  @MethodSource("kindsAndSteps")
  void setBackTheTimerGoesOnAfterTheNewTime(Kind kind, Duration step) {
    try (Life life = new Life(kind)) {
      Duration untilNothingIsLeftOut = kind.hasFixedHours ? step : Duration.ZERO;
      life.begin().look(kind.enough);
      life.set(step.negated()).look(kind.enough.plus(untilNothingIsLeftOut));
    }
  }

  @ParameterizedTest(name = "{0}, by {1}")
  @MethodSource("kindsAndSteps")
  void setForwardTheTimerGoesOnAfterTheNewTime(Kind kind, Duration step) {
    try (Life life = new Life(kind)) {
      life.begin().look(kind.enough).set(step).look(kind.enough);
    }
  }

  @ParameterizedTest(name = "{0}, by {1}")
  @MethodSource("kindsAndSteps")
  void aheadAtTheBeginningAndThenRightAgainSilencesNothing(Kind kind, Duration step) {
    for (Duration wrong : List.of(MINUTE, HOUR.multipliedBy(2), kind.enough)) {
      try (Life life = new Life(kind)) {
        life.time.moveWallClock(step);
        life.begin().look(wrong).set(step.negated()).look(kind.enough.plus(HOUR));
      }
    }
  }

  @ParameterizedTest(name = "{0}, by {1}")
  @MethodSource("kindsAndSteps")
  void behindAtTheBeginningAndThenRightAgainSilencesNothing(Kind kind, Duration step) {
    try (Life life = new Life(kind)) {
      life.time.moveWallClock(step.negated());
      life.begin().look(HOUR).set(step).look(kind.enough);
    }
  }

  @ParameterizedTest(name = "{0}, by {1}")
  @MethodSource("kindsAndSteps")
  void wrongForAMinuteAndThenRightAgainSilencesNothing(Kind kind, Duration step) {
    for (Duration wrong : List.of(step, step.negated())) {
      try (Life life = new Life(kind)) {
        life.begin().look(kind.enough);
        life.set(wrong).look(MINUTE).set(wrong.negated()).look(kind.enough);
        life.set(wrong).look(HOUR).set(wrong.negated()).look(kind.enough);
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

  @Nested
  class Told {

    private final ManualTimeSource time = new ManualTimeSource(BEGIN);

    private List<String> afterAStepOf(Duration step, Schedule schedule) {
      CalendarTimer timer = CalendarTimer.builder(schedule).timeSource(time).build();
      try (WarningTrail warnings = new WarningTrail(CalendarTimer.class)) {
        time.start("consumer", () -> collect(timer, new ArrayList<>()));
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
