package dev.innkeeper.jmh.accuracy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How late each contender's ticks come, and the CPU time that they cost. */
public final class TimerAccuracy {

  private TimerAccuracy() {}

  /** The options are those below; periods in milliseconds. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Options options =
        Options.parse(
            args,
            Map.of(
                "periods", "1,10,100",
                "seconds", "30",
                "warmup", "10",
                "rounds", "5",
                "contenders", Contender.names(Contender.ALONE),
                "load", "false",
                "out", ""));
    Forks forks = new Forks(AccuracyRound.class, List.of("-Xmx256m", CpuTime.KEEP_THREADS));
    int spinning = options.flag("load") ? Runtime.getRuntime().availableProcessors() : 0;
    try (Load load = Load.on(spinning)) {
      System.err.println(load.processes().size() + " processes spin");
      Results results = forks.measure(cases(options), options.number("rounds"));
      System.out.print(results.medians());
      options.writeOut(results.everything());
    }
  }

  private static List<Case> cases(Options options) {
    List<Case> cases = new ArrayList<>();
    for (long millis : options.numbers("periods")) {
      for (String name : options.texts("contenders")) {
        Contender contender = Contender.named(name, Contender.ALONE);
        // A tolerance of a millisecond must be less than the period.
        if (millis > 1 || !name.startsWith("tolerant")) {
          cases.add(
              AccuracyRound.of(
                  contender, millis, options.number("warmup"), options.number("seconds")));
        }
      }
    }
    return cases;
  }
}
