package dev.innkeeper.dbscheduler;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Savepoint;
import java.time.Instant;

/**
 * Puts a row into the table, unless there is one with its key. Of two that do so at the same moment
 * the second waits, in the database, for the end of the first one's transaction.
 */
final class Insertion {

  /** Of H2 and PostgreSQL, for a key that is there. Others say less. */
  private static final String DUPLICATE_KEY = "23505";

  /** A job that has not begun. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record NewRow(String task, String id, byte[] data, Instant due) {}

  private final String insert;
  private final String find;

  Insertion(String table) {
    insert =
        "insert into "
            + table
            + " (task_name, task_instance, task_data, execution_time, picked, version)"
            + " values (?, ?, ?, ?, ?, ?)";
    find = "select 1 from " + table + " where task_name = ? and task_instance = ?";
  }

  /** On a connection that nobody else uses. */
  boolean alone(Connection connection, JdbcCustomization dialect, NewRow row) throws SQLException {
    if (!connection.getAutoCommit()) {
      return inTransaction(connection, dialect, row);
    }
    try {
      insert(connection, dialect, row);
      return true;
    } catch (SQLException e) {
      return falseIfThere(connection, row, e);
    }
  }

  /**
   * In a transaction in which there is more. On PostgreSQL a key that is there spoils the whole
   * transaction, up to the last savepoint.
   */
  boolean inTransaction(Connection connection, JdbcCustomization dialect, NewRow row)
      throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      insert(connection, dialect, row);
    } catch (SQLException e) {
      connection.rollback(before);
      return falseIfThere(connection, row, e);
    }
    try {
      connection.releaseSavepoint(before);
    } catch (SQLFeatureNotSupportedException e) {
      return true; // on Oracle and SQL Server they last until the commit
    }
    return true;
  }

  private void insert(Connection connection, JdbcCustomization dialect, NewRow row)
      throws SQLException {
    try (PreparedStatement p = connection.prepareStatement(insert)) {
      p.setString(1, row.task());
      p.setString(2, row.id());
      dialect.setTaskData(p, 3, row.data());
      dialect.setInstant(p, 4, row.due());
      p.setBoolean(5, false);
      p.setLong(6, 1);
      p.executeUpdate();
    }
  }

  private boolean falseIfThere(Connection connection, NewRow row, SQLException failure)
      throws SQLException {
    if (DUPLICATE_KEY.equals(failure.getSQLState()) || isThere(connection, row)) {
      return false;
    }
    throw failure;
  }

  private boolean isThere(Connection connection, NewRow row) throws SQLException {
    try (PreparedStatement p = connection.prepareStatement(find)) {
      p.setString(1, row.task());
      p.setString(2, row.id());
      try (ResultSet rows = p.executeQuery()) {
        return rows.next();
      }
    }
  }
}
