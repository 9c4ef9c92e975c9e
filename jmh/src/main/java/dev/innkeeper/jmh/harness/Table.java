package dev.innkeeper.jmh.harness;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Cells to be printed: aligned on a console, or as CSV (RFC 4180, but for its line ends). */
public record Table(List<String> header, List<List<String>> rows) {

  /** A figure as short as it may be: no decimals that say nothing. */
  public static String cell(double figure) {
    String format = figure == Math.rint(figure) ? "%.0f" : Math.abs(figure) < 10 ? "%.3f" : "%.1f";
    return String.format(Locale.ROOT, format, figure);
  }

  @Override
  public String toString() {
    int[] widths =
        IntStream.range(0, header.size())
            .map(column -> lines().mapToInt(line -> line.get(column).length()).max().orElse(0))
            .toArray();
    return lines().map(line -> aligned(line, widths)).collect(Collectors.joining());
  }

  public String toCsv() {
    StringWriter csv = new StringWriter();
    try (CsvWriter writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(csv)) {
      lines().forEach(writer::writeRecord);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return csv.toString();
  }

  private Stream<List<String>> lines() {
    return Stream.concat(Stream.of(header), rows.stream());
  }

  /** The first column is a name and stands left, the others right. */
  private static String aligned(List<String> line, int[] widths) {
    StringBuilder text = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String padding = " ".repeat(widths[column] - line.get(column).length());
      text.append(column == 0 ? line.get(column) + padding : "  " + padding + line.get(column));
    }
    return text.append('\n').toString();
  }
}
