package dev.innkeeper.jmh.accuracy;

import dev.innkeeper.jmh.harness.Case;
import dev.innkeeper.jmh.harness.CpuTime;
import dev.innkeeper.jmh.harness.Options;
import dev.innkeeper.jmh.harness.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How late each contender's ticks come, and the CPU time that they cost. */
public final class AccuracySuite {

  /** Periods, compiling and warm-up in milliseconds. */
  public static final Map<String, String> DEFAULTS =
      Map.of(
          "contenders", String.join(",", Contender.names(Contender.ALONE)),
          "periods", "1,10,100,1000",
          "loads", "idle,busy",
          "compiling", "3000",
          "warmup", "500",
          "seconds", "10");

  /** What is other in a quick run. */
  public static final Map<String, String> QUICK =
      Map.of(
          "contenders",
              "standard-virtual,standard-platform,precise-virtual,precise-platform,stpe,"
                  + "java.util.Timer,guava,park-virtual,netty-wheel",
          "periods", "10",
          "loads", "idle",
          "compiling", "700",
          "warmup", "200",
          "seconds", "1");

  private static final Duration LIFE_OF_A_JVM = Duration.ofMillis(700);

  private AccuracySuite() {}

  /** As the options have it. */
  public static Suite of(Options options) {
    List<Case> cases = new ArrayList<>();
    for (String load : options.oneOf("loads", List.of("idle", "busy"))) {
      for (long millis : options.numbers("periods")) {
        for (String name : options.oneOf("contenders", Contender.names(Contender.ALONE))) {
          Contender contender = Contender.named(name, Contender.ALONE);
          if (millis >= contender.shortest().toMillis()) {
            cases.add(caseOf(contender, Duration.ofMillis(millis), load, options));
          }
        }
      }
    }
    return new Suite(
        "accuracy",
        "Timer accuracy",
        "How late the ticks of one timer come, in microseconds: the clock as the consumer reads it"
            + " first, less the time the tick was due. A point of the grid that was passed over is"
            + " as late as the tick in its place. A percentile that so few ticks cannot have is"
            + " left out.",
        List.of("p50_us", "p90_us", "p99_us", "p99.9_us", "cpu_us_per_tick"),
        AccuracyRound.class,
        List.of("-Xmx256m", CpuTime.KEEP_THREADS),
        cases);
  }

  private static Case caseOf(Contender contender, Duration period, String load, Options options) {
    Duration compiling = Duration.ofMillis(options.number("compiling"));
    Duration warmup = Duration.ofMillis(options.number("warmup"));
    Duration seconds = Duration.ofSeconds(options.number("seconds"));
    return new Case(
        contender.name(),
        period.toMillis() + " ms, " + load,
        load.equals("busy"),
        List.of(contender.name(), "" + period, "" + compiling, "" + warmup, "" + seconds),
        LIFE_OF_A_JVM
            .plus(AccuracyRound.FIRST.multipliedBy(2))
            .plus(compiling)
            .plus(warmup)
            .plus(seconds));
  }
}
