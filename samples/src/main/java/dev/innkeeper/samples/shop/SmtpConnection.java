package dev.innkeeper.samples.shop;

import jakarta.mail.Address;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to a mail server, which is made again when it is lost. For one thread at a time. */
final class SmtpConnection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SmtpConnection.class);
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final SmtpServer server;
  private final Session session;
  private final Transport transport;
  private final InternetAddress from;

  SmtpConnection(SmtpServer server, String from) throws MessagingException {
    this.server = server;
    this.session = Session.getInstance(properties(server));
    this.transport = session.getTransport("smtp");
    this.from = new InternetAddress(from);
  }

  private static Properties properties(SmtpServer server) {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.connectiontimeout", Long.toString(CONNECT.toMillis()));
    properties.setProperty("mail.smtp.timeout", Long.toString(ANSWER.toMillis()));
    properties.setProperty("mail.smtp.writetimeout", Long.toString(ANSWER.toMillis()));
    properties.setProperty("mail.smtp.auth", Boolean.toString(server.user() != null));
    properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(server.startTls()));
    properties.setProperty("mail.smtp.starttls.required", Boolean.toString(server.startTls()));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    return properties;
  }

  /**
   * Connects, unless it is connected.
   *
   * @throws MessagingException if there is no server to be reached
   */
  void connect() throws MessagingException {
    if (!transport.isConnected()) { // asks the server: it may have hung up meanwhile
      transport.connect(server.host(), server.port(), server.user(), server.password());
    }
  }

  /**
   * Sends a mail, once it is connected; when this returns, it is the server's.
   *
   * @throws MailRefusedException if the server did not want it, or nobody could be sent it
   * @throws MessagingException if the server is lost half-way; it may have got the mail even so
   */
  void send(Mail mail) throws MailRefusedException, MessagingException {
    InternetAddress recipient = recipient(mail);
    MimeMessage message = message(mail, recipient);
    try {
      transport.sendMessage(message, new Address[] {recipient});
    } catch (SendFailedException e) {
      if (transport.isConnected()) {
        throw new MailRefusedException(e);
      }
      throw e;
    }
  }

  /** One that is wrong is like one that the server refuses: it must not hold up the others. */
  private static InternetAddress recipient(Mail mail) throws MailRefusedException {
    try {
      return new InternetAddress(mail.recipient());
    } catch (AddressException e) {
      throw new MailRefusedException(e);
    }
  }

  private MimeMessage message(Mail mail, InternetAddress recipient) throws MessagingException {
    MimeMessage message = new IdentifiedMessage(session, mail.messageId());
    message.setFrom(from);
    message.setRecipient(RecipientType.TO, recipient);
    message.setSubject(mail.subject(), "UTF-8");
    message.setText(mail.body(), "UTF-8");
    message.saveChanges();
    return message;
  }

  /** Jakarta Mail would make an id of its own. */
  private static final class IdentifiedMessage extends MimeMessage {

    private final String id;

    IdentifiedMessage(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }

  /** Says goodbye; a server that does not hear it any more is no failure. */
  @Override
  public void close() {
    try {
      transport.close();
    } catch (MessagingException e) {
      LOG.debug("{} was gone before the goodbye", server, e);
    }
  }
}
