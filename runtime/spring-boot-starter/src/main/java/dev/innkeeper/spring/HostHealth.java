package dev.innkeeper.spring;

import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.service.HostView;
import java.util.stream.Stream;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The health of each service; asked for, it calls nobody's code. One that is degraded works, so it
 * is up: Spring Boot has no status in between, and would rank one of our own below down.
 */
final class HostHealth implements StreamedHealth {

  private final HostView host;

  HostHealth(HostView host) {
    this.host = host;
  }

  @Override
  public Stream<HealthContributors.Entry> stream() {
    return host.services().stream().map(HostHealth::entry);
  }

  private static HealthContributors.Entry entry(ServiceStatus service) {
    HealthIndicator indicator = () -> health(service);
    return new HealthContributors.Entry(service.name(), indicator);
  }

  private static Health health(ServiceStatus service) {
    dev.innkeeper.runtime.report.Health now = service.health();
    Health.Builder health =
        switch (now.status()) {
          case UP -> Health.up();
          case DEGRADED -> Health.up().withDetail("degraded", true);
          default -> Health.down();
        };
    if (!now.reason().isEmpty()) {
      health.withDetail("reason", now.reason());
    }
    return health
        .withDetail("state", service.state().name())
        .withDetail("restarts", service.restarts())
        .build();
  }
}
