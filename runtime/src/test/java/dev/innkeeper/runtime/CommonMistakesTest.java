package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

  private static final List<Supplier<Mistakes>> MISTAKES =
      List.of(MistakesOfBuilding::new, MistakesAtWork::new, MistakesOfJobs::new);

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

  static Stream<String> mistakes() {
    return MISTAKES.stream().flatMap(some -> some.get().all.keySet().stream());
  }

  /** In a host and a time of its own. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void isAnsweredAsThePageSays(String mistake) throws Throwable {
    Mistakes.Mistake made =
        MISTAKES.stream()
            .map(some -> some.get().all.get(mistake))
            .filter(Objects::nonNull)
            .findFirst()
            .orElseThrow();
    assertEquals(rows().get(mistake), made.said());
  }

  @Test
  void eachRowOfThePageIsAMistakeThatIsMadeHere() {
    assertEquals(new TreeSet<>(mistakes().toList()), new TreeSet<>(rows().keySet()));
  }
}
