package dev.innkeeper.jmh.report;

import static dev.innkeeper.jmh.report.Html.escaped;

import dev.innkeeper.jmh.harness.Progress;
import dev.innkeeper.jmh.harness.Results;
import java.io.IOException;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The page {@code report.html}: what ran, what failed, and a section for each suite. */
record Page(RunInfo info, List<Results> results) {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm xxx", Locale.ENGLISH);

  String toHtml() throws IOException {
    return Resources.filled(
        Resources.text("report.html"),
        Map.of(
            "uplotLicense", Resources.uplot("LICENSE"),
            "uplotStyle", Resources.uplot("dist/uPlot.min.css"),
            "uplotScript", Resources.uplot("dist/uPlot.iife.min.js"),
            "style", Resources.text("report.css"),
            "script", Resources.text("report.js"),
            "date", escaped(info.began().format(DATE)),
            "facts", facts(),
            "notes", interrupted() + failures(),
            "contents", contents(),
            "suites", suites()));
  }

  private String interrupted() {
    return info.complete()
        ? ""
        : """
        <p class="note"><strong>This run was interrupted.</strong> The report has what was measured until then.</p>
        """;
  }

  private String facts() {
    return fact("CPU", escaped(info.cpu()) + ", " + info.cores() + " cores")
        + fact("Memory", gibibytes(info.memoryBytes()))
        + fact("Kernel", escaped(info.kernel()))
        + info.jdks().stream()
            .map(jdk -> fact("JDK " + escaped(jdk.version()), escaped(jdk.name())))
            .collect(Collectors.joining())
        + fact("Took", Progress.readable(info.took()))
        + fact("Command", "<code>" + escaped(info.commandLine()) + "</code>")
        + results.stream()
            .map(each -> fact("JVM flags, " + escaped(each.suite().name()), flags(each)))
            .collect(Collectors.joining());
  }

  private static String fact(String name, String html) {
    return "<div><dt>" + name + "</dt><dd>" + html + "</dd></div>\n";
  }

  private static String flags(Results results) {
    List<String> flags = results.suite().jvmOptions();
    return flags.isEmpty() ? "none" : "<code>" + escaped(String.join(" ", flags)) + "</code>";
  }

  private String failures() {
    String items =
        results.stream()
            .flatMap(each ->
                each.failures().entrySet().stream()
                    .map(failure ->
                        "<li><strong>%s: %s</strong><pre>%s</pre></li>\n"
                            .formatted(
                                escaped(each.suite().name()),
                                escaped(failure.getKey().toString()),
                                escaped(failure.getValue()))))
            .collect(Collectors.joining());
    return items.isEmpty()
        ? ""
        : """
        <section class="note" id="failures">
        <h2>Not measured, because it failed</h2>
        <ul>
        %s</ul>
        </section>
        """
            .formatted(items);
  }

  private String contents() {
    return results.stream()
        .map(each ->
            "<li><a href=\"#%s\">%s</a></li>\n"
                .formatted(escaped(each.suite().name()), escaped(each.suite().title())))
        .collect(Collectors.joining());
  }

  private String suites() {
    return results.stream().map(each -> new Section(each).toHtml()).collect(Collectors.joining());
  }

  static String gibibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1 << 30));
  }
}
