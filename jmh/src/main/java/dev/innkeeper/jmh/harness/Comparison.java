package dev.innkeeper.jmh.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Says which figures of two results differ by more than noise. */
public final class Comparison {

  private static final List<String> HEADER =
      List.of("contender", "setting", "jdk", "figure", "before", "after", "change");

  private Comparison() {}

  /**
   * Prints what moved, the most first.
   *
   * @param args two reports' folders, or two CSV files of them
   * @throws IllegalArgumentException if they cannot be compared
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException("compare takes two reports' folders, or two CSV files");
    }
    Path before = Path.of(args[0]);
    Path after = Path.of(args[1]);
    if (Files.isDirectory(before) && Files.isDirectory(after)) {
      for (Path file : csvFiles(before)) {
        compareIfBothHave(file, after.resolve(file.getFileName()));
      }
    } else {
      System.out.println(of(read(before), read(after)));
    }
  }

  private static void compareIfBothHave(Path before, Path after) throws IOException {
    System.out.println(before.getFileName());
    System.out.println(
        Files.exists(after) ? of(read(before), read(after)) : "is not in " + after.getParent());
    System.out.println();
  }

  private static SavedResults read(Path csv) throws IOException {
    if (!Files.isRegularFile(csv)) {
      throw new IllegalArgumentException("no file: " + csv);
    }
    return SavedResults.read(csv);
  }

  private static List<Path> csvFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> csv = files.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
      if (csv.isEmpty()) {
        throw new IllegalArgumentException("no CSV files in " + folder);
      }
      return csv;
    }
  }

  /** What moved, the most first, and how much was looked at. */
  static String of(SavedResults before, SavedResults after) {
    List<Change> all =
        before.rounds().keySet().stream().flatMap(row -> changes(row, before, after)).toList();
    List<Change> changes = all.stream().filter(Change::canBeJudged).toList();
    List<List<String>> moved =
        changes.stream()
            .filter(Change::isBeyondNoise)
            .sorted(Comparator.comparingDouble(Change::size).reversed())
            .map(Comparison::line)
            .toList();
    String summary =
        "%d of %d figures moved; %d more have fewer than three rounds. Rows in both: %d, only before: %d, only after: %d"
            .formatted(
                moved.size(),
                changes.size(),
                all.size() - changes.size(),
                common(before, after),
                before.rounds().size() - common(before, after),
                after.rounds().size() - common(before, after));
    return (moved.isEmpty() ? "" : new Table(HEADER, moved).toString()) + summary;
  }

  private static long common(SavedResults before, SavedResults after) {
    return before.rounds().keySet().stream().filter(after.rounds()::containsKey).count();
  }

  private static Stream<Change> changes(Row row, SavedResults before, SavedResults after) {
    return before.figures(row).stream()
        .filter(after.figures(row)::contains)
        .map(figure ->
            new Change(row, figure, before.values(row, figure), after.values(row, figure)));
  }

  private static List<String> line(Change change) {
    Row row = change.row();
    return List.of(
        row.contender(),
        row.setting(),
        row.jdk(),
        change.figure(),
        Table.cell(change.medianBefore()),
        Table.cell(change.medianAfter()),
        ratio(change));
  }

  /** Of what may be negative or nothing it says nothing. */
  private static String ratio(Change change) {
    return change.ratio() > 0 && Double.isFinite(change.ratio())
        ? String.format(Locale.ROOT, "x %.2f", change.ratio())
        : "";
  }
}
