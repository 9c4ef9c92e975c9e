package dev.innkeeper.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.service.Lease;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes that only the leader may commit. */
@ParameterizedClass
@MethodSource("dev.innkeeper.jdbc.TestDatabase#here")
class VerifyTest {

  private static final Duration SIX_SECONDS = Duration.ofSeconds(6);
  private static final Duration HOUR = Duration.ofHours(1);

  @Parameter TestDatabase database;

  private String table;
  private String writes;
  private JdbcLeaderElection one;
  private JdbcLeaderElection other;
  private Connection connection;

  @BeforeEach
  void open() throws Exception {
    table = database.newTable();
    writes = TestDatabase.newName();
    database.execute("create table " + writes + " (token bigint)");
    one = candidate();
    other = candidate();
    connection = database.dataSource().getConnection();
    connection.setAutoCommit(false);
  }

  @AfterEach
  void close() throws Exception {
    connection.rollback();
    connection.close();
  }

  /** Its statements that wait for a lock are given up after two seconds. */
  private JdbcLeaderElection candidate() {
    return JdbcLeaderElection.builder("billing", database.dataSource())
        .table(table)
        .leaseDuration(SIX_SECONDS)
        .build();
  }

  /** A lease that lasts for the test. */
  private Lease take(JdbcLeaderElection election) throws Exception {
    Lease lease = election.tryAcquire().orElseThrow();
    database.execute("update " + table + " set expires_at_millis = expires_at_millis + 3600000");
    return lease;
  }

