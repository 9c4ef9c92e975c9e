package dev.innkeeper.samples.story;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A web server that must not listen before there are prices, which a background service reads; and
 * a registry that is told when all are up, and before one goes down.
 *
 * <p>Look at the web server: the work of the prices holds it up until it says that it is ready, and
 * goes on then. Look at the registry's two lines, too: between them everything is there.
 */
public final class Readiness {

  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

  private Readiness() {}

  public static void main(String[] args) throws InterruptedException {
    // snippet: readiness
    try (Host host =
        Host.builder("shop")
            .background("prices", Readiness::keepPrices, ServiceOptions::waitForReady)
            .add("web", context -> LOG.info("Listens"), s -> s.dependsOn("prices"))
            .add("registry", new Registry())
            .build()) {
      host.start();
      LOG.info("Ready: {}", host.isReady());
    }
    // end
  }

  // snippet: ready
  private static void keepPrices(ServiceContext context) throws InterruptedException {
    readPrices();
    context.ready(); // from now on others may rely on them
    while (!context.awaitStop(Duration.ofMinutes(1))) { // a sleep that a stop ends
      readPrices();
    }
  }

  // end

  private static void readPrices() throws InterruptedException {
    Thread.sleep(Duration.ofMillis(700));
    LOG.info("Has read the prices");
  }

  // snippet: lifecycle
  private static final class Registry implements HostedLifecycleService {

    @Override
    public void started(ServiceContext context) {
      LOG.info("The shop is open"); // all services have started
    }

    @Override
    public void stopping(ServiceContext context) {
      LOG.info("The shop closes"); // none has been asked to stop
    }
  }
  // end
}
