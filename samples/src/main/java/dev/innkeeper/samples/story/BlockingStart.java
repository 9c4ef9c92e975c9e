package dev.innkeeper.samples.story;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostStartException;
import dev.innkeeper.runtime.service.ServiceContext;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service that works in its {@code start}, and what that does to the services behind it.
 *
 * <p>First an import of three files: the web server starts when the last one is in. Then an import
 * that watches for files for ever: the web server never starts, and the host gives up after two
 * seconds because it was given a start-up timeout. Work that goes on is for a background service:
 * see {@link BackgroundWork}.
 */
public final class BlockingStart {

  private static final Logger LOG = LoggerFactory.getLogger(BlockingStart.class);

  private BlockingStart() {}

  public static void main(String[] args) {
    LOG.info("A start that takes its time");
    try (Host host =
        Host.builder("shop")
            .add("import", context -> importFiles()) // its start: three files, then it returns
            .add("web", BlockingStart::listen)
            .build()) {
      host.start();
    }

    LOG.info("A start that never returns");
    try (Host host =
        Host.builder("shop")
            .add("import", context -> watchForFiles()) // its start, too
            .add("web", BlockingStart::listen)
            .startupTimeout(Duration.ofSeconds(2))
            .build()) {
      host.start();
    } catch (HostStartException e) {
      LOG.info("The web server has never started: {}", e.getMessage());
    }
  }

  private static void listen(ServiceContext context) {
    LOG.info("{} listens", context.name());
  }

  private static void importFiles() throws InterruptedException {
    for (int file = 1; file <= 3; file++) {
      importFile(file);
    }
  }

  private static void watchForFiles() throws InterruptedException {
    for (int file = 1; ; file++) {
      importFile(file);
    }
  }

  private static void importFile(int number) throws InterruptedException {
    Thread.sleep(Duration.ofMillis(500));
    LOG.info("Imported file {}", number);
  }
}
