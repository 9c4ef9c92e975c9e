package dev.innkeeper.jmh.accuracy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.jmh.harness.Figures;
import dev.innkeeper.jmh.harness.Measurement.Drift;
import java.util.List;
import org.junit.jupiter.api.Test;

class TickLogTest {

  private final TickLog log = new TickLog(100_000, 1_000_000, 2_000_000);

  @Test
  void onlyTicksDueWithinTheTimeCount() {
    log.tick(995_000, 900_000, 0, false);
    log.tick(1_005_000, 1_000_000, 0, false);
    log.tick(1_999_999, 1_900_000, 0, false);
    log.tick(2_000_000, 2_000_000, 0, false);
    assertEquals(2, log.measurement(0).figures().values().get("ticks"));
  }

  /** Else the histogram would hold one late tick where three points were late. */
  @Test
  void pointsThatWerePassedOverAreAsLateAsTheTickInTheirPlace() {
    log.tick(1_000_000, 1_000_000, 0, false);
    log.tick(1_310_000, 1_300_000, 2, true);
    Figures figures = log.measurement(4_000).figures();
    assertEquals(2, figures.values().get("ticks"));
    assertEquals(2, figures.values().get("missed"));
    assertEquals(210, figures.values().get("max_us"), 0.3);
    assertEquals(10, figures.values().get("p50_us"), 0.1);
    assertEquals(10, figures.values().get("drift_us"));
    assertEquals(2, figures.values().get("cpu_us_per_tick"));
    assertEquals(0.5, figures.values().get("budget_spent"));
  }

  /** One late tick of ten does not show, what all of them have does. */
  @Test
  void driftOverTimeIsTheLeastOfTenTicks() {
    TickLog log = new TickLog(100_000, 0, 2_000_000);
    for (int tick = 0; tick < 20; tick++) {
      long due = tick * 100_000L;
      log.tick(due + (tick == 3 ? 90_000 : 5_000 * (1 + tick / 10)), due, 0, false);
    }
    assertEquals(List.of(new Drift(0, 5), new Drift(0.001, 10)), log.measurement(0).drift());
  }

  @Test
  void aPercentileThatSoFewPointsCannotHaveIsLeftOut() {
    assertEquals(List.of("p50_us", "p90_us", "max_us"), quantilesOf(99));
    assertEquals(List.of("p50_us", "p90_us", "p99_us", "max_us"), quantilesOf(100));
    assertEquals(List.of("p50_us", "p90_us", "p99_us", "p99.9_us", "max_us"), quantilesOf(1000));
  }

  private static List<String> quantilesOf(long points) {
    return new TickLog(1_000, 0, points * 1_000)
        .measurement(0).figures().values().keySet().stream()
            .takeWhile(name -> !name.startsWith("cpu"))
            .toList();
  }

  /** A contender that was let compile is gone when another one is measured. */
  @Test
  void thereAreNoMoreTicksAfterTheEndIfSoWanted() {
    TickLog once = TickLog.untilItsEnd(100_000, 0, 200_000);
    assertTrue(once.tick(100_000, 100_000, 0, false));
    assertFalse(once.tick(200_000, 200_000, 0, false));
    assertTrue(log.tick(2_000_000, 2_000_000, 0, false));
  }
}
