package dev.innkeeper.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A connection that is used for a moment, and is given back as it was. Statements are committed one
 * by one, unless {@link #begin} has begun a transaction, which is rolled back unless it was
 * committed.
 */
final class Session implements AutoCloseable {

  private static final int NETWORK_TIMEOUT_UNKNOWN = -1;

  private final Connection connection;
  private final Patience patience;
  private final boolean autoCommit;
  private final int networkTimeout;

  private Session(
      Connection connection, Patience patience, boolean autoCommit, int networkTimeout) {
    this.connection = connection;
    this.patience = patience;
    this.autoCommit = autoCommit;
    this.networkTimeout = networkTimeout;
  }

  static Session open(DataSource dataSource, Patience patience) throws SQLException {
    Connection connection = dataSource.getConnection();
    try {
      boolean autoCommit = connection.getAutoCommit();
      int networkTimeout = networkTimeout(connection, patience.networkMillis());
      Session session = new Session(connection, patience, autoCommit, networkTimeout);
      session.autoCommit(true);
      return session;
    } catch (Throwable e) {
      try (connection) {
        throw e;
      }
    }
  }

  /** Sets it, and returns what it was: not every driver has it. */
  private static int networkTimeout(Connection connection, int millis) throws SQLException {
    try {
      int before = connection.getNetworkTimeout();
      connection.setNetworkTimeout(Runnable::run, millis);
      return before;
    } catch (SQLFeatureNotSupportedException e) {
      return NETWORK_TIMEOUT_UNKNOWN;
    }
  }

  Connection connection() {
    return connection;
  }

  void begin() throws SQLException {
    autoCommit(false);
  }

  void commit() throws SQLException {
    connection.commit();
  }

  Optional<Row> select(String sql, String name) throws SQLException {
    return select(connection, patience, sql, name);
  }

  /** Also for a connection that is not ours. */
  static Optional<Row> select(Connection connection, Patience patience, String sql, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setQueryTimeout(patience.querySeconds());
      statement.setString(1, name);
      try (ResultSet result = statement.executeQuery()) {
        return Row.of(result);
      }
    }
  }

  /** How many rows there were to be changed. */
  int update(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setQueryTimeout(patience.querySeconds());
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement.executeUpdate();
    }
  }

  @Override
  public void close() throws SQLException {
    try (connection) {
      if (!connection.isClosed()) { // as it is after a network timeout
        restore();
      }
    }
  }

  private void restore() throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback(); // else the next line would commit what an exception has left behind
    }
    autoCommit(autoCommit);
    if (networkTimeout != NETWORK_TIMEOUT_UNKNOWN) {
      connection.setNetworkTimeout(Runnable::run, networkTimeout);
    }
  }

  private void autoCommit(boolean on) throws SQLException {
    if (connection.getAutoCommit() != on) {
      connection.setAutoCommit(on);
    }
  }
}
