package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page for those who come from .NET names the test of each behaviour. */
class ComingFromDotNetTest {

  private static final Path PAGE = Path.of("..", "docs", "coming-from-dotnet.md");
  private static final List<Path> TESTS =
      List.of(Path.of("src", "test", "java"), Path.of("..", "timer", "src", "test", "java"));
  private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");

  @Test
  void namesTestsThatAreThere() throws IOException {
    List<MatchResult> named = NAMED.matcher(Files.readString(PAGE)).results().toList();
    assertFalse(named.isEmpty());
    List<String> missing = new ArrayList<>();
    for (MatchResult test : named) {
      if (!isThere(test.group(1), test.group(2))) {
        missing.add(test.group(1) + "." + test.group(2));
      }
    }
    assertEquals(List.of(), missing);
  }

  private static boolean isThere(String file, String method) throws IOException {
    for (Path folder : TESTS) {
      Optional<Path> found = find(folder, file + ".java");
      if (found.isPresent()) {
        return Files.readString(found.get()).contains(" void " + method + "(");
      }
    }
    return false;
  }

  private static Optional<Path> find(Path folder, String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.getFileName().toString().equals(name)).findFirst();
    }
  }
}
