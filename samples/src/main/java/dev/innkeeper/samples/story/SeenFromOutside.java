package dev.innkeeper.samples.story;

import dev.innkeeper.micrometer.HostMetrics;
import dev.innkeeper.opentelemetry.HostTracing;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostEvent.HealthChanged;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.Readiness;
import dev.innkeeper.runtime.service.ServiceContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A host whose health, metrics and traces are seen from outside.
 *
 * <p>Look at the health of the host: it follows what the inbox says of itself, and what a check
 * finds out about its disk; and at what the registry shows in the end.
 */
public final class SeenFromOutside {

  private static final Logger LOG = LoggerFactory.getLogger(SeenFromOutside.class);

  private SeenFromOutside() {}

  public static void main(String[] args) throws InterruptedException {
    Inbox inbox = new Inbox();
    // snippet: seen
    MeterRegistry registry = new SimpleMeterRegistry();
    Host host =
        Host.builder("shop")
            .install(HostMetrics.to(registry))
            .install(HostTracing.with(GlobalOpenTelemetry.get()))
            .background(
                "inbox",
                inbox,
                s ->
                    s.readiness(Readiness.UP)
                        .healthCheck(Duration.ofSeconds(1), Duration.ofMillis(500), inbox::disk))
            .listener(event -> {
              if (event instanceof HealthChanged changed) {
                LOG.info("{}, from {}", changed.now(), changed.before());
              }
            })
            .build();
    // end
    try (host) {
      host.start();
      for (int i = 0; i < 4; i++) {
        Thread.sleep(800);
        LOG.info("The host is {}, and {}ready", host.health(), host.isReady() ? "" : "not ");
      }
      double health = registry.get("innkeeper.service.health").gauge().value();
      LOG.info("innkeeper.service.health is {}", health);
    }
  }

  /** Loses its broker for a while; and its disk is full for a while. */
  private static final class Inbox implements BackgroundService {

    private volatile int checks;

    // snippet: push-health
    @Override
    public void execute(ServiceContext context) throws InterruptedException {
      context.awaitStop(Duration.ofMillis(300));
      context.health(Health.degraded("the broker is away"));
      context.awaitStop(Duration.ofMillis(900));
      context.health(Health.up());
      context.awaitStop();
    }

    // end

    @SuppressWarnings("NonAtomicVolatileUpdate") // there is one check at a time
    Health disk() {
      return ++checks == 3 ? Health.down("the disk is full") : Health.up();
    }
  }
}
