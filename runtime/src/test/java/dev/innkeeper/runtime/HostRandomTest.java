package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/**
 * Hosts drawn at random. A failure names its seed; {@code -Dinnkeeper.random.seed=… \
 * -Dinnkeeper.random.hosts=1} lives that life again, turn by turn.
 */
class HostRandomTest {

  private static final int HOSTS = Integer.getInteger("innkeeper.random.hosts", 400);
  private static final long FIRST = Long.getLong("innkeeper.random.seed", 1);

  @Test
  @Timeout(1_800)
  void keepTheRulesInManualTime(TestReporter reporter) throws Exception {
    long begin = System.nanoTime();
    int abandoned = 0;
    int restarts = 0;
    int checks = 0;
    for (long seed = FIRST; seed < FIRST + HOSTS; seed++) {
      RandomHost.Outcome outcome = RandomHost.inManualTime(seed);
      assertEquals(List.of(), outcome.wrong(), "seed " + seed);
      assertTrue(outcome.overshoot().compareTo(Duration.ZERO) <= 0, outcome.toString());
      abandoned += outcome.abandoned();
      restarts += outcome.restarts();
      checks += outcome.checks();
    }
    double rate = HOSTS * 1e9 / (System.nanoTime() - begin);
    reporter.publishEntry(
        "%d hosts, %.0f a second; %d abandoned, %d restarts, %d health checks"
            .formatted(HOSTS, rate, abandoned, restarts, checks));
    assertTrue(HOSTS < 100 || (abandoned > 0 && restarts > 0 && checks > 0), "they have to be bad");
  }
}
