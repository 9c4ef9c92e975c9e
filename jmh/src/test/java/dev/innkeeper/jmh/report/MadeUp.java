package dev.innkeeper.jmh.report;

import dev.innkeeper.jmh.harness.Figures;
import dev.innkeeper.jmh.harness.Jdk;
import dev.innkeeper.jmh.harness.Measurement;
import dev.innkeeper.jmh.harness.Measurement.Drift;
import dev.innkeeper.jmh.harness.Results;
import dev.innkeeper.jmh.harness.Row;
import dev.innkeeper.jmh.harness.Suite;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** Results that look like real ones, always the same, and hold all that is hard to show. */
final class MadeUp {

  /** Would run if it were not escaped. */
  static final String NASTY = "</script><script>throw \"a\" & 'b'</script> {{style}}";

  private static final List<String> JDKS = List.of("21.0.11", "25.0.3");

  private static final List<String> CONTENDERS =
      List.of(
          "standard-virtual",
          "standard-platform",
          "precise-virtual",
          "precise-platform",
          "tolerance-1ms-virtual",
          "tolerance-1ms-platform",
          "stpe",
          "java.util.Timer",
          "guava",
          "spring-virtual",
          "sleep-virtual",
          "sleep-platform",
          "park-virtual",
          "park-platform",
          "netty-wheel");

  private final Random random = new Random(5);

  static RunInfo interruptedRun() {
    return new RunInfo(
        ZonedDateTime.of(2026, 11, 23, 3, 30, 0, 0, ZoneOffset.UTC),
        Duration.ofSeconds(7384),
        false,
        "run --rounds 3 --jdks \"/opt/jdk<21>,/opt/jdk&25\"",
        "Imaginary CPU @ 3.00GHz <8 cores>",
        8,
        16_777_216_000L,
        "Linux 6.8.0 amd64",
        JDKS.stream()
            .map(jdk -> new Jdk(jdk, "Someone & Sons, " + jdk + "+9", Path.of("jdk")))
            .toList());
  }

  static List<Results> results() {
    MadeUp madeUp = new MadeUp();
    return List.of(madeUp.accuracy(), madeUp.scale(), madeUp.hosts(), madeUp.nothing());
  }

  /**
   * Ticks and drift; more settings than one, and rows that came no further than the first round.
   */
  private Results accuracy() {
    Results results =
        new Results(
            suite("accuracy", "Timer accuracy", "p50_us", "How late the ticks of one timer come."));
    for (String load : List.of("idle", "busy")) {
      for (int millis : List.of(1, 10, 100, 1000)) {
        for (String contender : CONTENDERS) {
          for (String jdk : JDKS) {
            if (millis > 1 || !contender.startsWith("tolerance")) {
              Row row = new Row(contender, millis + " ms, " + load, jdk);
              ticks(results, row, load.equals("idle") ? 3 : 1, typicalLateness(contender, load));
            }
          }
        }
      }
    }
    ticks(results, new Row(NASTY, "1000 ms, busy", "25.0.3"), 1, 5_000);
    results.failures().put(new Row(NASTY, "10 ms, <idle>", "25.0.3"), "exit code 1:\n" + NASTY);
    return results;
  }

  private static double typicalLateness(String contender, String load) {
    double nanos =
        switch (contender.substring(0, 4)) {
          case "prec" -> 900;
          case "tole" -> 450_000;
          case "nett" -> 5_000_000;
          case "slee" -> 130_000;
          default -> 62_000 + 400 * contender.length();
        };
    return load.equals("busy") ? nanos * 6 + 300_000 : nanos;
  }

  private void ticks(Results results, Row row, int rounds, double typicalNanos) {
    for (int round = 0; round < rounds; round++) {
      Histogram lateness = new Histogram(60_000_000_000L, 3);
      int ticks = row.setting().startsWith("1 ms") ? 5_000 : 500;
      for (int i = 0; i < ticks; i++) {
        lateness.recordValue(lateness(typicalNanos));
      }
      results.add(row, Measurement.of(figures(row, lateness, ticks), lateness, drift(row, round)));
    }
  }

  private long lateness(double typicalNanos) {
    double spread = Math.exp(0.25 * random.nextGaussian());
    double rare = random.nextInt(200) == 0 ? 1 + 30 * random.nextDouble() : 1;
    return (long) (typicalNanos * spread * rare);
  }

  private Figures figures(Row row, Histogram lateness, int ticks) {
    Figures figures =
        new Figures()
            .with("p50_us", lateness.getValueAtPercentile(50) / 1e3)
            .with("p90_us", lateness.getValueAtPercentile(90) / 1e3)
            .with("p99_us", lateness.getValueAtPercentile(99) / 1e3)
            .with("p99.9_us", lateness.getValueAtPercentile(99.9) / 1e3)
            .with("max_us", lateness.getMaxValue() / 1e3)
            .with("cpu_us_per_tick", 20 + 15 * random.nextDouble())
            .with("ticks", ticks)
            .with("missed", random.nextInt(3))
            .with("drift_us", 140 * random.nextDouble() - 40);
    return row.contender().startsWith("precise")
        ? figures.with("budget_spent", random.nextDouble() / 10)
        : figures;
  }

  /** Timers that sleep between ticks drift. */
  private List<Drift> drift(Row row, int round) {
    double slope = row.contender().startsWith("sleep") ? 90 + round : 0;
    return IntStream.range(0, 100)
        .mapToObj(i -> new Drift(i * 0.05, 60 + slope * i + 5 * random.nextDouble()))
        .toList();
  }

  /** One JDK; no drift. */
  private Results scale() {
    Results results =
        new Results(suite("scale", "Many timers", "p50_us", "Timers of one second, many of them."));
    for (String setting : List.of("1000 timers", "100000 timers")) {
      for (String contender : CONTENDERS.subList(0, 6)) {
        Row row = new Row(contender, setting, "25.0.3");
        Histogram lateness = new Histogram(60_000_000_000L, 2);
        IntStream.range(0, 20_000).forEach(i -> lateness.recordValue(lateness(70_000)));
        Figures figures =
            new Figures()
                .with("cpu_s_per_million_ticks", 3 + 9 * random.nextDouble())
                .with("p50_us", lateness.getValueAtPercentile(50) / 1e3)
                .with("heap_bytes_per_timer", 200 + random.nextInt(900))
                .with("of_expected", 1);
        results.add(row, Measurement.of(figures, lateness, List.of()));
      }
    }
    return results;
  }

  /** No ticks, one setting. */
  private Results hosts() {
    Results results =
        new Results(
            suite("hosts", "Start and stop of <hosts> & services", "start_ms", "Less is " + NASTY));
    for (String contender : List.of("innkeeper", "guava-service-manager", "spring-context")) {
      Figures figures =
          new Figures()
              .with("start_ms", 4 + random.nextInt(90))
              .with("stop_ms", 2 + 3 * random.nextDouble())
              .with("ops_per_s", 1e4 * random.nextDouble());
      results.add(new Row(contender, "100 services", "25.0.3"), Measurement.of(figures));
    }
    return results;
  }

  private Results nothing() {
    return new Results(suite("late", "What was not reached", "p50_us", "It came last."));
  }

  private static Suite suite(String name, String title, String headline, String explanation) {
    List<String> options = List.of("-Xmx256m", "-XX:OnError=\"echo <&>\"");
    return new Suite(name, title, explanation, List.of(headline), MadeUp.class, options, List.of());
  }
}
