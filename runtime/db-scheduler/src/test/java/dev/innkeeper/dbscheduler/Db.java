package dev.innkeeper.dbscheduler;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** The databases of the tests: each test has one of its own, empty or with the table. */
enum Db {
  H2 {
    @Override
    String newUrl(int number) {
      return "jdbc:h2:mem:test" + number + ";DB_CLOSE_DELAY=-1";
    }
  },

  POSTGRESQL {
    @Override
    String newUrl(int number) throws SQLException {
      EmbeddedPostgres server = Server.POSTGRES;
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("create database test" + number);
      }
      return server.getJdbcUrl("postgres", "test" + number);
    }
  };

  /** One server for all tests; it ends with the JVM. */
  private static final class Server {
    private static final EmbeddedPostgres POSTGRES = started();

    private static EmbeddedPostgres started() {
      try {
        return EmbeddedPostgres.builder().setServerConfig("max_connections", "300").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  abstract String newUrl(int number) throws SQLException;

  /** Without the table. */
  HikariDataSource empty() throws SQLException {
    return connectionsTo(newUrl(NUMBERS.incrementAndGet()));
  }

  HikariDataSource withTable() throws SQLException {
    HikariDataSource made = empty();
    execute(made, TableCheck.ddl("scheduled_tasks"));
    return made;
  }

  static HikariDataSource connectionsTo(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(20);
    config.setMinimumIdle(1);
    return new HikariDataSource(config);
  }

  static void execute(HikariDataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
