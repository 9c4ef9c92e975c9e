package dev.innkeeper.samples.quarkus;

import dev.innkeeper.cdi.HostedOptions;
import dev.innkeeper.cdi.HostedOptions.OnFailure;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.PeriodicTimer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Polls until the application stops. */
// snippet: quarkus-inbox
@ApplicationScoped
@HostedOptions(dependsOn = "migrations", onFailure = OnFailure.RESTART)
class Inbox implements BackgroundService {

  @Inject Mailbox mailbox;

  @Override
  public void execute(ServiceContext context) throws InterruptedException {
    try (PeriodicTimer timer = context.timer(Duration.ofMillis(100))) {
      while (timer.waitForNextTick()) {
        mailbox.poll();
      }
    }
  }
}
// end
