package dev.innkeeper.samples.shop;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.subethamail.smtp.helper.SimpleMessageListener;
import org.subethamail.smtp.server.SMTPServer;

/**
 * A mail server outside of the shop, which can go and come back on its port. A mail is written down
 * here before the shop hears that it was taken.
 */
final class Postbox implements AutoCloseable {

  /** In the order of their coming, copies as well. The server's threads add. */
  private final ConcurrentLinkedQueue<String> messageIds = new ConcurrentLinkedQueue<>();

  private final Set<String> unwanted = ConcurrentHashMap.newKeySet();
  private volatile Duration delay = Duration.ZERO;
  private SMTPServer server;

  Postbox() {
    start(0);
  }

  private void start(int port) {
    server =
        SMTPServer.port(port)
            .bindAddress(InetAddress.getLoopbackAddress())
            .simpleMessageListener(new Listener())
            .build();
    server.start();
  }

  private final class Listener implements SimpleMessageListener {

    @Override
    public boolean accept(String from, String recipient) {
      return !unwanted.contains(recipient);
    }

    @Override
    public void deliver(String from, String recipient, InputStream data) throws IOException {
      LockSupport.parkNanos(delay.toNanos());
      try {
        Session session = Session.getInstance(new Properties());
        messageIds.add(new MimeMessage(session, data).getMessageID());
      } catch (MessagingException e) {
        throw new IOException(e);
      }
    }
  }

  SmtpServer address() {
    return new SmtpServer("127.0.0.1", port(), null, null, false);
  }

  int port() {
    return server.getPortAllocated();
  }

  void refuse(String recipient) {
    unwanted.add(recipient);
  }

  void refuseNobody() {
    unwanted.clear();
  }

  /** From now on it takes that long for a mail. */
  void beSlow(Duration perMail) {
    delay = perMail;
  }

  /** Until {@link #comeBack} nobody listens on the port. */
  void vanish() {
    server.stop();
  }

  void comeBack() {
    start(port());
  }

  /** In the order of their coming, copies as well. */
  List<String> messageIds() {
    return List.copyOf(messageIds);
  }

  Set<String> distinctIds() {
    return new HashSet<>(messageIds);
  }

  @Override
  public void close() {
    server.stop();
  }
}
