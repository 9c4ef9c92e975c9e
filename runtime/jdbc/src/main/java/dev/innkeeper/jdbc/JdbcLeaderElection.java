package dev.innkeeper.jdbc;

import dev.innkeeper.runtime.service.LeaderElection;
import dev.innkeeper.runtime.service.Lease;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * An election whose lease is a row of a table, in a database that all candidates share.
 *
 * <pre>{@code
 * JdbcLeaderElection election =
 *     JdbcLeaderElection.builder("billing", dataSource)
 *         .leaseDuration(Duration.ofSeconds(15))
 *         .build();
 *
 * Host host = Host.builder("shop")
 *     .add("billing", billing, s -> s.whileLeader(election))
 *     .build();
 * }</pre>
 *
 * <p><b>The table:</b> is created by its owner, for example by a migration; {@link #ddl} has the
 * statement. There is one row for each name, and it is never deleted, since its fencing tokens
 * would begin anew.
 *
 * <p><b>Clock:</b> the expiry is written and compared on the database's clock, and the host counts
 * the lease on the monotonic clock of its process: the clocks of the machines that the candidates
 * run on have no effect. If the database's clock is set forward, a lease expires that much too
 * early, while its holder still counts on it; {@link #verify} refuses the writes of such a holder.
 *
 * <p><b>Connections:</b> each call takes one for a moment, and gives it back as it was; nothing is
 * kept in between. If the pool has no connection to give for two thirds of the lease, the lease is
 * lost: use a pool in which there is always a spare one, or a small pool for elections, with a
 * connection timeout of at most a third of the lease. It must lead to the primary, not to a
 * replica.
 *
 * <p><b>Time limits:</b> a statement is cancelled after a third of the lease, and no more than ten
 * seconds (JDBC knows whole seconds: at least one), and a connection on which nothing comes back is
 * given up after half of the lease, and no more than 15 s.
 *
 * <p><b>Threads:</b> all methods may be called by any thread. <b>Interruption:</b> it is looked at
 * before the database is called; most drivers do not look at it while they wait. <b>Errors:</b>
 * exceptions of the driver are passed on as they are.
 *
 * @since 0.1
 */
public final class JdbcLeaderElection implements LeaderElection {

  private final LeaseTable table;
  private final Duration leaseDuration;
  private final String heldBy = Holder.description();

  JdbcLeaderElection(JdbcLeaderElectionBuilder builder) {
    table = new LeaseTable(builder.name, builder.dataSource, builder.table, builder.leaseDuration);
    leaseDuration = builder.leaseDuration;
  }

  /** The same as {@code builder(name, dataSource).build()}: a lease of 15 seconds. */
  public static JdbcLeaderElection of(String name, DataSource dataSource) {
    return builder(name, dataSource).build();
  }

  /**
   * Begins a new election.
   *
   * @param name what is led: the same in all processes that stand for it; up to 100 characters
   * @param dataSource where the table is: the same database in all processes
   */
  public static JdbcLeaderElectionBuilder builder(String name, DataSource dataSource) {
    return new JdbcLeaderElectionBuilder(name, dataSource);
  }

  @Override
  public String name() {
    return table.name();
  }

  @Override
  public Duration leaseDuration() {
    return leaseDuration;
  }

  /**
   * Tries the table out, in a transaction that is rolled back. Returns normally if the database is
   * away for the moment.
   *
   * @throws IllegalStateException if the table is missing, lacks a column, a privilege or its
   *     primary key; the message has the statement that creates it. Also if the database is none of
   *     those that are known.
   */
  @Override
  public void prepare() throws InterruptedException {
    Interrupts.check("preparing the leader election '" + name() + "'");
    new TableCheck(table).run();
  }

  @Override
  public Optional<Lease> tryAcquire() throws SQLException, InterruptedException {
    Interrupts.check("taking the lease '" + name() + "'");
    String holder = UUID.randomUUID().toString();
    OptionalLong token = table.take(holder, heldBy);
    return token.isPresent()
        ? Optional.of(new JdbcLease(table, token.getAsLong(), holder))
        : Optional.empty();
  }

  /**
   * The statement that creates the table, for the database that the data source leads to.
   *
   * @throws SQLException if the database cannot be asked which one it is
   * @throws IllegalStateException if it is none of those that are known
   */
  public String ddl() throws SQLException {
    try (Session session = table.open()) {
      return table.sql(session.connection()).create();
    }
  }

  /**
   * Makes the transaction of a write fail, unless the lease is still held. Call it in each
   * transaction that only the leader may commit, best as its last statement:
   *
   * <pre>{@code
   * connection.setAutoCommit(false); // read committed is the isolation level for this
   * writeInvoices(connection);
   * election.verify(connection, context.fencingToken().getAsLong());
   * connection.commit();
   * }</pre>
   *
   * <p>It locks the row of the lease in shared mode, so nobody else can take the lease before the
   * transaction has ended. A process that is halted between this call and the commit, and goes on
   * after its lease has expired, thus still commits before the next leader begins, or not at all.
   * Any number of transactions of the leader may do so at the same time on PostgreSQL; on other
   * databases they wait for each other, and renewals wait for them.
   *
   * <p>A next leader waits for such a transaction, so see to it that the database ends the
   * transaction of a process that is halted, or unreachable; on PostgreSQL by {@code
   * idle_in_transaction_session_timeout} and {@code tcp_keepalives_idle}.
   *
   * @param connection in a transaction, to the database in which the lease is
   * @param fencingToken of the lease under which the write is made, and which must be known since
   *     before: {@code context.fencingToken()}
   * @throws LeaseLostException if the lease has expired, was given back, or was taken by another:
   *     roll back
   * @throws IllegalStateException if the connection is in auto-commit mode, in which the lock would
   *     be gone at once
   * @throws SQLException if that cannot be found out: roll back. With repeatable read and
   *     serializable it may be a serialization failure (SQL state 40001), because the lease was
   *     taken since the transaction began, or on some databases only renewed; and PostgreSQL shows
   *     such a transaction the expiry from before it, so one that is older than a lease is refused
   *     as expired. With read committed neither happens.
   */
  public void verify(Connection connection, long fencingToken) throws SQLException {
    Objects.requireNonNull(connection, "connection");
    if (connection.getAutoCommit()) {
      throw new IllegalStateException(
          "verify() of the leader election '"
              + name()
              + "' needs the transaction of the write that it is for, and the connection is in"
              + " auto-commit mode: call setAutoCommit(false), write, verify, commit");
    }
    table.verify(connection, fencingToken);
  }

  @Override
  public String toString() {
    return "leader election '" + name() + "' in table " + table.table();
  }
}
