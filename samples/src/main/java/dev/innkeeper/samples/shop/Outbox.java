package dev.innkeeper.samples.shop;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The mails that are promised and not sent: steps of other people's transactions. */
final class Outbox {

  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
  private static final Duration LONGEST_RETRY = Duration.ofHours(1);

  /**
   * A mail that is to be sent.
   *
   * @param position its place in the order of writing
   * @param refusals how often the mail server did not want it
   */
  record Mail(
      long position, UUID orderId, String recipient, String subject, String body, int refusals) {

    /** The same each time it is sent, so that a second copy can be told. */
    String messageId() {
      return messageIdOf(orderId);
    }
  }

  private Outbox() {}

  static String messageIdOf(UUID order) {
    return "<order." + order + "@shop.innkeeper.dev>";
  }

  static void put(Handle transaction, Order order) {
    transaction
        .createUpdate(
            """
            insert into outbox (order_id, recipient, subject, body, due_at)
            values (:id, :email, :subject, :body, :placedAt)
            """)
        .bindMethods(order)
        .bind("subject", "Your order of " + order.item())
        .bind(
            "body",
            "Thank you for your order %s: %d of %s, %.2f in all.\n"
                .formatted(order.id(), order.quantity(), order.item(), order.cents() / 100.0))
        .execute();
  }

  /** The oldest one that is due, and nobody else's until the transaction ends. */
  static Optional<Mail> next(Handle transaction, Instant now) {
    return transaction
        .createQuery(
            """
            select position, order_id, recipient, subject, body, refusals from outbox
            where due_at <= :now order by position limit 1 for update skip locked
            """)
        .bind("now", now)
        .map(ConstructorMapper.of(Mail.class))
        .findOne();
  }

  static void sent(Handle transaction, Mail mail, Instant now) {
    transaction
        .createUpdate("delete from outbox where position = :position")
        .bind("position", mail.position())
        .execute();
    transaction
        .createUpdate("update orders set mailed_at = :now where id = :id")
        .bind("now", now)
        .bind("id", mail.orderId())
        .execute();
  }

  /** It stays, and is tried again later: each time twice as late, up to an hour. */
  static Duration refused(Handle transaction, Mail mail, Instant now) {
    Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(mail.refusals(), 20));
    Duration delay = wait.compareTo(LONGEST_RETRY) < 0 ? wait : LONGEST_RETRY;
    transaction
        .createUpdate(
            "update outbox set refusals = refusals + 1, due_at = :due where position = :position")
        .bind("due", now.plus(delay))
        .bind("position", mail.position())
        .execute();
    return delay;
  }

  static int size(Handle transaction) {
    return transaction.createQuery("select count(*) from outbox").mapTo(Integer.class).one();
  }
}
