package dev.innkeeper.samples.shop;

import dev.innkeeper.dbscheduler.DurableQueue;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.transaction.TransactionException;

/**
 * Places orders. An order, and the job that sends the mail which confirms it, are written in one
 * transaction: there is never one without the other.
 */
final class Orders {

  /**
   * What became of a request.
   *
   * @param isNew false: it was asked before, with the same key, and this is the order of then
   */
  record Placed(Order order, boolean isNew) {}

  private static final String COLUMNS =
      "id, item, quantity, email, cents, placed_at, mailed_at from orders";

  private final Database database;
  private final PriceCache prices;
  private final InstantSource clock;
  private final DurableQueue<Confirmation> mails;
  private final Runnable whenPlaced;

  /**
   * Orders in this database.
   *
   * @param whenPlaced called after each order, on the thread that placed it
   */
  Orders(
      Database database,
      PriceCache prices,
      InstantSource clock,
      DurableQueue<Confirmation> mails,
      Runnable whenPlaced) {
    this.database = database;
    this.prices = prices;
    this.clock = clock;
    this.mails = mails;
    this.whenPlaced = whenPlaced;
  }

  // snippet: place
  /**
   * Places an order. When this returns, it is in the database and so is the job for its mail.
   *
   * @throws DatabaseUnavailableException if that is not sure
   */
  Placed place(OrderRequest request) {
    Placed placed;
    try {
      placed = database.transaction(transaction -> findOrInsert(transaction, request));
    } catch (JdbiException e) {
      if (!Database.isDuplicate(e)) {
        throw e;
      }
      // The same key on another thread: its order is there now.
      placed = database.transaction(transaction -> findOrInsert(transaction, request));
    }
    if (placed.isNew()) {
      whenPlaced.run();
    }
    return placed;
  }

  private Placed findOrInsert(Handle transaction, OrderRequest request) {
    Optional<Order> before = findByKey(transaction, request);
    if (before.isPresent()) {
      return new Placed(before.get(), false);
    }
    Order order = newOrder(request);
    insert(transaction, order, request);
    promiseMail(transaction, order);
    return new Placed(order, true);
  }

  private void promiseMail(Handle transaction, Order order) {
    try {
      mails.submit(
          transaction.getConnection(), order.id().toString(), new Confirmation(order.id()));
    } catch (SQLException e) {
      throw new TransactionException("the mail of order " + order.id() + " is not promised", e);
    }
  }

  // end

  /** The order with this id. */
  Optional<Order> find(UUID id) {
    return database.transaction(transaction -> find(transaction, id));
  }

  static Optional<Order> find(Handle transaction, UUID id) {
    return transaction
        .createQuery("select " + COLUMNS + " where id = :id")
        .bind("id", id)
        .map(ConstructorMapper.of(Order.class))
        .findOne();
  }

  /** The mail server has its mail. Returns how many orders have this id. */
  static int mailed(Handle transaction, UUID id, Instant now) {
    return transaction
        .createUpdate("update orders set mailed_at = :now where id = :id")
        .bind("now", now)
        .bind("id", id)
        .execute();
  }

  private static Optional<Order> findByKey(Handle transaction, OrderRequest request) {
    if (request.key() == null) {
      return Optional.empty();
    }
    return transaction
        .createQuery("select " + COLUMNS + " where idempotency_key = :key")
        .bind("key", request.key())
        .map(ConstructorMapper.of(Order.class))
        .findOne();
  }

  private Order newOrder(OrderRequest request) {
    Instant now = clock.instant();
    long cents = prices.centsOf(request.item()) * request.quantity();
    return new Order(
        UUID.randomUUID(), request.item(), request.quantity(), request.email(), cents, now, null);
  }

  private static void insert(Handle transaction, Order order, OrderRequest request) {
    transaction
        .createUpdate(
            """
            insert into orders (id, item, quantity, email, cents, idempotency_key, placed_at)
            values (:id, :item, :quantity, :email, :cents, :key, :placedAt)
            """)
        .bindMethods(order)
        .bind("key", request.key())
        .execute();
  }
}
