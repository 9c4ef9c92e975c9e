package dev.innkeeper.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The Java in the documents is what was compiled here. */
class SnippetsTest {

  private static final Path SOURCES = Path.of("src/main/java/dev/innkeeper/samples");
  private static final Path TESTS = Path.of("src/test/java/dev/innkeeper/samples");
  private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void theReadmeShowsTheFirstHost() throws IOException {
    assertEquals(
        List.of(snippet("FirstHostMain.java", "first-host")), codeIn(Path.of("../README.md")));
  }

  @Test
  void theLoggingPageShowsTheLogManager() throws IOException {
    assertEquals(
        List.of(snippet("LastingLogManager.java", "lasting-log-manager")),
        codeIn(Path.of("../docs/logging.md")));
  }

  @Test
  void theTestingPageShowsTheCleanupAndItsTest() throws IOException {
    assertEquals(
        List.of(
            snippet("cleanup/NightlyCleanup.java", "nightly-cleanup"),
            snippet(TESTS, "cleanup/NightlyCleanupTest.java", "nightly-cleanup-test")),
        codeIn(Path.of("../docs/testing.md")));
  }

  @Test
  void theJobsPageShowsTheShop() throws IOException {
    assertEquals(
        Stream.of("recurring", "operate", "queue", "submit", "host")
            .map(name -> snippet("jobs/Shop.java", name))
            .toList(),
        codeIn(Path.of("../docs/jobs.md")));
  }

  @Test
  void theDurableJobsPageShowsTheServiceAndItsTasks() throws IOException {
    assertEquals(
        List.of(
            snippet("durable/DurableJobsMain.java", "tasks"),
            snippet("durable/DurableJobsMain.java", "host"),
            snippet("durable/DurableJobs.java", "start-and-stop"),
            snippet("durable/DurableJobs.java", "configure")),
        codeIn(Path.of("../docs/durable-jobs.md")));
  }

  @Test
  void theEmbeddingPageShowsTheSamples() throws IOException {
    assertEquals(
        List.of(
            snippet("embedding/EmbeddedMain.java", "embedded"),
            snippet("embedding/HostLifecycle.java", "host-lifecycle"),
            snippet("embedding/SpringBootMain.java", "spring-boot"),
            snippet("embedding/DeployedMain.java", "deployed"),
            snippet("embedding/Probes.java", "probes")),
        codeIn(Path.of("../docs/embedding.md")));
  }

  @Test
  void theShopPageShowsTheShop() throws IOException {
    assertEquals(
        List.of(
            snippet("shop/Shop.java", "graph"),
            snippet("shop/Orders.java", "place"),
            snippet("shop/Mailer.java", "mailer"),
            snippet("shop/HttpServer.java", "http"),
            snippet("shop/Page.java", "page"),
            snippet("shop/PageStreams.java", "stream")),
        codeIn(Path.of("../docs/shop.md")));
  }

  private static List<String> codeIn(Path document) throws IOException {
    Matcher code = CODE.matcher(Files.readString(document));
    return code.results().map(result -> result.group(1)).toList();
  }

  private static String snippet(String file, String name) {
    return snippet(SOURCES, file, name);
  }

  private static String snippet(Path root, String file, String name) {
    List<String> lines = lines(root.resolve(file));
    List<String> body =
        lines.stream()
            .dropWhile(line -> !line.strip().equals("// snippet: " + name))
            .skip(1)
            .takeWhile(line -> !line.strip().equals("// end"))
            .toList();
    assertFalse(body.isEmpty(), "no snippet " + name + " in " + file);
    return String.join("\n", body).stripTrailing().stripIndent() + "\n";
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
