package dev.innkeeper.jmh.report;

import static dev.innkeeper.jmh.report.Html.escaped;

import dev.innkeeper.jmh.harness.Table;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The medians of a suite as an HTML table. Each setting is a {@code tbody}; the cells are those of
 * the CSV.
 */
record MedianTable(Table medians) {

  private static final int SETTING = 1;
  private static final int JDK = 2;
  private static final int FIRST_FIGURE = 3;

  String toHtml() {
    return "<table>\n" + head() + body() + "</table>\n";
  }

  private String head() {
    return IntStream.range(0, medians.header().size())
        .mapToObj(column -> heading(column))
        .collect(Collectors.joining("", "<thead><tr>\n", "</tr></thead>\n"));
  }

  private String heading(int column) {
    String raw = medians.header().get(column);
    if (column < FIRST_FIGURE) {
      return "<th scope=\"col\">" + escaped(raw) + "</th>\n";
    }
    FigureName name = FigureName.of(raw);
    return """
    <th scope="col" data-figure="%s"><span>%s</span> <span class="unit">%s</span> <code>%s</code></th>
    """
        .formatted(
            escaped(raw),
            escaped(name.text()),
            escaped(name.unit()),
            escaped(raw).replace("_", "_<wbr>"));
  }

  private String body() {
    StringBuilder html = new StringBuilder();
    String setting = null;
    for (List<String> row : medians.rows()) {
      if (!row.get(SETTING).equals(setting)) {
        html.append(setting == null ? "" : "</tbody>\n");
        setting = row.get(SETTING);
        html.append("<tbody data-setting=\"" + escaped(setting) + "\">\n");
      }
      html.append(line(row));
    }
    return html.append(setting == null ? "" : "</tbody>\n").toString();
  }

  private String line(List<String> row) {
    return IntStream.range(0, row.size())
        .mapToObj(column -> cell(row, column))
        .collect(Collectors.joining("", "<tr>", "</tr>\n"));
  }

  private String cell(List<String> row, int column) {
    String text = escaped(row.get(column));
    if (column == 0) {
      return "<th scope=\"row\">" + text + "</th>";
    }
    if (column < FIRST_FIGURE) {
      return "<td>" + text + "</td>";
    }
    return isBest(row, column)
        ? "<td class=\"number\"><strong>" + text + "</strong></td>"
        : "<td class=\"number\">" + text + "</td>";
  }

  /** Among those that were measured at the same on the same JDK, unless they are all alike. */
  private boolean isBest(List<String> row, int column) {
    if (row.get(column).isEmpty()
        || !FigureName.of(medians.header().get(column)).lessIsBetter()
        || magnitudes(row, column).distinct().count() < 2) {
      return false;
    }
    OptionalDouble least = magnitudes(row, column).min();
    return least.isPresent() && magnitude(row.get(column)) == least.getAsDouble();
  }

  private DoubleStream magnitudes(List<String> like, int column) {
    return medians.rows().stream()
        .filter(row -> Objects.equals(row.get(SETTING), like.get(SETTING)))
        .filter(row -> Objects.equals(row.get(JDK), like.get(JDK)))
        .map(row -> row.get(column))
        .filter(cell -> !cell.isEmpty())
        .mapToDouble(MedianTable::magnitude);
  }

  /** A drift may be negative. */
  private static double magnitude(String cell) {
    return Math.abs(Double.parseDouble(cell));
  }
}
