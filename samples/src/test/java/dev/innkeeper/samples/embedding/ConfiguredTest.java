package dev.innkeeper.samples.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredTest {

  @TempDir private Path folder;

  @Test
  void variablesWinOverTheFileAndTheFileOverTheCode() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("host.properties"),
            "shutdown-timeout = 20s\nqueues.mails.workers = 4\njobs.cleanup.every = 10m\n");
    Map<String, String> environment = Map.of("INNKEEPER_QUEUES_MAILS_WORKERS", "8", "PATH", "/bin");
    Host host = Configured.host(Configured.settings(file, environment));
    assertEquals(
        List.of(
            "shutdownTimeout = 20s (host.properties: shutdown-timeout)",
            "queues.mails.workers = 8 (environment: INNKEEPER_QUEUES_MAILS_WORKERS)",
            "jobs.cleanup.every = 10m (host.properties)"),
        host.describeSettings()
            .lines()
            .filter(line -> line.contains("host.prop") || line.contains("environment"))
            .toList());
  }
}
