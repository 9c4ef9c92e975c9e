package dev.innkeeper.jmh.accuracy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What one measurement gave: named numbers, in the order in which they are shown. */
record Figures(Map<String, Double> values) {

  Figures() {
    this(new LinkedHashMap<>());
  }

  Figures with(String name, double value) {
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

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** One line, from a forked JVM to the one that asked. */
  String toLine() {
    return values.entrySet().stream().map(Object::toString).collect(Collectors.joining(" "));
  }

  static Figures ofLine(String line) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (String pair : line.split(" ", -1)) {
      int equals = pair.indexOf('=');
      values.put(pair.substring(0, equals), Double.valueOf(pair.substring(equals + 1)));
    }
    return new Figures(values);
  }
}
