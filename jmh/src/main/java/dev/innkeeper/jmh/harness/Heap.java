package dev.innkeeper.jmh.harness;

import java.lang.management.ManagementFactory;

/** What is alive. */
public final class Heap {

  private Heap() {}

  /** In bytes; the least of some looks, since what threads make meanwhile is garbage already. */
  public static long inUse() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      Thread.sleep(200);
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
