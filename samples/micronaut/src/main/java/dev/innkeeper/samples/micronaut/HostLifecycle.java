package dev.innkeeper.samples.micronaut;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HostedService;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.util.Map;

/** All beans that are services, in a host that starts and stops with the context. */
// snippet: micronaut
@Singleton
class HostLifecycle {

  private final Host host;
  private volatile boolean stoppedByContext;

  HostLifecycle(Map<String, HostedService> services) {
    host =
        Host.builder("orders")
            .addAll(services, HostLifecycle::configure)
            .warnIfForgotten(false) // the context stops it, however late
            .build();
  }

  /** Micronaut does not tell who injects whom. */
  private static void configure(String service, ServiceOptions options) {
    if (service.equals("inbox")) {
      options.dependsOn("connection").onFailure(FailurePolicy.restart());
    }
  }

  @EventListener
  void start(StartupEvent event) {
    host.start(); // throws if it cannot, and so does the context's start
    host.lifetime().onStopped(this::endApplication);
  }

  @EventListener
  void stop(ShutdownEvent event) {
    stoppedByContext = true;
    host.close();
  }

  /** A host that stops by itself takes the application with it, on a thread of its own. */
  private void endApplication() {
    if (!stoppedByContext) {
      int code = host.failure().isPresent() ? 1 : 0;
      Thread.ofPlatform().name("exit").daemon(false).start(() -> exit(code));
    }
  }

  private void exit(int code) {
    host.close(); // it is not through before its callbacks are
    System.exit(code);
  }
}
// end
