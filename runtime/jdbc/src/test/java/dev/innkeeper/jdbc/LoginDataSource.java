package dev.innkeeper.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A database as one of its users. */
final class LoginDataSource extends PlainDataSource {

  private final DataSource dataSource;
  private final String user;

  LoginDataSource(DataSource dataSource, String user) {
    this.dataSource = dataSource;
    this.user = user;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return dataSource.getConnection(user, "secret");
  }
}
