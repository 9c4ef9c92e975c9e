package dev.innkeeper.jmh.harness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * What a suite has given so far. Only the thread that measures writes, and others read after it.
 */
public final class Results {

  private final Suite suite;
  private final Map<Row, List<Measurement>> rounds = new LinkedHashMap<>();
  private final Map<Row, String> failures = new LinkedHashMap<>();

  public Results(Suite suite) {
    this.suite = suite;
  }

  public Suite suite() {
    return suite;
  }

  public void add(Row row, Measurement measurement) {
    rounds.computeIfAbsent(row, key -> new ArrayList<>()).add(measurement);
  }

  void addFailure(Row row, String why) {
    failures.put(row, why);
  }

  /** What could not be measured, and why. */
  public Map<Row, String> failures() {
    return failures;
  }

  /** In the order in which they were first measured. */
  public Map<Row, List<Measurement>> rounds() {
    return rounds;
  }

  /** Of all rounds, in nanoseconds, if there are ticks. */
  public Optional<Histogram> lateness(Row row) {
    return rounds.getOrDefault(row, List.of()).stream()
        .flatMap(round -> round.lateness().stream())
        .reduce((all, one) -> {
          all.add(one);
          return all;
        });
  }

  /** A line for each row, with each figure's median over the rounds. */
  public Table medians() {
    List<List<String>> lines = new ArrayList<>();
    rounds.forEach((row, all) -> lines.add(line(row, List.of(), median(all))));
    return new Table(header(List.of()), lines);
  }

  /** A line for each round, and the medians after them. */
  public Table everything() {
    List<List<String>> lines = new ArrayList<>();
    rounds.forEach((row, all) -> {
      for (int i = 0; i < all.size(); i++) {
        lines.add(line(row, List.of(String.valueOf(i + 1)), all.get(i).figures()));
      }
      lines.add(line(row, List.of("median"), median(all)));
    });
    return new Table(header(List.of("round")), lines);
  }

  private static Figures median(List<Measurement> rounds) {
    return Figures.medianOf(rounds.stream().map(Measurement::figures).toList());
  }

  private List<String> header(List<String> round) {
    return joined(List.of("contender", "setting", "jdk"), round, names());
  }

  /** A figure that others have and this row has not is an empty cell. */
  private List<String> line(Row row, List<String> round, Figures figures) {
    List<String> cells = new ArrayList<>();
    for (String name : names()) {
      Double figure = figures.values().get(name);
      cells.add(figure == null ? "" : Table.cell(figure));
    }
    return joined(List.of(row.contender(), row.setting(), row.jdk()), round, cells);
  }

  private List<String> names() {
    return rounds.values().stream()
        .flatMap(all -> all.getFirst().figures().values().keySet().stream())
        .distinct()
        .toList();
  }

  private static List<String> joined(List<String> first, List<String> second, List<String> third) {
    return Stream.of(first, second, third).flatMap(List::stream).toList();
  }
}
