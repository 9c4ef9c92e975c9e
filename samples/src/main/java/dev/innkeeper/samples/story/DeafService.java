package dev.innkeeper.samples.story;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.ServiceContext;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stop with a service that ignores everything: it does not ask whether it should stop, and throws
 * interrupts away.
 *
 * <p>Look at the order: it is asked, a second later interrupted, and abandoned when its time is
 * over. The report has the stack it is stuck in. The stop returns before its deadline of three
 * seconds, and the service that is stopped after the deaf one has had its time, too.
 */
public final class DeafService {

  private static final Logger LOG = LoggerFactory.getLogger(DeafService.class);

  private DeafService() {}

  public static void main(String[] args) throws InterruptedException {
    // snippet: deaf-service
    Host host =
        Host.builder("shop")
            .background("http", ServiceContext::awaitStop)
            .background("deaf", context -> ignoreEverything())
            .background("mailer", ServiceContext::awaitStop)
            .shutdownTimeout(Duration.ofSeconds(3))
            .build();
    host.start();
    StopReport report = host.stop(); // is back after three seconds at the latest
    // end

    LOG.info("Clean: {}", report.clean());
    for (ServiceStatus abandoned : report.in(ServiceState.ABANDONED)) {
      LOG.info("Abandoned: {}, its thread is a daemon", abandoned.name());
    }
  }

  private static void ignoreEverything() {
    while (true) {
      try {
        Thread.sleep(Duration.ofHours(1));
      } catch (InterruptedException e) {
        LOG.info("Interrupted, and sleeps on"); // never do this: it is what the sample is about
      }
    }
  }
}
