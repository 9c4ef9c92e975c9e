package dev.innkeeper.samples.story;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An operator who restarts services of a host that runs, and a listener that hears of it.
 *
 * <p>Look at the database: with a web server that depends on it it cannot be restarted alone. With
 * its dependents it can: they stop before it and start after it. The mailer notices nothing.
 */
public final class RestartByHand {

  private static final Logger LOG = LoggerFactory.getLogger(RestartByHand.class);

  private RestartByHand() {}

  public static void main(String[] args) throws InterruptedException {
    try (Host host =
        Host.builder("shop")
            .add("database", new Part())
            .add("web", new Part(), s -> s.dependsOn("database"))
            .background("mailer", ServiceContext::awaitStop)
            .listener(RestartByHand::hear)
            .build()) {
      host.start();
      operate(host);
    }
  }

  private static void hear(HostEvent event) {
    if (event instanceof HostEvent.ServiceStopped stopped) {
      LOG.info("Hears that {} has stopped", stopped.service());
    }
  }

  // snippet: operate
  private static void operate(Host host) throws InterruptedException {
    host.control("mailer").restart();
    try {
      host.control("database").restart();
    } catch (IllegalStateException e) {
      LOG.info("Refused: {}", e.getMessage());
    }
    host.control("database").restartWithDependents();
    for (ServiceStatus service : host.services()) {
      LOG.info("{} is {}, restarts: {}", service.name(), service.state(), service.restarts());
    }
  }

  // end

  /** The database, the web server: what matters here is when. */
  private static final class Part implements HostedService {

    @Override
    public void start(ServiceContext context) {
      LOG.info("{} starts", context.name());
    }

    @Override
    public void stop(ServiceContext context) {
      LOG.info("{} stops", context.name());
    }
  }
}
