package dev.innkeeper.jmh.harness;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one measurement gave: named numbers, in the order in which they are shown. */
public record Figures(Map<String, Double> values) {

  public Figures() {
    this(new LinkedHashMap<>());
  }

  public Figures with(String name, double value) {
    Map<String, Double> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new Figures(more);
  }

  /** Each figure's own median. All must have the same names. */
  static Figures medianOf(List<Figures> rounds) {
    Map<String, Double> medians = new LinkedHashMap<>();
    for (String name : rounds.getFirst().values.keySet()) {
      medians.put(name, median(rounds.stream().mapToDouble(f -> f.values.get(name)).toArray()));
    }
    return new Figures(medians);
  }

  public static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
