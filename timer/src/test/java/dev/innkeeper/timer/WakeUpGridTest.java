package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WakeUpGridTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, PT0S",
    "PT0.000000001S, PT0.000000001S",
    "PT0.000999999S, PT0.000999999S",
    "PT0.001S, PT0.001S",
    "PT0.001999999S, PT0.001S",
    "PT0.002S, PT0.002S",
    "PT0.0049S, PT0.002S",
    "PT0.005S, PT0.005S",
    "PT0.007S, PT0.005S",
    "PT0.01S, PT0.01S",
    "PT0.019S, PT0.01S",
    "PT0.02S, PT0.02S",
    "PT0.5S, PT0.5S",
    "PT1M, PT50S",
    "PT24H, PT13H53M20S"
  })
  void isTheCoarsestThatIsNoCoarserThanTheTolerance(Duration tolerance, Duration grid) {
    assertEquals(grid, Duration.ofNanos(WakeUpGrid.within(tolerance)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "17, 0, 17",
    "1, 10, 10",
    "10, 10, 10",
    "11, 10, 20",
    "-1, 10, 0",
    "-10, 10, -10",
    "-11, 10, -10"
  })
  void roundsUpToItsNextPoint(long time, long grid, long point) {
    assertEquals(point, WakeUpGrid.roundUp(time, grid));
  }

  /** Where the clock wraps around, two points may be nearer to one another than the others. */
  @Test
  void isNeitherEarlyNorAStepLateWhereTheClockWrapsAround() {
    for (long time = Long.MAX_VALUE - 30; time != Long.MIN_VALUE + 30; time++) {
      long late = WakeUpGrid.roundUp(time, 10) - time;
      assertTrue(late >= 0 && late < 10, late + " late");
    }
  }

  @Test
  void hasNoNegativeTolerance() {
    Duration tolerance = Duration.ofMillis(-1);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> WakeUpGrid.within(tolerance));
    assertEquals("tolerance must be zero or more: PT-0.001S", refused.getMessage());
  }

  /** From its start, so that a whole number of milliseconds is a point. */
  @Test
  void isWhatAWaitInManualTimeGoesBy() {
    ManualTimeSource time = new ManualTimeSource();
    long start = time.nanoTime();
    long deadline = time.nanoTimeAfter(Duration.ofMillis(101));
    long[] woken = new long[1];
    time.start(
        "waiter",
        () -> {
          time.parkUntil(this, deadline, Duration.ofMillis(30));
          woken[0] = time.nanoTime();
        });
    time.advance(Duration.ofSeconds(1));
    assertEquals(Duration.ofMillis(120), Duration.ofNanos(woken[0] - start));
  }
}
