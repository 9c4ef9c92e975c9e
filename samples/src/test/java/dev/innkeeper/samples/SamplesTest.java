package dev.innkeeper.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.samples.Samples.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of samples is complete. */
class SamplesTest {

  private static final Path SOURCES = Path.of("src/main/java/dev/innkeeper/samples");

  private static List<String> names() {
    return Samples.ALL.stream().map(Sample::name).toList();
  }

  @Test
  void eachClassWithAMainIsInTheListUnderItsOwnName() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      Set<String> mains =
          files
              .filter(file -> file.toString().endsWith(".java") && hasMain(file))
              .map(file -> nameOf(file.getFileName().toString()))
              .collect(Collectors.toCollection(TreeSet::new));
      mains.remove("samples"); // the list itself
      assertEquals(mains, new TreeSet<>(names()));
    }
  }

  @Test
  void eachNameIsThereOnce() {
    assertEquals(names().size(), new HashSet<>(names()).size(), names()::toString);
  }

  private static boolean hasMain(Path file) {
    try {
      return Files.readString(file).contains("public static void main(String[] args)");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code WordCountMain.java} is {@code word-count}. */
  private static String nameOf(String file) {
    return file.replaceFirst("(Main)?\\.java$", "")
        .replaceAll("([a-z])([A-Z])", "$1-$2")
        .toLowerCase(Locale.ROOT);
  }
}
