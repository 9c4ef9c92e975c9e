package dev.innkeeper.timer;

import static dev.innkeeper.timer.MissedTicks.BURST;
import static dev.innkeeper.timer.MissedTicks.DELAY;
import static dev.innkeeper.timer.MissedTicks.SKIP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.timer.MissedTicks.Step;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The arithmetic of the next tick, as a table: period 4, the tick in question is due at 12. */
class MissedTicksTest {

  private static final long PERIOD = 4;
  private static final long DUE = 12;

  @ParameterizedTest(name = "{0}: asked at {1}, got at {2}")
  @MethodSource("table")
  void nextFollowsTheTable(MissedTicks choice, long called, long now, Step expected) {
    assertEquals(expected, choice.next(DUE, PERIOD, called, now));
  }

  @ParameterizedTest(name = "{0}: asked at {1}, got at {2}, across the wrap of the clock")
  @MethodSource("table")
  void nextFollowsTheTableAcrossTheWrapOfTheClock(
      MissedTicks choice, long called, long now, Step expected) {
    long shift = Long.MAX_VALUE - DUE - 1;
    Step shifted =
        new Step(expected.scheduled() + shift, expected.missed(), expected.nextDue() + shift);
    assertEquals(shifted, choice.next(DUE + shift, PERIOD, called + shift, now + shift));
  }

  static Stream<Arguments> table() {
    return Stream.of(
        // on time, to the nanosecond
        row(SKIP, 9, 12, new Step(12, 0, 16)),
        row(BURST, 9, 12, new Step(12, 0, 16)),
        row(DELAY, 9, 12, new Step(12, 0, 16)),
        // the call was in time, the wake-up late by less than a period: no grid moves
        row(SKIP, 9, 15, new Step(12, 0, 16)),
        row(BURST, 9, 15, new Step(12, 0, 16)),
        row(DELAY, 9, 15, new Step(12, 0, 16)),
        // called in the very moment it was due
        row(DELAY, 12, 12, new Step(12, 0, 16)),
        // the call was late, by less than a period
        row(SKIP, 13, 13, new Step(12, 0, 16)),
        row(BURST, 13, 13, new Step(12, 0, 16)),
        row(DELAY, 13, 13, new Step(12, 0, 17)),
        // exactly one period late: the later point is due as well
        row(SKIP, 16, 16, new Step(16, 1, 20)),
        row(BURST, 16, 16, new Step(12, 0, 16)),
        row(DELAY, 16, 16, new Step(12, 0, 20)),
        // as in the drawings: the consumer is back in column 18
        row(SKIP, 18, 18, new Step(16, 1, 20)),
        row(BURST, 18, 18, new Step(12, 0, 16)),
        row(DELAY, 18, 18, new Step(12, 0, 22)),
        // the machine slept through 1,000 periods while the consumer waited
        row(SKIP, 9, 4_013, new Step(4_012, 1_000, 4_016)),
        row(BURST, 9, 4_013, new Step(12, 0, 16)),
        row(DELAY, 9, 4_013, new Step(12, 0, 4_017)),
        // the call was in time, the wake-up late by one period, to the nanosecond
        row(DELAY, 9, 16, new Step(12, 0, 20)),
        // the call was late, and then the machine slept: by less than a period, and by more
        row(DELAY, 13, 16, new Step(12, 0, 17)),
        row(DELAY, 13, 17, new Step(12, 0, 21)),
        row(DELAY, 13, 30, new Step(12, 0, 34)));
  }

  private static Arguments row(MissedTicks choice, long called, long now, Step expected) {
    return Arguments.of(choice, called, now, expected);
  }
}
