package dev.innkeeper.jmh.accuracy;

import java.time.Duration;
import java.util.List;

/** One round of one case of {@link TimerAccuracy}, in a JVM of its own. */
final class AccuracyRound {

  /** Time to get ready: cold classes must not move a contender's grid. */
  private static final long FIRST = Duration.ofMillis(500).toNanos();

  private static final long QUICK = Duration.ofMillis(2).toNanos() / 10;
  private static final long COMPILING = Duration.ofSeconds(5).toNanos();

  private AccuracyRound() {}

  static Case of(Contender contender, long millis, long warmupSeconds, long seconds) {
    return new Case(
        contender.name(),
        millis + " ms",
        List.of(contender.name(), "" + millis, "" + warmupSeconds, "" + seconds));
  }

  /** Contender, period in milliseconds, seconds of warm-up, seconds that count. */
  public static void main(String[] args) throws Exception {
    Contender contender = Contender.named(args[0], Contender.ALONE);
    letItCompile(contender);
    long start = System.nanoTime();
    long begin = start + Duration.ofSeconds(Long.parseLong(args[2])).toNanos();
    long end = begin + Duration.ofSeconds(Long.parseLong(args[3])).toNanos();
    long period = Duration.ofMillis(Long.parseLong(args[1])).toNanos();
    TickLog log = new TickLog(period, begin, end);
    Loop loop = contender.open();
    loop.run(start + FIRST, period, log);

    CpuTime unused = CpuTime.now(); // its code is warm when it counts
    Thread.sleep(Duration.ofNanos(begin - System.nanoTime()));
    CpuTime before = CpuTime.now();
    log.awaitEnd();
    System.out.println(log.figures(CpuTime.now().since(before)).toLine());
    System.exit(0);
  }

  /**
   * What ticks every 10 ms ticks for days, compiled; but for its first minutes it is interpreted.
   * So there are many quick ticks first, of another instance.
   */
  private static void letItCompile(Contender contender) throws Exception {
    long begin = System.nanoTime() + FIRST;
    long end = begin + COMPILING;
    TickLog log = new TickLog(QUICK, begin, end);
    Loop loop = contender.open();
    loop.run(
        begin,
        QUICK,
        (now, scheduled, passedOver, budgetSpent) ->
            log.tick(now, scheduled, passedOver, budgetSpent) && scheduled - end < 0);
    log.awaitEnd();
  }
}
