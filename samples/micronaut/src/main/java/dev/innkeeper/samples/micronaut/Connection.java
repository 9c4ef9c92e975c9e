package dev.innkeeper.samples.micronaut;

import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** Opens the mailbox, and closes it when nobody needs it any more. */
@Singleton
@Named("connection")
final class Connection implements HostedService {

  private final Mailbox mailbox;

  Connection(Mailbox mailbox) {
    this.mailbox = mailbox;
  }

  @Override
  public void start(ServiceContext context) {
    mailbox.open();
  }

  @Override
  public void stop(ServiceContext context) {
    mailbox.close();
  }
}
