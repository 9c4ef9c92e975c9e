package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** With a budget that is always enough. */
class SpinningSleeperTest {

  /** By which it wakes up before the time, as long as it has not seen how late the system is. */
  private static final long FIRST_LEAD = 100_000;

  private final SpinningSleeper sleeper =
      new SpinningSleeper(SystemTimeSource.INSTANCE, SpinBudget.of(1_000, Duration.ofSeconds(1)));

  @Test
  void sleepsUntilALeadBeforeATimeThatIsFarAway() {
    long due = System.nanoTime() + Duration.ofHours(1).toNanos();
    assertEquals(due - FIRST_LEAD, sleeper.wakeUpFor(due));
  }

  /** So it is asked again at once, and until the time has come. */
  @Test
  void wantsToWakeUpNowWhenTheTimeIsNear() {
    long before = System.nanoTime();
    long due = before + FIRST_LEAD / 2;
    assertTrue(sleeper.wakeUpFor(due) - before >= 0);
    long later = System.nanoTime();
    assertTrue(sleeper.wakeUpFor(due) - later >= 0);
  }
}
