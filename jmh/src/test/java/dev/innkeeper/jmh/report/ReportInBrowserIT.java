package dev.innkeeper.jmh.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import dev.innkeeper.jmh.harness.Results;
import java.io.File;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The report as Chromium shows it, 360 pixels wide. The page {@code look.html} has it in a frame,
 * presses its buttons and says what it saw. The report stays in {@code target/report-in-browser}.
 */
final class ReportInBrowserIT {

  private static final Path REPORT = Path.of("target", "report-in-browser");
  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final List<String> PLOTS =
      List.of("Lateness by percentile", "Share of ticks by lateness", "Drift over time");

  /** What {@code look.html} saw. */
  private record Seen(
      int width, List<String> notes, List<String> loaded, Map<String, SeenSuite> suites) {}

  /** By setting, and then by JDK. */
  private record SeenSuite(
      List<String> header,
      List<List<String>> rows,
      Map<String, Map<String, List<Plot>>> plots,
      Map<String, List<List<String>>> rowsOfSetting,
      List<Plot> plotsOfNone) {}

  private record Plot(String title, boolean hasLines) {}

  @TempDir private static Path temp;
  private static final List<Results> RESULTS = MadeUp.results();
  private static Seen seen;
  private static List<String> console;

  @BeforeAll
  static void lookAtAReport() throws Exception {
    Optional<Path> browser = browser();
    assumeTrue(browser.isPresent(), "no browser on PATH: apt-get install chromium");
    Report.write(REPORT, MadeUp.interruptedRun(), RESULTS);
    Files.writeString(REPORT.resolve("look.html"), Resources.text("look.html"));
    Path dom = temp.resolve("dom");
    Path log = temp.resolve("log");
    open(browser.get(), REPORT.resolve("look.html"), dom, log);
    seen = seenIn(Files.readString(dom));
    console = Files.readAllLines(log).stream().filter(line -> line.contains("CONSOLE")).toList();
  }

  @Test
  void theTablesHaveExactlyTheMediansOfTheCsv() throws IOException {
    for (Results results : RESULTS.subList(0, 3)) {
      List<List<String>> csv =
          Csv.parsed(Files.readString(REPORT.resolve(Report.csvName(results))));
      SeenSuite suite = suite(results);
      assertEquals(withoutRound(csv.getFirst()), suite.header);
      assertEquals(medians(csv), suite.rows);
    }
  }

  @Test
  void aTableCanBeNarrowedToTheSettingOfItsPlots() throws IOException {
    List<List<String>> rows = suite(RESULTS.getFirst()).rows;
    suite(RESULTS.getFirst())
        .rowsOfSetting
        .forEach((setting, shown) ->
            assertEquals(rows.stream().filter(row -> row.get(1).equals(setting)).toList(), shown));
  }

  @Test
  void everyPlotOfEverySettingIsDrawn() {
    Map<String, Map<String, List<Plot>>> accuracy = suite(RESULTS.get(0)).plots;
    assertEquals(8, accuracy.size());
    accuracy.values().forEach(jdks -> assertEquals(2, jdks.size()));
    assertAllDrawn(PLOTS, accuracy);

    Map<String, Map<String, List<Plot>>> scale = suite(RESULTS.get(1)).plots;
    assertEquals(2, scale.size());
    assertAllDrawn(PLOTS.subList(0, 2), scale);
  }

  @Test
  void whatHasNoTicksHasNoPlot() {
    assertEquals(Map.of("", Map.of("", List.of())), suite(RESULTS.get(2)).plots);
    assertEquals(List.of(), suite(RESULTS.get(3)).rows);
  }

  @Test
  void aPlotShowsOnlyWhoIsChosen() {
    assertEquals(
        PLOTS.stream().map(title -> new Plot(title, false)).toList(),
        suite(RESULTS.getFirst()).plotsOfNone);
  }

  @Test
  void anInterruptionAndFailuresAreNotedAndNothingElse() {
    assertEquals(2, seen.notes.size(), seen.notes::toString);
    assertTrue(seen.notes.getFirst().startsWith("This run was interrupted."));
    assertTrue(seen.notes.getLast().contains(MadeUp.NASTY), seen.notes::toString);
  }

  @Test
  void theBrowserHasNothingToSay() {
    assertEquals(List.of(), console);
  }

  /** What its policy keeps it from asking for would be on the console. */
  @Test
  void nothingElseIsLoaded() {
    assertEquals(List.of(), seen.loaded);
  }

  @Test
  void thePageIsNoWiderThanAPhone() {
    assertEquals(360, seen.width);
  }

  private static void assertAllDrawn(
      List<String> titles, Map<String, Map<String, List<Plot>>> plots) {
    List<Plot> expected = titles.stream().map(title -> new Plot(title, true)).toList();
    plots.forEach((setting, jdks) ->
        jdks.forEach((jdk, shown) -> assertEquals(expected, shown, setting + ", " + jdk)));
  }

  private static SeenSuite suite(Results results) {
    return seen.suites.get(results.suite().name());
  }

  private static List<List<String>> medians(List<List<String>> csv) {
    int round = csv.getFirst().indexOf("round");
    return csv.stream()
        .filter(line -> line.get(round).equals("median"))
        .map(ReportInBrowserIT::withoutRound)
        .toList();
  }

  private static List<String> withoutRound(List<String> line) {
    List<String> others = new ArrayList<>(line);
    others.remove(3);
    return others;
  }

  private static Optional<Path> browser() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .flatMap(folder -> BROWSERS.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Root, as CI is, gets no sandbox; the files' pages may look at each other. */
  private static void open(Path browser, Path page, Path dom, Path log) throws Exception {
    List<String> command =
        List.of(
            browser.toString(),
            "--headless",
            "--hide-scrollbars",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--user-data-dir=" + temp.resolve("profile"),
            "--allow-file-access-from-files",
            "--enable-logging=stderr",
            "--virtual-time-budget=60000",
            "--dump-dom",
            page.toUri().toString());
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(dom.toFile())
            .redirectError(log.toFile())
            .start();
    try {
      assertTrue(process.waitFor(3, TimeUnit.MINUTES), "the browser does not end");
      assertEquals(0, process.exitValue(), () -> contentOf(log));
    } finally {
      process.destroyForcibly();
    }
  }

  private static Seen seenIn(String dom) {
    Matcher encoded = Pattern.compile("<pre id=\"seen\">([^<]+)</pre>").matcher(dom);
    assertTrue(encoded.find(), "look.html saw nothing");
    return new Gson().fromJson(URLDecoder.decode(encoded.group(1), UTF_8), Seen.class);
  }

  private static String contentOf(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
