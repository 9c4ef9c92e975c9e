package dev.innkeeper.samples.story;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostStartException;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A web server that must not be asked anything before the migration is done.
 *
 * <p>All services start concurrently. Look at the mailer, which waits for nobody, and at the
 * server, which waits for the migration. In the second half the migration fails: the server has
 * never started, the mailer is stopped again, and the start throws.
 */
public final class MigrationFirst {

  private static final Logger LOG = LoggerFactory.getLogger(MigrationFirst.class);

  private MigrationFirst() {}

  public static void main(String[] args) {
    LOG.info("A migration of three steps");
    try (Host host = shop(3)) {
      host.start();
    }

    LOG.info("A migration that fails in its second step");
    try (Host host = shop(1)) {
      host.start();
    } catch (HostStartException e) {
      LOG.info("Not started: {}", e.getMessage());
    }
  }

  // snippet: migration-first
  private static Host shop(int stepsThatWork) {
    return Host.builder("shop")
        .add("migrate", context -> migrate(stepsThatWork)) // returns when the last step is done
        .add("web", new Part("The web server"), s -> s.dependsOn("migrate"))
        .add("mailer", new Part("The mailer"))
        .startConcurrently()
        .stopConcurrently()
        .build();
  }

  // end

  private static void migrate(int stepsThatWork) throws InterruptedException {
    for (int step = 1; step <= 3; step++) {
      Thread.sleep(Duration.ofMillis(400));
      if (step > stepsThatWork) {
        throw new IllegalStateException("step " + step + " does not fit the data");
      }
      LOG.info("Migrated, step {}", step);
    }
  }

  /** The web server, the mailer: what matters here is when. */
  private record Part(String name) implements HostedService {

    @Override
    public void start(ServiceContext context) {
      LOG.info("{} has started", name);
    }

    @Override
    public void stop(ServiceContext context) {
      LOG.info("{} has stopped", name);
    }
  }
}
