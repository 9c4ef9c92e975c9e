package dev.innkeeper.samples.quarkus;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.service.BackgroundService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;

/** What is no class of its own: the host itself, and a service that is a lambda. */
// snippet: quarkus-producers
@ApplicationScoped
class Orders {

  @Produces
  @Singleton
  HostBuilder host() {
    return Host.builder("orders").shutdownTimeout(Duration.ofSeconds(20));
  }

  @Produces
  @Singleton
  @Named("cleanup")
  BackgroundService cleanup(Mailbox mailbox) {
    return context -> {
      while (!context.awaitStop(Duration.ofMillis(200))) {
        mailbox.expunge();
      }
    };
  }
}
// end
