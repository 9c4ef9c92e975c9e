package dev.innkeeper.jmh.report;

import com.google.gson.Gson;
import dev.innkeeper.jmh.harness.Figures;
import dev.innkeeper.jmh.harness.Measurement;
import dev.innkeeper.jmh.harness.Measurement.Drift;
import dev.innkeeper.jmh.harness.Results;
import dev.innkeeper.jmh.harness.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the page's script draws of a suite; empty lists where there is nothing to draw. */
record PlotData(int pointsPerNine, int binsPerDecade, double leastMicros, List<Line> lines) {

  /** Its default escapes what would end a script element. */
  private static final Gson GSON = new Gson();

  /** A row's line in each of the plots. */
  record Line(
      String contender,
      String setting,
      String jdk,
      List<Double> percentiles,
      List<Long> bins,
      List<Drift> drift) {

    boolean isEmpty() {
      return percentiles.isEmpty() && drift.isEmpty();
    }
  }

  static PlotData of(Results results) {
    List<Line> lines =
        results.rounds().keySet().stream()
            .map(row -> line(row, results))
            .filter(line -> !line.isEmpty())
            .toList();
    return new PlotData(
        Lateness.POINTS_PER_NINE, Lateness.BINS_PER_DECADE, Lateness.LEAST_MICROS, lines);
  }

  String toJson() {
    return GSON.toJson(this);
  }

  private static Line line(Row row, Results results) {
    Optional<Lateness> lateness =
        results.lateness(row).filter(all -> all.getTotalCount() > 0).map(Lateness::new);
    return new Line(
        row.contender(),
        row.setting(),
        row.jdk(),
        lateness.map(Lateness::percentiles).orElse(List.of()),
        lateness.map(Lateness::bins).orElse(List.of()),
        medianDrift(results.rounds().getOrDefault(row, List.of())));
  }

  /** At each time the median over the rounds. */
  static List<Drift> medianDrift(List<Measurement> rounds) {
    Map<Double, List<Drift>> atTimes =
        rounds.stream()
            .flatMap(round -> round.drift().stream())
            .collect(Collectors.groupingBy(Drift::seconds, TreeMap::new, Collectors.toList()));
    return atTimes.entrySet().stream()
        .map(at -> new Drift(rounded(at.getKey()), rounded(median(at.getValue()))))
        .toList();
  }

  private static double median(List<Drift> drifts) {
    return Figures.median(drifts.stream().mapToDouble(Drift::micros).toArray());
  }

  private static double rounded(double number) {
    return Math.round(number * 1e3) / 1e3;
  }
}
