package dev.innkeeper.jmh.micro;

import dev.innkeeper.jmh.harness.Figures;
import dev.innkeeper.jmh.harness.Measurement;
import dev.innkeeper.jmh.harness.Round;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Has JMH run one of its benchmarks. JMH starts a JVM of its own for that, by the same {@code java}
 * and with the same options, because the compiler needs JMH's hints from the start.
 */
final class MicroRound {

  private MicroRound() {}

  /**
   * The benchmark's name, how it is measured ({@code avgt} or {@code ss}), in how many JVMs, its
   * iterations of warm-up, those that count, milliseconds of each, and its parameters.
   */
  public static void main(String[] args) {
    Round.run(() -> measure(options(args).build()));
  }

  static ChainedOptionsBuilder options(String[] args) {
    Mode mode = Mode.deepValueOf(args[1]);
    TimeValue time = TimeValue.milliseconds(Long.parseLong(args[5]));
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(args[0]) + "$")
            .mode(mode)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(Integer.parseInt(args[2]))
            .warmupIterations(Integer.parseInt(args[3]))
            .warmupTime(time)
            .measurementIterations(Integer.parseInt(args[4]))
            .measurementTime(time)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    if (mode != Mode.SingleShotTime) { // the profiler would warm up what is to be cold
      options.addProfiler(GCProfiler.class);
    }
    Arrays.stream(args)
        .skip(6)
        .map(each -> each.split("=", 2))
        .forEach(pair -> options.param(pair[0], pair[1]));
    return options;
  }

  static Measurement measure(Options options) throws RunnerException {
    System.setProperty("jmh.ignoreLock", "true"); // the harness measures one at a time
    RunResult result = new Runner(options).runSingle();
    Result<?> score = result.getPrimaryResult();
    // The median: a busy moment of the machine spoils one iteration, and would move the mean.
    Figures figures = new Figures().with("ns_per_op", score.getStatistics().getPercentile(50));
    if (!Double.isNaN(score.getScoreError())) { // of two iterations there is none
      figures = figures.with("error_ns", score.getScoreError());
    }
    Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
    if (allocated != null) {
      figures = figures.with("bytes_per_op", allocated.getScore());
    }
    return Measurement.of(figures);
  }
}
