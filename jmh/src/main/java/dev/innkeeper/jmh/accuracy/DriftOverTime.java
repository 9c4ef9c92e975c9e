package dev.innkeeper.jmh.accuracy;

import dev.innkeeper.jmh.harness.Options;
import dev.innkeeper.jmh.harness.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whether a PeriodicTimer ticks in its last minute as it did in its first. */
public final class DriftOverTime {

  private DriftOverTime() {}

  /**
   * The options are those below; the period is in milliseconds, a window in seconds. Fails when a
   * point of the grid was lost.
   */
  public static void main(String[] args) throws Exception {
    Options options =
        Options.parse(
            args,
            Map.of(
                "contender", "standard-virtual",
                "period", "10",
                "seconds", "3600",
                "warmup", "30",
                "window", "60",
                "out", ""));
    Duration window = Duration.ofSeconds(options.number("window"));
    int windows = (int) (options.number("seconds") / options.number("window"));
    if (windows == 0) {
      throw new IllegalArgumentException(
          "--seconds must be a window at least, "
              + options.number("window")
              + ", not "
              + options.number("seconds"));
    }
    Trace trace = trace(options, window.multipliedBy(windows));
    report(trace, samples(trace, windows, window.toNanos()), options);
    System.exit(trace.ticks() + trace.missed() == trace.gridPoints() ? 0 : 1);
  }

  private static Trace trace(Options options, Duration length) throws Exception {
    long start = System.nanoTime();
    Duration period = Duration.ofMillis(options.number("period"));
    Trace trace =
        new Trace(
            period.toNanos(),
            start + Duration.ofSeconds(options.number("warmup")).toNanos(),
            Math.toIntExact(length.dividedBy(period)));
    Contender.named(options.text("contender"), Contender.ALONE)
        .open()
        .run(start + period.toNanos(), period.toNanos(), trace);
    trace.awaitEnd();
    return trace;
  }

  private static List<Sample> samples(Trace trace, int windows, long length) {
    return IntStream.range(0, windows)
        .mapToObj(window -> trace.between(window * length, (window + 1) * length))
        .toList();
  }

  private static void report(Trace trace, List<Sample> samples, Options options)
      throws IOException {
    List<List<String>> rows =
        IntStream.range(0, samples.size()).mapToObj(window -> row(window, samples)).toList();
    List<String> header =
        List.of("window", "ticks", "p50_us", "p90_us", "p99_us", "p99.9_us", "max_us", "ks_to_1");
    System.out.println("every window:\n" + new Table(header, rows));
    System.out.println(
        "first and last:\n" + new Table(header, List.of(rows.getFirst(), rows.getLast())));
    System.out.println(verdict(samples.getFirst(), samples.getLast()));
    System.out.println(grid(trace));
    if (!options.text("out").isEmpty()) {
      Files.writeString(Path.of(options.text("out")), new Table(header, rows).toCsv());
    }
  }

  private static List<String> row(int window, List<Sample> samples) {
    Sample sample = samples.get(window);
    Stream<Double> quantiles =
        Stream.of(0.5, 0.9, 0.99, 0.999, 1.0).map(share -> sample.quantile(share) / 1e3);
    return Stream.of(
            Stream.of(window + 1.0, (double) sample.size()),
            quantiles,
            Stream.of(samples.getFirst().distanceTo(sample)))
        .flatMap(figures -> figures)
        .map(Table::cell)
        .toList();
  }

  private static String verdict(Sample first, Sample last) {
    return String.format(
        Locale.ROOT,
        "Kolmogorov-Smirnov, last to first: %.4f; by chance, in 1 case of 100, over %.4f",
        first.distanceTo(last),
        first.distanceByChance(last));
  }

  private static String grid(Trace trace) {
    return String.format(
        Locale.ROOT,
        "%d ticks + %d missed = %d of %d grid points; grid error %d ns",
        trace.ticks(),
        trace.missed(),
        trace.ticks() + trace.missed(),
        trace.gridPoints(),
        trace.gridError());
  }
}
