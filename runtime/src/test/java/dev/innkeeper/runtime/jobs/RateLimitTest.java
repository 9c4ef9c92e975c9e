package dev.innkeeper.runtime.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.timer.testing.ManualTimeSource;
import org.junit.jupiter.api.Test;

/** Workers take places in a rate, in any order, and give them back if another was faster. */
class RateLimitTest {

  private static RateLimit limit(int most, long period) {
    return new RateLimit(new JobOrder.Rate(most, period), new ManualTimeSource());
  }

  @Test
  void aPlaceThatWasGivenBackIsFreeAtOnce() {
    RateLimit limit = limit(1, 10);
    assertTrue(limit.take(0));
    assertFalse(limit.take(9));
    limit.giveBack(0);
    assertNull(limit.next());
    assertTrue(limit.take(9));
  }

  /** Its thread has slept since it looked at the clock. */
  @Test
  void whoComesTooLateWithATimeOfLongAgoIsRefusedAlsoAfterAPlaceWasGivenBack() {
    RateLimit limit = limit(1, 10);
    assertTrue(limit.take(4));
    assertTrue(limit.take(14));
    limit.giveBack(14);
    assertFalse(limit.take(3), "4 has begun");
    assertEquals(14, limit.next());
    assertTrue(limit.take(15));
  }

  @Test
  void neverMoreThanSoManyAreInAnyPeriodInWhateverOrderTheyCome() {
    RateLimit limit = limit(2, 10);
    assertTrue(limit.take(1));
    assertTrue(limit.take(0));
    assertFalse(limit.take(10), "1 has begun, and 0 came after it");
    assertTrue(limit.take(11));
    assertFalse(limit.take(9));
    assertTrue(limit.take(10), "0 is a period ago");
  }
}
