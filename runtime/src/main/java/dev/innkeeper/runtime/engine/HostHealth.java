package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.ServiceStatus;
import java.util.List;
import java.util.stream.Collectors;

/** How well a host is: as its worst service, or worse by itself. */
final class HostHealth {

  private static final int MOST_NAMED = 3;

  private final Engine engine;

  /** Of the host itself. */
  private volatile Health own = Health.up();

  HostHealth(Engine engine) {
    this.engine = engine;
  }

  void isOfItself(Health now) {
    own = now;
  }

  Health now() {
    return ofServices().orWorse(own);
  }

  private Health ofServices() {
    if (engine.roster().isAnyDown()) {
      return Health.down(named(Health.Status.DOWN));
    }
    return engine.roster().isAnyDegraded()
        ? Health.degraded(named(Health.Status.DEGRADED))
        : Health.up();
  }

  /** They may be better by now. */
  private String named(Health.Status status) {
    List<ServiceStatus> all =
        engine.statuses().stream().filter(service -> service.health().status() == status).toList();
    String first =
        all.stream()
            .limit(MOST_NAMED)
            .map(service -> service.name() + ": " + service.health().reason())
            .collect(Collectors.joining("; "));
    int more = all.size() - MOST_NAMED;
    String rest = more > 0 ? "; and " + more + " more" : "";
    return first.isEmpty() ? "a service, which has recovered since" : first + rest;
  }
}
