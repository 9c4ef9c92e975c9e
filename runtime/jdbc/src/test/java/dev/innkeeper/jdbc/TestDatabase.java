package dev.innkeeper.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** The databases that the tests are run with. Each is started once, and ends with the JVM. */
enum TestDatabase {
  H2 {
    @Override
    DataSource dataSource() {
      return Memory.DATA_SOURCE;
    }
  },

  POSTGRESQL {
    @Override
    DataSource dataSource() {
      return Postgres.SERVER.getPostgresDatabase();
    }
  };

  private static final class Memory {
    static final JdbcDataSource DATA_SOURCE = new JdbcDataSource();

    /** Without a connection there would be no database any more. */
    @SuppressWarnings("unused")
    private static final Connection KEPT = keep();

    private static Connection keep() {
      DATA_SOURCE.setURL("jdbc:h2:mem:test");
      try {
        return DATA_SOURCE.getConnection();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final class Postgres {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final AtomicInteger TABLES = new AtomicInteger();

  abstract DataSource dataSource();

  /** There are binaries of PostgreSQL for one kind of machine in the build. */
  static Stream<TestDatabase> here() {
    boolean hasBinaries =
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64");
    return hasBinaries ? Stream.of(values()) : Stream.of(H2);
  }

  HikariDataSource pool(int size, boolean autoCommit) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(dataSource());
    config.setMaximumPoolSize(size);
    config.setAutoCommit(autoCommit);
    return new HikariDataSource(config);
  }

  /** A name that no other test has. */
  static String newName() {
    return "lease_" + TABLES.incrementAndGet();
  }

  /** A table as the election asks for it, that no other test has. */
  String newTable() throws SQLException {
    String name = newName();
    execute(JdbcLeaderElection.builder("ddl", dataSource()).table(name).build().ddl());
    return name;
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  long query(String sql) throws SQLException {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  /** Instead of waiting: the lease has ended a moment ago, by the database's clock. */
  void expire(String table, String name) throws SQLException {
    execute(
        "update %s set expires_at_millis = %s - 1 where name = '%s'"
            .formatted(table, Database.valueOf(name()).now, name));
  }
}
