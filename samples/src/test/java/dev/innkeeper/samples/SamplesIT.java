package dev.innkeeper.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.samples.Samples.Sample;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as samples/run calls it. */
class SamplesIT {

  @TempDir Path folder;

  @Test
  void withoutANameItListsThemWithASentenceEach() throws Exception {
    try (Program list = Program.start(Samples.class, folder)) {
      assertEquals(0, list.awaitEnd(), list::toString);
      assertEquals(lines(), list.lines().subList(2, list.lines().size()));
    }
  }

  @Test
  void anUnknownNameIsAnErrorWithTheList() throws Exception {
    try (Program unknown = Program.start(Samples.class, folder, "word-cuont")) {
      assertEquals(2, unknown.awaitEnd(), unknown::toString);
      assertEquals("There is no sample 'word-cuont'.", unknown.lines().getFirst());
      assertEquals(lines(), unknown.lines().subList(4, unknown.lines().size()));
    }
  }

  @Test
  void theHostOfTheReadmeRunsUntilItIsToldToEnd() throws Exception {
    try (Program sample = Program.start(Samples.class, folder, "first-host")) {
      sample.await("Polled");
      assertEquals(143, sample.terminate(Duration.ofSeconds(30)), sample::toString);
      SampleLog log = SampleLog.of(sample);
      log.assertOrder("Migrated", "Listening", "orders started: 3 services in T", "Polled");
      log.assertOrder("Polled", "Not listening any more", "orders stopped in T: 3 stopped");
    }
  }

  @Test
  void aPortThatIsTakenIsALine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = Integer.toString(taken.getLocalPort());
      assertRefuses("port " + port + ": Address already in use", "deployed", port);
    }
  }

  @Test
  void aDatabaseFileThatIsTakenIsALine() throws Exception {
    String url = "jdbc:h2:" + folder.resolve("taken").toAbsolutePath();
    try (Connection taken = DriverManager.getConnection(url)) {
      assertFalse(taken.isClosed());
      assertRefuses("Database may be already in use", "durable-jobs", url);
    }
  }

  private void assertRefuses(String why, String... command) throws Exception {
    try (Program sample = Program.start(Samples.class, folder, command)) {
      assertEquals(1, sample.awaitEnd(), sample::toString);
      assertEquals(1, sample.lines().size(), sample::toString);
      assertTrue(sample.lines().getFirst().startsWith(command[0] + ": "), sample::toString);
      assertTrue(sample.lines().getFirst().contains(why), sample::toString);
    }
  }

  private static List<String> lines() {
    return Samples.ALL.stream().map(SamplesIT::line).toList();
  }

  private static String line(Sample sample) {
    return String.format("  %-26s%s", sample.name(), sample.sentence());
  }
}
