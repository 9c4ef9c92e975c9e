package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpinBudgetTest {

  private static final Duration TICK = Duration.ofMillis(1);
  private static final long MILLI = TICK.toNanos();
  private static final long SECOND = 1_000 * MILLI;

  private final SpinBudget budget = SpinBudget.of(0.05, TICK);
  private final long start = System.nanoTime() + SECOND;

  private int taken(long now, long spin) {
    int taken = 0;
    while (budget.take(now, spin)) {
      taken++;
    }
    return taken;
  }

  @Test
  void inOneSecondTheShareMayBeTakenAndNoMore() {
    assertEquals(50, taken(start, MILLI));
    assertFalse(budget.take(start, 1));
  }

  @Test
  void itIsEarnedAgainAsTimeGoesBy() {
    taken(start, MILLI);
    assertFalse(budget.has(start + 19 * MILLI, MILLI));
    assertTrue(budget.has(start + 20 * MILLI, MILLI));
    assertEquals(1, taken(start + 20 * MILLI, MILLI));
    assertEquals(50, taken(start + 10 * SECOND, MILLI)); // what nobody took is not saved up
  }

  @Test
  void overAMinuteTheAverageIsTheShare() {
    long spun = 0;
    for (long now = start; now - start < 60 * SECOND; now += MILLI / 10) {
      if (budget.take(now, MILLI / 2)) {
        spun += MILLI / 2;
      }
    }
    long share = 61 * SECOND / 20;
    assertTrue(Math.abs(spun - share) < 2 * MILLI, spun + " ns, not " + share);
  }

  @Test
  void oneTickMayNotHaveMoreThanItsPart() {
    assertFalse(budget.take(start, MILLI + 1));
    assertFalse(budget.has(start, MILLI + 1));
    assertTrue(budget.take(start, MILLI));
  }

  @Test
  void aShareThatIsNextToNothingBuysNothing() {
    SpinBudget none = SpinBudget.of(Double.MIN_VALUE, TICK);
    assertFalse(none.take(start, MILLI));
    assertFalse(none.take(start - 10 * SECOND, MILLI)); // before it was made
  }

  @Test
  void toAskIsNotToTake() {
    for (int i = 0; i < 1_000; i++) {
      assertTrue(budget.has(start, MILLI));
    }
  }

  @Test
  void manyThreadsTogetherDoNotGetMore() throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      int all = 0;
      for (Future<Integer> one :
          IntStream.range(0, 8).mapToObj(i -> threads.submit(() -> taken(start, 1_000))).toList()) {
        all += one.get();
      }
      assertEquals(50_000, all);
    }
  }

  @Test
  void theJvmHasOneForAll() {
    assertSame(SpinBudget.shared(), SpinBudget.shared());
    assertEquals("5.0 % of a core, PT0.0005S a tick", SpinBudget.shared().toString());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void aShareThatIsNoneIsRefused(double bad) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> SpinBudget.of(bad, TICK));
    assertEquals("share of a core must be positive and finite: " + bad, refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT1.000000001S"})
  void aTimeForATickThatIsNoneIsRefused(String bad) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> SpinBudget.of(0.05, Duration.parse(bad)));
    assertTrue(refused.getMessage().startsWith("time for a tick must be "), refused.getMessage());
    assertTrue(refused.getMessage().endsWith(": " + bad), refused.getMessage());
  }
}
