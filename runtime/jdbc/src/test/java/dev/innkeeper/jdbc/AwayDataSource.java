package dev.innkeeper.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** A database that does not answer. */
final class AwayDataSource extends PlainDataSource {

  @Override
  public Connection getConnection() throws SQLException {
    throw new SQLException("connection refused", "08001");
  }
}
