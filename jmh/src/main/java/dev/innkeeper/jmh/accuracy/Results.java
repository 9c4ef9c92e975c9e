package dev.innkeeper.jmh.accuracy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The figures of every round of every case. */
record Results(Map<Case, List<Figures>> rounds) {

  /** A line for each case. */
  Table medians() {
    List<List<String>> rows = new ArrayList<>();
    rounds.forEach((which, all) -> rows.add(row(which, List.of(), Figures.medianOf(all))));
    return new Table(header(List.of()), rows);
  }

  /** A line for each round, and the medians after them. */
  Table everything() {
    List<List<String>> rows = new ArrayList<>();
    rounds.forEach((which, all) -> {
      for (int i = 0; i < all.size(); i++) {
        rows.add(row(which, List.of(String.valueOf(i + 1)), all.get(i)));
      }
      rows.add(row(which, List.of("median"), Figures.medianOf(all)));
    });
    return new Table(header(List.of("round")), rows);
  }

  private List<String> header(List<String> round) {
    return joined(List.of("contender", "setting"), round, names());
  }

  /** A figure that others have and this case has not is an empty cell. */
  private List<String> row(Case which, List<String> round, Figures figures) {
    List<String> cells = new ArrayList<>();
    for (String name : names()) {
      Double figure = figures.values().get(name);
      cells.add(figure == null ? "" : Table.cell(figure));
    }
    return joined(List.of(which.contender(), which.setting()), round, cells);
  }

  private List<String> names() {
    return rounds.values().stream()
        .flatMap(all -> all.getFirst().values().keySet().stream())
        .distinct()
        .toList();
  }

  private static List<String> joined(List<String> first, List<String> second, List<String> third) {
    return Stream.of(first, second, third).flatMap(List::stream).toList();
  }
}
