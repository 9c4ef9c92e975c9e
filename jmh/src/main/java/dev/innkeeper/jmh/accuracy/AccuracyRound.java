package dev.innkeeper.jmh.accuracy;

import dev.innkeeper.jmh.harness.CpuTime;
import dev.innkeeper.jmh.harness.Measurement;
import dev.innkeeper.jmh.harness.Round;
import java.time.Duration;

/** Measures how late one contender ticks, in a JVM of its own. */
final class AccuracyRound {

  /** Time to get ready: cold classes must not move a contender's grid. */
  static final Duration FIRST = Duration.ofMillis(500);

  private AccuracyRound() {}

  /** Contender, its period, time to let it compile, to warm up, and that counts. */
  public static void main(String[] args) {
    Round.run(() -> measure(args));
  }

  private static Measurement measure(String[] args) throws Exception {
    Contender contender = Contender.named(args[0], Contender.ALONE);
    letItCompile(contender, Duration.parse(args[2]).toNanos());

    long period = Duration.parse(args[1]).toNanos();
    long warmup = Duration.parse(args[3]).toNanos();
    long first = System.nanoTime() + FIRST.toNanos();
    // Between two points of the grid, so that who begins to measure is in nobody's way.
    long begin = first + warmup / period * period + period / 2;
    TickLog log = new TickLog(period, begin, begin + Duration.parse(args[4]).toNanos());
    Loop loop = contender.open();
    loop.run(first, period, log);

    CpuTime.now(); // its code is warm when it counts
    Thread.sleep(Duration.ofNanos(begin - System.nanoTime()));
    CpuTime before = CpuTime.now();
    log.awaitEnd();
    return log.measurement(CpuTime.now().since(before));
  }

  /**
   * What ticks every 10 ms ticks for days, compiled; but for its first minutes it is interpreted.
   * So there are many quick ticks first, of another instance, which is gone when it counts.
   */
  private static void letItCompile(Contender contender, long nanos) throws Exception {
    long period = contender.shortest().toNanos();
    long first = System.nanoTime() + FIRST.toNanos();
    TickLog log = TickLog.untilItsEnd(period, first, first + nanos);
    Loop loop = contender.open();
    loop.run(first, period, log);
    log.awaitEnd();
  }
}
