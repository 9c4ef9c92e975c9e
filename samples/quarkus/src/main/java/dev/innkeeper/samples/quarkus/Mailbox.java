package dev.innkeeper.samples.quarkus;

import dev.innkeeper.runtime.Host;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bean that the services use: it is there before they start, and until they have stopped. */
@ApplicationScoped
class Mailbox {

  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

  @Inject Instance<Host> host;

  void open(@Observes Startup startup) {
    LOG.info("mailbox opens");
  }

  void migrate() {
    LOG.info("mailbox is migrated");
  }

  void poll() {
    LOG.info("mailbox is polled");
  }

  /** For the test it fails, when the application has started. */
  void expunge() {
    if (Boolean.getBoolean("mailbox.broken") && host.get().isReady()) {
      throw new IllegalStateException("the mailbox is broken");
    }
  }

  void close(@Observes Shutdown shutdown) {
    LOG.info("mailbox closes");
  }
}
