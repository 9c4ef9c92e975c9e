package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class OversleepTest {

  private final Oversleep oversleep = new Oversleep();
  private final Random random = new Random(42);

  /** The share of values above the estimate of the moment. */
  private double above(LongSupplier values, int count) {
    int above = 0;
    for (int i = 0; i < count; i++) {
      long value = values.getAsLong();
      above += value > oversleep.quantile() ? 1 : 0;
      oversleep.add(value);
    }
    return (double) above / count;
  }

  /** About 200 µs, with a long tail, as of a virtual thread. */
  private long usual() {
    return (long) (200_000 * Math.exp(0.4 * random.nextGaussian()));
  }

  @Test
  void oneInTwentyIsAbove() {
    above(this::usual, 200);
    assertEquals(0.05, above(this::usual, 100_000), 0.01);
  }

  @Test
  void itFollowsAMachineThatGetsBusyAndComesBack() {
    above(this::usual, 200);
    above(() -> 10 * usual(), 100);
    assertTrue(oversleep.quantile() > 2_000_000, oversleep.quantile() + " ns");
    above(this::usual, 1_000);
    assertTrue(oversleep.quantile() < 600_000, oversleep.quantile() + " ns");
  }

  @Test
  void itDoesNotGoDownToNothingNorUpForEver() {
    above(() -> 0, 10_000);
    assertEquals(5_000, oversleep.quantile());
    above(() -> Long.MAX_VALUE, 10_000);
    assertEquals(10_000_000, oversleep.quantile());
  }
}
