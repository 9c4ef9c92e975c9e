package dev.innkeeper.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.jmh.harness.Results;
import dev.innkeeper.jmh.harness.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {

  @TempDir private static Path directory;
  private static final List<Results> RESULTS = MadeUp.results();

  @BeforeAll
  static void write() throws IOException {
    Report.write(directory, MadeUp.interruptedRun(), RESULTS);
  }

  @Test
  void aSuiteThatHasNothingHasNoFile() throws IOException {
    assertEquals(
        Set.of("report.html", "accuracy.csv", "accuracy", "scale.csv", "scale", "hosts.csv"),
        namesIn(directory));
  }

  @Test
  void theCsvHasEveryRound() throws IOException {
    for (Results each : RESULTS.subList(0, 3)) {
      assertEquals(
          each.everything().toCsv(), Files.readString(directory.resolve(Report.csvName(each))));
    }
  }

  @Test
  void everyRowThatHasTicksHasAHistogram() throws IOException {
    assertEquals(RESULTS.getFirst().rounds().size(), namesIn(directory.resolve("accuracy")).size());
    Path one = directory.resolve("scale").resolve("standard-virtual_1000-timers_jdk25.0.3.hgrm");
    List<String> lines = Files.readAllLines(one);
    assertTrue(lines.getFirst().contains("Percentile"), lines.getFirst());
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("#[Mean")), "has no summary");
  }

  @Test
  void namesOfFilesAreSafeAndDoNotMeet() {
    Set<String> taken = new HashSet<>();
    assertEquals("a-b_-etc-x_jdk25.hgrm", Report.fileName(new Row("a<b", "/etc/x", "25"), taken));
    assertEquals(
        "a-b_-etc-x_jdk25_.hgrm", Report.fileName(new Row("a>b", "\\etc\\x", "25"), taken));
  }

  @Test
  void aReportOfFifteenContendersStaysSmall() throws IOException {
    long size = Files.size(directory.resolve("report.html"));
    assertTrue(size < 1_500_000, "240 rows take " + size + " bytes");
  }

  @Test
  void thePageNamesNoOtherHost() throws IOException {
    String page = Files.readString(directory.resolve("report.html"));
    assertFalse(page.matches("(?s).*(src|href)=\"?(https?:)?//.*"), "asks another host");
    assertTrue(page.contains("default-src 'none'"), "may ask another host");
  }

  private static Set<String> namesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}
