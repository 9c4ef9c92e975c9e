package dev.innkeeper.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nobody's clock but the database's decides: the module cannot read another. */
class NoClockTest {

  private static final List<String> CLOCKS =
      List.of(
          "currentTimeMillis",
          "nanoTime",
          "java/time/Instant",
          "java/time/Clock",
          "java/util/Date",
          "java/sql/Timestamp");

  @Test
  void noClassReadsAClock() throws Exception {
    Path place =
        Path.of(JdbcLease.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(place)) {
      assertNoClock(place.resolve("dev/innkeeper/jdbc"));
    } else {
      try (FileSystem jar = FileSystems.newFileSystem(place)) {
        assertNoClock(jar.getPath("dev/innkeeper/jdbc"));
      }
    }
  }

  private static void assertNoClock(Path classes) throws IOException {
    try (Stream<Path> files = Files.list(classes)) {
      List<Path> all = files.filter(file -> file.toString().endsWith(".class")).toList();
      assertTrue(all.size() > 10, all::toString);
      assertEquals(List.of(), all.stream().filter(NoClockTest::readsAClock).toList());
    }
  }

  private static boolean readsAClock(Path file) {
    try {
      String constants = Files.readString(file, StandardCharsets.ISO_8859_1);
      return CLOCKS.stream().anyMatch(constants::contains);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
