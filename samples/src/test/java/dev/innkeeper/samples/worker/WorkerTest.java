package dev.innkeeper.samples.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.ops.Probes;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.timer.testing.ManualTimeSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerTest {

  private static final Path SOURCES = Path.of("src/main/java/dev/innkeeper/samples/worker");

  @TempDir private Path folder;

  private final ConcurrentLinkedQueue<String> trail = new ConcurrentLinkedQueue<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /** Tells what it was asked. */
  private final class Recorded implements Letters {

    private final ConcurrentLinkedQueue<String> waiting = new ConcurrentLinkedQueue<>();

    @Override
    public void migrate() {
      trail.add("migrate");
    }

    @Override
    public List<String> poll() {
      return Stream.generate(waiting::poll).takeWhile(letter -> letter != null).toList();
    }

    @Override
    public void add(String letter) {
      trail.add("add " + letter);
      waiting.add(letter);
    }

    @Override
    public void deleteBefore(Instant limit) {
      trail.add("delete before " + limit);
    }
  }

  /** The mail server is away at the first try. */
  private void send(String letter) throws IOException {
    boolean isFirst = !trail.contains("try " + letter);
    trail.add("try " + letter);
    if (isFirst) {
      throw new IOException("the mail server is away");
    }
  }

  private static int status(HttpRequest request) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  @Test
  void aDayOfItsLife() throws Exception {
    ManualTimeSource time = new ManualTimeSource(Instant.parse("2026-11-30T12:00:00Z"));
    Path file = Files.writeString(folder.resolve("worker.properties"), "shutdownTimeout = 20s\n");
    Worker worker = new Worker(new Recorded(), 0, this::send);
    Probes probes = Probes.on("127.0.0.1", 0);
    Host host =
        worker
            .host(probes, registry)
            .timeSource(time)
            .settings(Worker.settings(file, Map.of("INNKEEPER_QUEUES_MAILS_WORKERS", "2")))
            .build();
    time.drive(host::start);
    try {
      assertEquals(200, status(HttpRequest.newBuilder(uri(probes.port(), "/readyz")).build()));
      assertEquals(
          202,
          status(
              HttpRequest.newBuilder(uri(worker.port(), "/letters"))
                  .POST(BodyPublishers.ofString("Hello"))
                  .build()));
      time.advance(Duration.ofDays(1));
      assertEquals(5, registry.get("innkeeper.service.health").gauges().size());
    } finally {
      time.drive(host::stop);
    }
    assertEquals(
        List.of(
            "migrate", "add Hello", "try Hello", "try Hello", "delete before 2026-11-01T02:00:00Z"),
        List.copyOf(trail));
    assertEquals(2, host.queues().get("mails").workers());
  }

  /** Newcomers had written 171 lines of it. */
  @Test
  void itHasTenLinesOfGlueAtMost() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      long glue =
          files
              .filter(Files::isRegularFile)
              .flatMap(WorkerTest::lines)
              .filter(line -> line.contains("// glue: "))
              .count();
      assertTrue(glue > 0 && glue <= 10, glue + " lines");
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
