package dev.innkeeper.jmh.accuracy;

import dev.innkeeper.jmh.harness.CpuTime;
import java.time.Duration;
import java.util.List;

/** Measures how late one contender ticks, in a JVM of its own. */
final class AccuracyRound {

  /** Time to get ready: cold classes must not move a contender's grid. */
  static final Duration FIRST = Duration.ofMillis(500);

  /** The first that a contender can do. */
  private static final List<Duration> QUICK =
      List.of(Duration.ofNanos(200_000), Duration.ofMillis(2));

  private AccuracyRound() {}

  /** Contender, its period, time to let it compile, to warm up, and that counts. */
  public static void main(String[] args) throws Exception {
    Contender contender = Contender.named(args[0], Contender.ALONE);
    long period = Duration.parse(args[1]).toNanos();
    letItCompile(contender, Duration.parse(args[2]).toNanos());
    long start = System.nanoTime();
    long begin = start + Duration.parse(args[3]).toNanos();
    long end = begin + Duration.parse(args[4]).toNanos();
    TickLog log = new TickLog(period, begin, end);
    Loop loop = contender.open();
    loop.run(start + FIRST.toNanos(), period, log);

    CpuTime unused = CpuTime.now(); // its code is warm when it counts
    Thread.sleep(Duration.ofNanos(begin - System.nanoTime()));
    CpuTime before = CpuTime.now();
    log.awaitEnd();
    System.out.println(log.measurement(CpuTime.now().since(before)).toLine());
    System.exit(0);
  }

  /**
   * What ticks every 10 ms ticks for days, compiled; but for its first minutes it is interpreted.
   * So there are many quick ticks first, of another instance.
   */
  private static void letItCompile(Contender contender, long nanos) throws Exception {
    long begin = System.nanoTime() + FIRST.toNanos();
    long end = begin + nanos;
    long period =
        QUICK.stream().filter(contender::canTickEvery).findFirst().orElseThrow().toNanos();
    TickLog log = new TickLog(period, begin, end);
    Loop loop = contender.open();
    loop.run(
        begin,
        period,
        (now, scheduled, passedOver, budgetSpent) ->
            log.tick(now, scheduled, passedOver, budgetSpent) && scheduled - end < 0);
    log.awaitEnd();
  }
}
