package dev.innkeeper.samples.quarkus;

import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Named {@code migrations}, as {@code @Named} would name it. */
@ApplicationScoped
class Migrations implements HostedService {

  @Inject Mailbox mailbox;

  @Override
  public void start(ServiceContext context) {
    mailbox.migrate();
  }
}
