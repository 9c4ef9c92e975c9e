package dev.innkeeper.samples.guice;

import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.PeriodicTimer;
import jakarta.inject.Inject;
import java.time.Duration;

/** Polls the mailbox until it is asked to stop. */
final class Inbox implements BackgroundService {

  private final Mailbox mailbox;

  @Inject
  Inbox(Mailbox mailbox) {
    this.mailbox = mailbox;
  }

  @Override
  public void execute(ServiceContext context) throws InterruptedException {
    try (PeriodicTimer timer = context.timer(Duration.ofMillis(100))) {
      while (timer.waitForNextTick()) {
        mailbox.poll();
      }
    }
  }
}
