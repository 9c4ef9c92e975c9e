package dev.innkeeper.samples.worker;

import dev.innkeeper.ops.Probes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker until Ctrl-C: a letter that is posted to it is sent as a mail within two seconds.
 *
 * <p>{@code curl -d Hello http://127.0.0.1:8080/letters}; {@code curl
 * http://127.0.0.1:8081/readyz}. Its settings are in {@code worker.properties} in the current
 * folder, if that is there. For a log in JSON, start Java with {@code
 * -Dlogback.configurationFile=worker/json-log.xml}.
 */
public final class WorkerMain {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerMain.class);

  private WorkerMain() {}

  public static void main(String[] args) throws IOException {
    Path file = Path.of("worker.properties");
    if (Files.notExists(file)) {
      file = Files.createTempFile("worker", ".properties");
    }
    new Worker(new InMemory(), 8080, letter -> LOG.info("Sent: {}", letter))
        .host(Probes.on("127.0.0.1", 8081), new SimpleMeterRegistry())
        .settings(Worker.settings(file, System.getenv())) // glue: configuration
        .build()
        .run();
  }

  /** Loses all when the process ends. */
  private static final class InMemory implements Letters {

    private final ConcurrentLinkedQueue<String> waiting = new ConcurrentLinkedQueue<>();

    @Override
    public void migrate() {
      LOG.info("There are no tables to change");
    }

    @Override
    public List<String> poll() {
      return Stream.generate(waiting::poll).takeWhile(letter -> letter != null).toList();
    }

    @Override
    public void add(String letter) {
      waiting.add(letter);
    }

    @Override
    public void deleteBefore(Instant limit) {
      LOG.info("Letters before {} are gone", limit);
    }
  }
}