  private void write(long token) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("insert into " + writes + " values (" + token + ")");
    }
  }

  private long written() throws SQLException {
    return database.query("select count(*) from " + writes);
  }

  @Test
  void theHolderCommits() throws Exception {
    take(one);
    write(1);
    one.verify(connection, 1);
    one.verify(connection, 1);
    connection.commit();
    assertEquals(1, written());
  }

  @Test
  void aHolderWhoseLeaseAnotherHasTakenIsRefused() throws Exception {
    take(one);
    database.expire(table, "billing");
    take(other);
    write(1);
    LeaseLostException e = assertThrows(LeaseLostException.class, () -> one.verify(connection, 1));
    assertEquals(
        "the lease 'billing' with token 1 is no longer held: %s has taken it, with token 2"
            .formatted(Holder.description()),
        e.getMessage());
  }

  @Test
  void aHolderWhoseLeaseHasExpiredIsRefusedEvenIfNobodyTookIt() throws Exception {
    take(one);
    database.expire(table, "billing");
    LeaseLostException e = assertThrows(LeaseLostException.class, () -> one.verify(connection, 1));
    assertEquals(
        "the lease 'billing' with token 1 is no longer held: it has expired by the database's"
            + " clock, or was given back",
        e.getMessage());
  }

  @Test
  void aHolderThatGaveTheLeaseBackIsRefused() throws Exception {
    take(one).release();
    assertThrows(LeaseLostException.class, () -> one.verify(connection, 1));
  }

  @Test
  void aTokenOfNobodyIsRefused() throws Exception {
    LeaseLostException e = assertThrows(LeaseLostException.class, () -> one.verify(connection, 1));
    assertEquals(
        "the lease 'billing' with token 1 is no longer held: %s has no row with that name"
            .formatted(table),
        e.getMessage());
  }

  @Test
  void autoCommitIsRefused() throws Exception {
    take(one);
    connection.setAutoCommit(true);
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> one.verify(connection, 1));
    connection.setAutoCommit(false);
    assertEquals(
        "verify() of the leader election 'billing' needs the transaction of the write that it is"
            + " for, and the connection is in auto-commit mode: call setAutoCommit(false), write,"
            + " verify, commit",
        e.getMessage());
  }

  /** Halted between verify and commit, for longer than the lease. */
  @Test
  void anotherTakesTheLeaseOnlyAfterTheTransactionHasEnded() throws Exception {
    take(one);
    write(1);
    one.verify(connection, 1);
    if (database == TestDatabase.POSTGRESQL) {
      database.expire(table, "billing");
      assertThrows(SQLException.class, other::tryAcquire); // waited for as long as it may
    } else { // here even the test cannot let it expire
      LeaseSql sql = new LeaseSql(Database.H2, table);
      try (Session taking = Session.open(database.dataSource(), Patience.within(SIX_SECONDS))) {
        assertThrows(SQLException.class, () -> taking.select(sql.lock(), "billing"));
      }
    }
    connection.commit();
    database.expire(table, "billing");
    assertEquals(2, take(other).fencingToken().getAsLong());
    assertEquals(1, written());
  }

  /** And the other way round: the lease is just being taken. */
  @Test
  void verifyingWaitsForOneThatIsTakingTheLease() throws Exception {
    take(one);
    database.expire(table, "billing");
    LeaseSql sql = new LeaseSql(Database.valueOf(database.name()), table);
    try (Session taking = Session.open(database.dataSource(), Patience.within(HOUR))) {
      taking.begin();
      taking.select(sql.lock(), "billing");
      taking.update(sql.take(), "other", "other", 3_600_000L, "billing", 1L);
      assertThrows(SQLException.class, () -> one.verify(connection, 1));
      connection.rollback();

      JdbcLeaderElection patient =
          JdbcLeaderElection.builder("billing", database.dataSource())
              .table(table)
              .leaseDuration(HOUR)
              .build();
      CompletableFuture<Void> verified =
          CompletableFuture.runAsync(() -> unchecked(() -> patient.verify(connection, 1)));
      taking.commit();
      ExecutionException e = assertThrows(ExecutionException.class, verified::get);
      assertInstanceOf(LeaseLostException.class, e.getCause());
    }
  }

  @Test
  void aHolderIsNotDisturbedByOneThatTriedToTakeTheLease() throws Exception {
    take(one);
    LeaseSql sql = new LeaseSql(Database.valueOf(database.name()), table);
    try (Session taking = Session.open(database.dataSource(), Patience.within(HOUR))) {
      taking.begin();
      taking.select(sql.lock(), "billing");
    }
    one.verify(connection, 1);
  }

  @Test
  void renewalsPassAFencedTransactionOnPostgreSqlAndWaitForItElsewhere() throws Exception {
    Lease lease = take(one);
    one.verify(connection, 1);
    if (database == TestDatabase.POSTGRESQL) {
      assertTrue(lease.renew());
      one.verify(connection, 1); // which sees the renewed row
      try (Connection second = database.dataSource().getConnection()) {
        second.setAutoCommit(false);
        one.verify(second, 1); // as do other fenced transactions
      }
    } else {
      assertThrows(SQLException.class, lease::renew);
    }
    connection.commit();
    database.execute("update " + table + " set expires_at_millis = expires_at_millis + 3600000");
    assertTrue(lease.renew());
  }

  /** With a snapshot from before the takeover, in which the holder still has the lease. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        Connection.TRANSACTION_READ_COMMITTED,
        Connection.TRANSACTION_REPEATABLE_READ,
        Connection.TRANSACTION_SERIALIZABLE
      })
  void aStaleHolderIsRefusedAtEachIsolationLevel(int isolation) throws Exception {
    take(one);
    connection.rollback();
    connection.setTransactionIsolation(isolation);
    write(1);
    try (Statement statement = connection.createStatement()) {
      statement.executeQuery("select * from " + table).close();
    }
    database.expire(table, "billing");
    take(other);

    Exception e = assertThrows(Exception.class, () -> one.verify(connection, 1));
    if (e instanceof SQLException refused) {
      assertTrue(isolation != Connection.TRANSACTION_READ_COMMITTED, refused::toString);
      assertEquals("40001", refused.getSQLState(), refused::toString);
    } else {
      assertInstanceOf(LeaseLostException.class, e);
    }
  }

  /** Renewed in the meantime, which a snapshot does not show: refused, though it is held. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        Connection.TRANSACTION_READ_COMMITTED,
        Connection.TRANSACTION_REPEATABLE_READ,
        Connection.TRANSACTION_SERIALIZABLE
      })
  void aSnapshotThatIsOlderThanALeaseIsRefused(int isolation) throws Exception {
    take(one);
    database.expire(table, "billing");
    connection.rollback();
    connection.setTransactionIsolation(isolation);
    try (Statement statement = connection.createStatement()) {
      statement.executeQuery("select * from " + table).close();
    }
    database.execute("update " + table + " set expires_at_millis = expires_at_millis + 3600000");

    if (isolation == Connection.TRANSACTION_READ_COMMITTED) {
      one.verify(connection, 1);
    } else {
      Exception e = assertThrows(Exception.class, () -> one.verify(connection, 1));
      assertEquals(database == TestDatabase.POSTGRESQL, e instanceof LeaseLostException);
    }
  }

  private static void unchecked(Call call) {
    try {
      call.run();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Call {
    void run() throws SQLException;
  }
}
