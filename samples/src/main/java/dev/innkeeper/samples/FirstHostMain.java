package dev.innkeeper.samples;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.PeriodicTimer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host of the README's first screen. */
public final class FirstHostMain {

  private static final Logger LOG = LoggerFactory.getLogger(FirstHostMain.class);

  private FirstHostMain() {}

  public static void main(String[] args) {
    HostedService migrations = context -> LOG.info("Migrated");
    HostedService httpApi = new HttpApi();

    // snippet: first-host
    Host host =
        Host.builder("orders")
            .add("migrate", migrations) // its start() must return before the next two begin
            .add("http", httpApi, s -> s.dependsOn("migrate"))
            .background(
                "inbox",
                context -> {
                  try (PeriodicTimer timer = context.timer(Duration.ofSeconds(2))) {
                    while (timer.waitForNextTick()) { // false when the service is asked to stop
                      poll();
                    }
                  }
                },
                s -> s.dependsOn("migrate").onFailure(FailurePolicy.restart()))
            .startConcurrently()
            .stopConcurrently()
            .shutdownTimeout(Duration.ofSeconds(25))
            .build();
    host.run(); // start, wait for SIGTERM or Ctrl-C, stop; throws if a service failed
    // end
  }

  private static void poll() {
    LOG.info("Polled");
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
