package dev.innkeeper.runtime;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostEvent.HealthChanged;
import dev.innkeeper.runtime.service.ServiceContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Hosts that mark each change of health, and a service that says what it is told to. */
final class HealthFixture {

  final HostFixture hosts = new HostFixture();

  /** Of the service, in each of its lives. */
  final List<ServiceContext> contexts = new CopyOnWriteArrayList<>();

  HostBuilder host() {
    return hosts
        .host()
        .listener(event -> {
          if (event instanceof HealthChanged changed) {
            hosts.mark(changed.service() + " " + changed.now());
          }
        });
  }

  HostBuilder hostWith(Consumer<ServiceOptions> options) {
    return host().background("w", this::wait, options);
  }

  /** The work of that service. */
  void wait(ServiceContext context) throws InterruptedException {
    contexts.add(context);
    context.awaitStop();
  }

  /** And a second passes. */
  void say(Health health) {
    contexts.getLast().health(health);
    hosts.time.advance(Duration.ofSeconds(1));
  }
}
