package dev.innkeeper.samples.shop;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A mail server in this process, for trying the shop out. It keeps the mails in memory. */
final class MailServer implements HostedService {

  private static final Logger LOG = LoggerFactory.getLogger(MailServer.class);
  private static final String HOST = "127.0.0.1";

  /** Written by {@link #start}, before the services that depend on it start. */
  private volatile @Nullable GreenMail server;

  @Override
  public void start(ServiceContext context) {
    GreenMail started =
        new GreenMail(new ServerSetup(0, HOST, ServerSetup.PROTOCOL_SMTP))
            .withConfiguration(GreenMailConfiguration.aConfig().withDisabledAuthentication());
    started.start();
    server = started;
    LOG.info("There is no --smtp-host: a mail server in this process keeps the mails in memory");
  }

  @Override
  public void stop(ServiceContext context) {
    server().stop();
  }

  /** After the start. */
  SmtpServer address() {
    return new SmtpServer(HOST, server().getSmtp().getPort(), null, null, false);
  }

  private GreenMail server() {
    return Objects.requireNonNull(server, "not started");
  }
}
