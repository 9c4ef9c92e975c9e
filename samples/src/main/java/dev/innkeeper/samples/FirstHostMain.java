package dev.innkeeper.samples;

// snippet: first-host
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.PeriodicTimer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A host with three services. It runs until Ctrl-C. */
public final class FirstHostMain {

  private static final Logger LOG = LoggerFactory.getLogger(FirstHostMain.class);

  public static void main(String[] args) {
    Host host =
        Host.builder("orders")
            .add("migrate", context -> LOG.info("Migrated")) // runs once, before the other two
            .add("http", new HttpApi(), s -> s.dependsOn("migrate"))
            .background(
                "inbox",
                FirstHostMain::pollInbox,
                s -> s.dependsOn("migrate").onFailure(FailurePolicy.restart()))
            .startConcurrently()
            .stopConcurrently()
            .build();
    host.run(); // start, wait for SIGTERM or Ctrl-C, stop; throws if a service failed
  }

  private static void pollInbox(ServiceContext context) throws InterruptedException {
    try (PeriodicTimer timer = context.timer(Duration.ofSeconds(2))) {
      while (timer.waitForNextTick()) { // false when the service is asked to stop
        LOG.info("Polled");
      }
    }
  }

  private static final class HttpApi implements HostedService {

    @Override
    public void start(ServiceContext context) {
      LOG.info("Listening");
    }

    @Override
    public void stop(ServiceContext context) {
      LOG.info("Not listening any more");
    }
  }
}
// end
