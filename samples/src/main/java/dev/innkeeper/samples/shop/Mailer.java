package dev.innkeeper.samples.shop;

import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is in the outbox: each mail at least once, in the order of the orders.
 *
 * <p>A mail is locked, sent, and taken out in one transaction. Who dies half-way leaves it in the
 * outbox; if that was after the mail server had it, it is sent a second time, with the same
 * Message-ID. Several shops may share one outbox.
 *
 * <p>When it is asked to stop it sends what is there, as far as its time allows. The rest is sent
 * after the next start.
 */
final class Mailer implements BackgroundService {

  private static final Logger LOG = LoggerFactory.getLogger(Mailer.class);

  /** For what nobody wakes it for: orders of other shops, retries, a server that is back. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Database database;
  private final Supplier<SmtpServer> server;
  private final String from;
  private final InstantSource clock;
  private final Runnable whenSent;
  private final Outage outage = new Outage("The mail server");

  /** Permits mean that there is something to look for. Any thread releases, the work acquires. */
  private final Semaphore wakeUps = new Semaphore(0);

  /**
   * Sends from this database.
   *
   * @param server asked when the service starts
   * @param whenSent called after each mail
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

  /** There is something new in the outbox. Returns at once; may be called from any thread. */
  void wake() {
    wakeUps.release();
  }

  /** Whether the mail server could not be reached when it was last tried. */
  boolean isWithoutServer() {
    return outage.isOn();
  }

  // snippet: mailer
  @Override
  public void execute(ServiceContext context) throws Exception {
    context.onStopRequested(this::wake);
    SmtpServer address = server.get();
    LOG.info("Mails go to {}", address);
    try (SmtpConnection smtp = new SmtpConnection(address, from)) {
      while (!context.isStopRequested()) {
        if (sendAll(smtp)) {
          wakeUps.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
          wakeUps.drainPermits(); // whatever they were for is in the outbox by now
        } else {
          context.awaitStop(LOOK); // no order makes it come back any sooner
        }
      }
      sendAll(smtp);
    } finally {
      logWhatIsLeft();
    }
  }

  /** Whether nothing is left that is due; false: the database or the mail server is gone. */
  private boolean sendAll(SmtpConnection smtp) throws InterruptedException {
    try {
      while (sendNext(smtp)) {
        throwIfInterrupted();
      }
      return true;
    } catch (MessagingException e) {
      throwIfInterrupted(); // that closes a connection, too
      outage.failed(e);
      return false;
    } catch (DatabaseUnavailableException e) {
      throwIfInterrupted();
      return false;
    }
  }

  /** Whether there was one. */
  private boolean sendNext(SmtpConnection smtp) throws MessagingException {
    return database.transaction(transaction -> {
      Optional<Outbox.Mail> next = Outbox.next(transaction, clock.instant());
      if (next.isPresent()) {
        send(next.get(), smtp, transaction);
      }
      return next.isPresent();
    });
  }

  private void send(Outbox.Mail mail, SmtpConnection smtp, Handle transaction)
      throws MessagingException {
    Instant now = clock.instant();
    try {
      smtp.send(mail);
      Outbox.sent(transaction, mail, now);
      whenSent.run();
    } catch (MailRefusedException e) {
      Duration wait = Outbox.refused(transaction, mail, now);
      LOG.warn("Mail for order {} refused, next try in {}: {}", mail.orderId(), wait, e.toString());
    }
    outage.succeeded();
  }

  // end

  private static void throwIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private void logWhatIsLeft() {
    try {
      int left = database.transaction(Outbox::size);
      LOG.info("{} mails are left in the outbox{}", left, left == 0 ? "" : ", for the next start");
    } catch (DatabaseUnavailableException e) {
      LOG.warn("What is left in the outbox is for the next start; the database is gone");
    }
  }
}
