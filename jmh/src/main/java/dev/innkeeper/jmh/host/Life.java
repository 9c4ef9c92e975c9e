package dev.innkeeper.jmh.host;

import com.sun.management.OperatingSystemMXBean;
import dev.innkeeper.jmh.harness.Heap;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * How long it took to make a crowd, to start and to stop it, and the CPU time of the process in
 * start and stop together; nanoseconds.
 */
record Life(long making, long start, long stop, long cpu) {

  long startAndStop() {
    return start + stop;
  }

  /** Those that had just begun to wait, wait after the pause; those on their way out are out. */
  static Life of(Maker maker, int services, Duration pause) throws Exception {
    Roll roll = new Roll(services);
    long begin = System.nanoTime();
    Crowd crowd = maker.make(roll);
    long made = System.nanoTime();
    long cpuBefore = cpuNow();
    crowd.start();
    roll.awaitRunning();
    long running = System.nanoTime();
    Thread.sleep(pause);
    long asked = System.nanoTime();
    crowd.stop();
    roll.awaitEnded();
    long ended = System.nanoTime();
    Thread.sleep(pause);
    return new Life(made - begin, running - made, ended - asked, cpuNow() - cpuBefore);
  }

  /** In steps of 10 ms, so good for a mean. */
  private static long cpuNow() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** Bytes in use by all that there is of the services while they run. */
  static double heap(Maker maker, int services) throws Exception {
    long before = Heap.inUse();
    Roll roll = new Roll(services);
    Crowd crowd = maker.make(roll);
    crowd.start();
    roll.awaitRunning();
    double heap = Heap.inUse() - before;
    crowd.stop();
    return heap;
  }
}
