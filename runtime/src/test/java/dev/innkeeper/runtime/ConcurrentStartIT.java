package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.service.HostedService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Blocking starts in real time: the whole takes the longest path. */
class ConcurrentStartIT {

  private static final int RUNS = 20;
  private static final Duration LONGEST_PATH = Duration.ofMillis(400);

  @Test
  void ofADiamondTakesAtMostATenthMoreThanItsLongestPath() throws InterruptedException {
    List<Long> times = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      times.add(startOnce());
    }
    Collections.sort(times);
    double ratio = (double) times.get(RUNS / 2) / LONGEST_PATH.toNanos();
    System.out.printf(
        "RESULT jdk=%d diamond start / longest path: median of %d = %.3f%n",
        Runtime.version().feature(), RUNS, ratio);
    assertTrue(ratio <= 1.10, "median of " + RUNS + ": " + ratio);
  }

  /** 100 ms, then 200 beside 150 ms, then 100 ms. */
  private static long startOnce() throws InterruptedException {
    Host host =
        Host.builder("diamond")
            .startConcurrently()
            .stopConcurrently()
            .add("bottom", blocksFor(100))
            .add("left", blocksFor(200), s -> s.dependsOn("bottom"))
            .add("right", blocksFor(150), s -> s.dependsOn("bottom"))
            .add("top", blocksFor(100), s -> s.dependsOn("left", "right"))
            .build();
    long before = System.nanoTime();
    host.start();
    long took = System.nanoTime() - before;
    host.stop();
    return took;
  }

  private static HostedService blocksFor(int millis) {
    return context -> {
      boolean opened = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
      assertTrue(!opened);
    };
  }
}
