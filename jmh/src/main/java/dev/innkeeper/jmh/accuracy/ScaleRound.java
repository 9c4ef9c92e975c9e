package dev.innkeeper.jmh.accuracy;

import dev.innkeeper.jmh.harness.CpuTime;
import dev.innkeeper.jmh.harness.Heap;
import dev.innkeeper.jmh.harness.Measurement;
import dev.innkeeper.jmh.harness.Round;
import java.time.Duration;

/** Measures a crowd of timers of one contender, in a JVM of its own. */
final class ScaleRound {

  private static final long PERIOD = Duration.ofSeconds(1).toNanos();

  private ScaleRound() {}

  /** Contender, number of timers, seconds of warm-up, seconds that count. */
  public static void main(String[] args) {
    Round.run(() -> measure(args));
  }

  private static Measurement measure(String[] args) throws Exception {
    long timers = Long.parseLong(args[1]);
    long seconds = Long.parseLong(args[3]);
    CrowdLog log = new CrowdLog(PERIOD);
    CpuTime.now(); // its code is warm when it counts
    long heapBefore = Heap.inUse();

    start(Contender.named(args[0], Contender.IN_CROWDS).open(), timers, log);
    Thread.sleep(Duration.ofSeconds(Long.parseLong(args[2])));
    CpuTime before = CpuTime.now();
    log.count(true);
    Thread.sleep(Duration.ofSeconds(seconds));
    log.count(false);
    long cpu = CpuTime.now().since(before);

    // Not before they have run: a stack of frames that were interpreted is larger than it stays.
    double heap = Heap.inUse() - heapBefore;
    double expected = (double) timers * seconds;
    return log.measurement(cpu, expected, heap / timers);
  }

  /** Phases are spread evenly over the period. The first is due when all are there. */
  private static void start(Loop loop, long timers, Ticks ticks) throws Exception {
    long first = System.nanoTime() + PERIOD + timers * 20_000;
    for (long i = 0; i < timers; i++) {
      loop.run(first + i * PERIOD / timers, PERIOD, ticks);
    }
    Thread.sleep(Duration.ofNanos(Math.max(0, first - System.nanoTime())));
  }
}
