package dev.innkeeper.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class FigureNameTest {

  @Test
  void theUnitIsTakenOutOfTheName() {
    assertReads("p99.9", "µs", "p99.9_us");
    assertReads("cpu per tick", "µs", "cpu_us_per_tick");
    assertReads("heap per timer", "bytes", "heap_bytes_per_timer");
  }

  @Test
  void whatCountsHasNoUnit() {
    assertReads("ticks", "", "ticks");
    assertReads("budget spent", "", "budget_spent");
    assertReads("ops per s", "", "ops_per_s");
  }

  @Test
  void ofTimeAndMemoryLessIsBetter() {
    assertTrue(FigureName.of("start_ms").lessIsBetter());
    assertTrue(FigureName.of("heap_bytes_per_timer").lessIsBetter());
    assertFalse(FigureName.of("ops_per_s").lessIsBetter());
  }

  private static void assertReads(String text, String unit, String raw) {
    assertEquals(new FigureName(raw, text, unit), FigureName.of(raw));
  }
}
