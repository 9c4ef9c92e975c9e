package dev.innkeeper.samples.guice;

import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import jakarta.inject.Inject;

/** Opens the mailbox, and closes it when nobody needs it any more. */
final class Connection implements HostedService {

  private final Mailbox mailbox;

  @Inject
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
