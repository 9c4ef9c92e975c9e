package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The page on common mistakes says word for word what is said when they are made: each row of its
 * tables is a mistake that is made here. Those about timers are made in the timer's tests.
 */
class CommonMistakesTest {

  private static final Path PAGE = Path.of("..", "docs", "common-mistakes.md");
  private static final String OF_TIMERS = "## Timers";

  /** What it is, what is said, and what to do. */
  private static final Pattern ROW = Pattern.compile("\\| (.+?) \\| `(.+)` \\| (?:.+ )?\\|");

  private static Map<String, String> rows() {
    Map<String, String> rows = new LinkedHashMap<>();
    for (String part : read().split("\n(?=## )", -1)) {
      if (!part.startsWith(OF_TIMERS)) {
        part.lines()
            .map(ROW::matcher)
            .filter(row -> row.matches())
            .forEach(row -> rows.put(row.group(1), row.group(2)));
      }
    }
    return rows;
  }

  private static String read() {
    try {
      return Files.readString(PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Mistakes mistakes() {
    Mistakes mistakes = new Mistakes();
    new MistakesOfBuilding(mistakes).addAll();
    new MistakesAtWork(mistakes).addAll();
    new MistakesOfJobs(mistakes).addAll();
    return mistakes;
  }

  static Set<String> names() {
    return mistakes().all();
  }

  /** In a host and a time of its own. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void isAnsweredAsThePageSays(String mistake) throws Throwable {
    assertEquals(rows().get(mistake), mistakes().said(mistake));
  }

  @Test
  void eachRowOfThePageIsAMistakeThatIsMadeHere() {
    assertEquals(new TreeSet<>(names()), new TreeSet<>(rows().keySet()));
  }
}
