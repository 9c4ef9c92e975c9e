package dev.innkeeper.samples.embedding;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostSettings;
import dev.innkeeper.runtime.jobs.JobQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program whose host is configured by a file, and by variables that win over it. */
public final class Configured {

  private static final Logger LOG = LoggerFactory.getLogger(Configured.class);

  private Configured() {}

  /** Reads both. */
  // snippet: layers
  public static HostSettings settings(Path file, Map<String, String> environment) {
    return HostSettings.from(file).and(HostSettings.fromEnvironment(environment, "INNKEEPER_"));
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
