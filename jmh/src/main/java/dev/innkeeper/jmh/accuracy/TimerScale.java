package dev.innkeeper.jmh.accuracy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What very many timers of a second cost, in CPU time and heap, and how late they tick. */
public final class TimerScale {

  private TimerScale() {}

  /** The options are those below. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Options options =
        Options.parse(
            args,
            Map.of(
                "timers", "1000,10000,100000",
                "seconds", "30",
                "warmup", "15",
                "rounds", "3",
                "contenders", Contender.names(Contender.IN_CROWDS),
                "out", ""));
    List<String> sameHeap = List.of("-Xmx4g", "-Xms4g", "-XX:+UseG1GC", CpuTime.KEEP_THREADS);
    Results results =
        new Forks(ScaleRound.class, sameHeap).measure(cases(options), options.number("rounds"));
    System.out.print(results.medians());
    options.writeOut(results.everything());
  }

  private static List<Case> cases(Options options) {
    List<Case> cases = new ArrayList<>();
    for (long timers : options.numbers("timers")) {
      for (String name : options.texts("contenders")) {
        Contender contender = Contender.named(name, Contender.IN_CROWDS);
        cases.add(
            ScaleRound.of(contender, timers, options.number("warmup"), options.number("seconds")));
      }
    }
    return cases;
  }
}
