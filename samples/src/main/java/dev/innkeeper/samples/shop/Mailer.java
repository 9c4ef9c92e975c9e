package dev.innkeeper.samples.shop;

import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.JobAttempt;
import dev.innkeeper.runtime.service.ServiceContext;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the mails that confirm orders: what the workers of a durable queue call, each with a
 * connection to the mail server of its own. Connections are kept from one mail to the next; as a
 * service it closes them.
 */
final class Mailer implements HostedService {

  private static final Logger LOG = LoggerFactory.getLogger(Mailer.class);

  /** How often a mail server that is gone is tried, by each worker. */
  private static final Duration TRY = Duration.ofSeconds(1);

  private final Database database;
  private final Supplier<SmtpServer> server;
  private final String from;
  private final InstantSource clock;
  private final Runnable whenSent;
  private final Outage outage = new Outage("The mail server");

  /** That no worker uses now. */
  private final Deque<SmtpConnection> idle = new ConcurrentLinkedDeque<>();

  /**
   * Sends what is ordered in this database.
   *
   * @param server asked when the service has started
   * @param whenSent called after each mail, in the transaction that marks its order
   */
  Mailer(
      Database database,
      Supplier<SmtpServer> server,
      String from,
      InstantSource clock,
      Runnable whenSent) {
    this.database = database;
    this.server = server;
    this.from = from;
    this.clock = clock;
    this.whenSent = whenSent;
  }

  @Override
  public void start(ServiceContext context) {
    LOG.info("Mails go to {}", server.get());
  }

  /** The queue depends on this service, so its workers have stopped. */
  @Override
  public void stop(ServiceContext context) {
    for (SmtpConnection smtp = idle.poll(); smtp != null; smtp = idle.poll()) {
      smtp.close();
    }
  }

  /** Whether the mail server could not be reached when it was last tried. */
  boolean isWithoutServer() {
    return outage.isOn();
  }

  // snippet: mailer
  /**
   * Sends a mail, unless its order says that it was sent. It may be called for one order several
   * times; a second copy has the same Message-ID.
   *
   * @throws MailRefusedException if the mail server did not want it
   * @throws MessagingException if the mail server was lost in the middle
   * @throws DatabaseUnavailableException if nobody can tell now whether the mail was sent
   */
  void send(Confirmation confirmation, JobAttempt attempt)
      throws MailRefusedException, MessagingException, InterruptedException {
    Order order = database.transaction(t -> Orders.find(t, confirmation.order())).orElseThrow();
    if (order.mailedAt() != null) {
      return; // its process was killed before it could take the job out
    }
    SmtpConnection smtp = connection();
    try {
      awaitServer(smtp, attempt.context());
      smtp.send(Mail.confirming(order));
    } finally {
      idle.push(smtp);
    }
    database.transaction(transaction -> {
      whenSent.run();
      return Orders.mailed(transaction, order.id(), clock.instant());
    });
  }

  /** A server that is gone is no failure of this mail: it waits, and so do those behind it. */
  private void awaitServer(SmtpConnection smtp, ServiceContext context)
      throws MessagingException, InterruptedException {
    while (true) {
      try {
        smtp.connect();
        outage.succeeded();
        return;
      } catch (MessagingException e) {
        if (Thread.interrupted()) { // that closes a connection, too
          throw new InterruptedException();
        }
        outage.failed(e);
        if (context.awaitStop(TRY)) {
          throw e; // that is a failed attempt, and the next start makes another
        }
      }
    }
  }

  // end

  private SmtpConnection connection() throws MessagingException {
    SmtpConnection kept = idle.poll();
    return kept == null ? new SmtpConnection(server.get(), from) : kept;
  }
}
