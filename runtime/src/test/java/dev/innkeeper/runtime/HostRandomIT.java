package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hosts drawn at random in real time, some at the same time. */
class HostRandomIT {

  private static final int HOSTS = Integer.getInteger("innkeeper.random.realHosts", 12);
  private static final long FIRST = Long.getLong("innkeeper.random.seed", 1);
  private static final int AT_ONCE = 4;

  /** What the contract allows beyond the deadline. */
  private static final Duration OVERSHOOT = Duration.ofMillis(50);

  @Test
  @Timeout(1_800)
  void keepTheRules() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<RandomHost.Outcome>> outcomes = new ArrayList<>();
      for (long seed = FIRST; seed < FIRST + HOSTS; seed++) {
        long next = seed;
        outcomes.add(threads.submit(() -> RandomHost.inRealTime(next)));
      }
      for (Future<RandomHost.Outcome> future : outcomes) {
        RandomHost.Outcome outcome = future.get();
        assertEquals(List.of(), outcome.wrong(), "seed " + outcome.seed());
        assertTrue(outcome.overshoot().compareTo(OVERSHOOT) <= 0, outcome.toString());
      }
    }
  }
}
