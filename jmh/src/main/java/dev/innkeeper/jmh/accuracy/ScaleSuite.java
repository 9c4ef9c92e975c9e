package dev.innkeeper.jmh.accuracy;

import dev.innkeeper.jmh.harness.Case;
import dev.innkeeper.jmh.harness.CpuTime;
import dev.innkeeper.jmh.harness.Options;
import dev.innkeeper.jmh.harness.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What very many timers of a second cost, in CPU time and heap, and how late they tick. */
public final class ScaleSuite {

  /** Times in seconds. */
  public static final Map<String, String> DEFAULTS =
      Map.of(
          "crowd-contenders", String.join(",", Contender.names(Contender.IN_CROWDS)),
          "timers", "1000,10000,100000",
          "crowd-warmup", "6",
          "crowd-seconds", "8");

  /** What is other in a quick run. */
  public static final Map<String, String> QUICK =
      Map.of(
          "crowd-contenders", "park-virtual,standard-virtual,tolerance-10ms,stpe",
          "timers", "10000",
          "crowd-warmup", "1",
          "crowd-seconds", "2");

  private static final Duration LIFE_OF_A_JVM = Duration.ofSeconds(4);

  private ScaleSuite() {}

  /** As the options have it. */
  public static Suite of(Options options) {
    List<Case> cases = new ArrayList<>();
    for (long timers : options.numbers("timers")) {
      for (String name : options.oneOf("crowd-contenders", Contender.names(Contender.IN_CROWDS))) {
        Contender contender = Contender.named(name, Contender.IN_CROWDS);
        cases.add(caseOf(contender, timers, options));
      }
    }
    return new Suite(
        "scale",
        "Many timers",
        "Timers of one second, their phases spread evenly over it: the CPU time of the whole"
            + " process for a million ticks, how late they come, and the heap in use after a"
            + " collection, thread and stack included.",
        List.of("cpu_s_per_million_ticks", "p50_us", "p99_us", "heap_bytes_per_timer"),
        ScaleRound.class,
        List.of("-XX:+UseG1GC", CpuTime.KEEP_THREADS),
        cases);
  }

  private static Case caseOf(Contender contender, long timers, Options options) {
    long warmup = options.number("crowd-warmup");
    long seconds = options.number("crowd-seconds");
    return new Case(
        contender.name(),
        timers + " timers",
        false,
        List.of(contender.name(), "" + timers, "" + warmup, "" + seconds),
        LIFE_OF_A_JVM.plusSeconds(warmup + seconds + timers / 30_000));
  }
}
