package dev.innkeeper.jmh.report;

import static dev.innkeeper.jmh.report.Html.escaped;

import dev.innkeeper.jmh.harness.Results;
import dev.innkeeper.jmh.harness.Suite;
import java.util.IntSummaryStatistics;
import java.util.List;

/** A suite's part of the page. */
record Section(Results results) {

  String toHtml() {
    Suite suite = results.suite();
    return """
    <section class="suite" id="%s">
    <h2>%s</h2>
    <p class="explanation">%s</p>
    %s</section>
    """
        .formatted(
            escaped(suite.name()),
            escaped(suite.title()),
            escaped(suite.explanation()),
            results.rounds().isEmpty() ? "<p>Nothing was measured.</p>\n" : plots() + table());
  }

  /** Only its data; the script does the rest. */
  private String plots() {
    PlotData data = PlotData.of(results);
    return data.lines().isEmpty()
        ? ""
        : "<script type=\"application/json\" class=\"data\">" + data.toJson() + "</script>\n";
  }

  private String table() {
    String title = escaped(results.suite().title());
    String csv = escaped(Report.csvName(results));
    return """
    <div class="figures">
    <p class="hint">Medians over %s; the least of its setting and JDK is <strong>marked</strong>. \
    Every round: <a href="%s">%s</a></p>
    <div class="scroll" role="region" aria-label="%s, table" tabindex="0">
    %s</div>
    </div>
    """
        .formatted(roundsMeasured(), csv, csv, title, new MedianTable(results.medians()).toHtml());
  }

  /** When interrupted, not all have the same number. */
  private String roundsMeasured() {
    IntSummaryStatistics rounds =
        results.rounds().values().stream().mapToInt(List::size).summaryStatistics();
    String most = rounds.getMax() + (rounds.getMax() == 1 ? " round" : " rounds");
    return rounds.getMin() == rounds.getMax() ? most : rounds.getMin() + " to " + most;
  }
}
