package dev.innkeeper.jmh.harness;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rounds of a report's CSV file.
 *
 * @param rounds each with its figures; an empty cell is no figure
 */
record SavedResults(Map<Row, List<Figures>> rounds) {

  private static final List<String> WHAT = List.of("contender", "setting", "jdk", "round");

  /**
   * @throws IllegalArgumentException if it is not such a file
   */
  static SavedResults read(Path csv) throws IOException {
    try (CsvReader<NamedCsvRecord> lines = CsvReader.builder().ofNamedCsvRecord(csv)) {
      Map<Row, List<Figures>> rounds = new LinkedHashMap<>();
      for (NamedCsvRecord line : lines) {
        if (!line.getHeader().containsAll(WHAT)) {
          throw new IllegalArgumentException(
              csv + " is no CSV of a report: it lacks some of the columns " + WHAT);
        }
        if (!line.getField("round").equals("median")) {
          rounds.computeIfAbsent(row(line), key -> new ArrayList<>()).add(figures(line));
        }
      }
      return new SavedResults(rounds);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          csv + " has a figure that is no number: " + e.getMessage(), e);
    }
  }

  private static Row row(NamedCsvRecord line) {
    return new Row(line.getField("contender"), line.getField("setting"), line.getField("jdk"));
  }

  private static Figures figures(NamedCsvRecord line) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (String name : line.getHeader()) {
      String cell = line.getField(name);
      if (!WHAT.contains(name) && !cell.isEmpty()) {
        values.put(name, Double.valueOf(cell));
      }
    }
    return new Figures(values);
  }

  /** Every round's, in the order of the rounds. */
  List<Double> values(Row row, String figure) {
    return rounds.getOrDefault(row, List.of()).stream()
        .map(Figures::values)
        .filter(values -> values.containsKey(figure))
        .map(values -> values.getOrDefault(figure, 0.0))
        .toList();
  }

  /** Of a row, in their order. */
  List<String> figures(Row row) {
    return rounds.getOrDefault(row, List.of()).stream()
        .flatMap(round -> round.values().keySet().stream())
        .distinct()
        .toList();
  }
}
