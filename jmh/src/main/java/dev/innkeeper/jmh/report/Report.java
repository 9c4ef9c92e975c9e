package dev.innkeeper.jmh.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.innkeeper.jmh.harness.Results;
import dev.innkeeper.jmh.harness.Row;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.HdrHistogram.Histogram;

/** Writes what a run has given. */
public final class Report {

  private static final int TICKS_PER_HALF_DISTANCE = 5;
  private static final double NANOS_PER_MICRO = 1000.0;

  private Report() {}

  /**
   * Writes {@code report.html}, which needs no other file and no network; for each suite a CSV with
   * all rounds; and for each row that has ticks, in its suite's folder, its percentiles in
   * microseconds as HdrHistogram's own tools read them.
   */
  public static void write(Path directory, RunInfo info, List<Results> results) throws IOException {
    Files.createDirectories(directory);
    for (Results each : results) {
      writeCsv(directory, each);
      writeHistograms(directory.resolve(safe(each.suite().name())), each);
    }
    Files.writeString(directory.resolve("report.html"), new Page(info, results).toHtml());
  }

  static String csvName(Results results) {
    return safe(results.suite().name()) + ".csv";
  }

  private static void writeCsv(Path directory, Results results) throws IOException {
    if (!results.rounds().isEmpty()) {
      Files.writeString(directory.resolve(csvName(results)), results.everything().toCsv());
    }
  }

  private static void writeHistograms(Path directory, Results results) throws IOException {
    Set<String> taken = new HashSet<>();
    for (Row row : results.rounds().keySet()) {
      Optional<Histogram> lateness = results.lateness(row);
      if (lateness.isPresent()) {
        Files.createDirectories(directory);
        write(directory.resolve(fileName(row, taken)), lateness.get());
      }
    }
  }

  private static void write(Path file, Histogram lateness) throws IOException {
    try (PrintStream out = new PrintStream(Files.newOutputStream(file), false, UTF_8)) {
      lateness.outputPercentileDistribution(out, TICKS_PER_HALF_DISTANCE, NANOS_PER_MICRO);
    }
  }

  /**
   * Adds it to those {@code taken}: rows whose names differ only in what is not safe do not meet.
   */
  static String fileName(Row row, Set<String> taken) {
    String name = safe(row.contender() + "_" + row.setting() + "_jdk" + row.jdk());
    while (!taken.add(name)) {
      name += "_";
    }
    return name + ".hgrm";
  }

  /** A file name on all systems. */
  static String safe(String name) {
    return name.replaceAll("[^A-Za-z0-9._-]+", "-");
  }
}
