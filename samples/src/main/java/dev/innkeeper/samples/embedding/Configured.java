package dev.innkeeper.samples.embedding;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostSettings;
import dev.innkeeper.runtime.jobs.JobQueue;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program whose host is configured by a file, and by variables that win over it. */
public final class Configured {

  private static final Logger LOG = LoggerFactory.getLogger(Configured.class);

  private Configured() {}

  /** Reads both. */
  // snippet: layers
  public static HostSettings settings(Path file, Map<String, String> environment)
      throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return HostSettings.from(properties)
        .named(file.getFileName().toString())
        .and(HostSettings.fromEnvironment(environment, "INNKEEPER_"));
  }

  // end

  /** The host, as the configuration has it. */
  // snippet: host
  public static Host host(HostSettings settings) {
    return Host.builder("shop")
        .queue(JobQueue.builder("mails", Configured::send).build())
        .recurring("cleanup", Duration.ofHours(1), run -> deleteOldFiles())
        .settings(settings)
        .build();
  }

  // end

  private static void send(String mail) {
    LOG.info("Sent: {}", mail);
  }

  private static void deleteOldFiles() {
    LOG.info("Old files are deleted");
  }
}
