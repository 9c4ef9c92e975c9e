package dev.innkeeper.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The row of one election: what is asked of the database, and what its answers mean. */
final class LeaseTable {

  static final int NAME_LENGTH = 100;
  static final int HELD_BY_LENGTH = 200;

  private static final String DUPLICATE = "23"; // classes of SQL states: integrity constraint,
  private static final String ROLLED_BACK = "40"; // transaction rollback

  private final String name;
  private final DataSource dataSource;
  private final String table;
  private final Patience patience;

  /** In whole milliseconds, rounded up: the row must not expire before the host's lease does. */
  private final long leaseMillis;

  /** Which database it is does not change; known since the first connection. */
  private volatile @Nullable LeaseSql sql;

  LeaseTable(String name, DataSource dataSource, String table, Duration lease) {
    this.name = name;
    this.dataSource = dataSource;
    this.table = table;
    this.patience = Patience.within(lease);
    this.leaseMillis = lease.plusNanos(999_999).toMillis();
  }

  String name() {
    return name;
  }

  String table() {
    return table;
  }

  Session open() throws SQLException {
    return Session.open(dataSource, patience);
  }

  LeaseSql sql(Connection connection) throws SQLException {
    LeaseSql known = sql;
    if (known == null) {
      known = new LeaseSql(Database.of(connection), table);
      sql = known;
    }
    return known;
  }

  /** The new token, if nobody else has the lease. */
  OptionalLong take(String holder, String heldBy) throws SQLException {
    try (Session session = open()) {
      LeaseSql statements = sql(session.connection());
      // Without a lock: most candidates find the lease held, time after time.
      Optional<Row> row = session.select(statements.read(), name);
      if (row.isEmpty()) {
        return insert(session, statements, holder, heldBy);
      }
      return row.get().isExpired() ? takeOver(session, statements, holder, heldBy) : none();
    } catch (SQLException e) {
      if (isOf(e, ROLLED_BACK)) { // with a strict isolation the loser of a race gets an exception
        return none();
      }
      throw e;
    }
  }

  /**
   * The first of all. A statement of its own, not a part of a transaction: on PostgreSQL a
   * duplicate key would end that.
   */
  private OptionalLong insert(Session session, LeaseSql statements, String holder, String heldBy)
      throws SQLException {
    try {
      session.update(statements.insert(), name, holder, heldBy, leaseMillis);
      return OptionalLong.of(1);
    } catch (SQLException e) {
      if (isOf(e, DUPLICATE) && session.select(statements.read(), name).isPresent()) {
        return none(); // another was faster
      }
      throw e;
    }
  }

  /**
   * The lock waits for a fenced transaction of the holder until now, see {@link #verify}; an UPDATE
   * alone would not, on PostgreSQL.
   */
  private OptionalLong takeOver(Session session, LeaseSql statements, String holder, String heldBy)
      throws SQLException {
    session.begin();
    Optional<Row> locked = session.select(statements.lock(), name);
    if (locked.isEmpty()) { // deleted just now
      return none();
    }
    long before = locked.get().token();
    int taken = session.update(statements.take(), holder, heldBy, leaseMillis, name, before);
    session.commit();
    return taken == 1 ? OptionalLong.of(before + 1) : none(); // another was faster
  }

  boolean renew(long token, String holder) throws SQLException {
    try (Session session = open()) {
      LeaseSql statements = sql(session.connection());
      return session.update(statements.renew(), leaseMillis, name, token, holder) == 1;
    }
  }

  void release(long token, String holder) throws SQLException {
    try (Session session = open()) {
      LeaseSql statements = sql(session.connection());
      session.update(statements.release(), name, token, holder);
    }
  }

  void verify(Connection connection, long token) throws SQLException {
    Row row =
        Session.select(connection, patience, sql(connection).share(), name)
            .orElseThrow(
                () -> new LeaseLostException(lost(token) + table + " has no row with that name"));
    if (row.token() != token) {
      throw new LeaseLostException(
          lost(token) + row.heldBy() + " has taken it, with token " + row.token());
    }
    if (row.isExpired()) {
      throw new LeaseLostException(
          lost(token) + "it has expired by the database's clock, or was given back");
    }
  }

  private String lost(long token) {
    return "the lease '" + name + "' with token " + token + " is no longer held: ";
  }

  private static OptionalLong none() {
    return OptionalLong.empty();
  }

  private static boolean isOf(SQLException e, String stateClass) {
    return e.getSQLState() != null && e.getSQLState().startsWith(stateClass);
  }
}
