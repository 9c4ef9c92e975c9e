package dev.innkeeper.samples.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.multibindings.MapBinder;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HostedService;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * The services by their names, and a host of all that any module has bound. A program runs it:
 * {@code Guice.createInjector(new OrdersModule(), …).getInstance(Host.class).run()}.
 */
// snippet: guice
final class OrdersModule extends AbstractModule {

  @Override
  protected void configure() {
    MapBinder<String, HostedService> services =
        MapBinder.newMapBinder(binder(), String.class, HostedService.class);
    services.addBinding("connection").to(Connection.class);
    services.addBinding("inbox").to(Inbox.class);
  }

  @Provides
  @Singleton
  Host host(Map<String, HostedService> services) {
    return Host.builder("orders").addAll(services, OrdersModule::configure).build();
  }

  /** Guice does not tell who injects whom. */
  private static void configure(String service, ServiceOptions options) {
    if (service.equals("inbox")) {
      options.dependsOn("connection").onFailure(FailurePolicy.restart());
    }
  }
}
// end
