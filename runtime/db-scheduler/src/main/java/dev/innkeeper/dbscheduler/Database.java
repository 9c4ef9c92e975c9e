package dev.innkeeper.dbscheduler;

import com.github.kagkarlsson.scheduler.jdbc.AutodetectJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Objects;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections, each for one step, which is committed; and what their database wants. */
final class Database {

  /** A step with a connection. */
  interface Step<R> {
    R take(Connection connection) throws SQLException;
  }

  /** The values of a statement. */
  interface Parameters {
    void set(PreparedStatement statement) throws SQLException;
  }

  /** A question, and how its answer is read. */
  interface Question<R> {
    R ask(PreparedStatement statement) throws SQLException;
  }

  private final Supplier<? extends DataSource> dataSource;

  /** Null before the first connection. */
  private volatile @Nullable JdbcCustomization dialect;

  Database(Supplier<? extends DataSource> dataSource) {
    this.dataSource = dataSource;
  }

  /** As it is now: a program may open another pool each time that its database starts. */
  DataSource connections() {
    return Objects.requireNonNull(
        dataSource.get(), "the supplier of the DataSource of durable jobs returned null");
  }

  /** Once there was a connection. */
  JdbcCustomization dialect() {
    return Objects.requireNonNull(dialect, "no connection yet");
  }

  JdbcCustomization dialectOf(Connection connection) throws SQLException {
    JdbcCustomization known = dialect;
    if (known == null) {
      known =
          switch (connection.getMetaData().getDatabaseProductName()) {
            case "H2" -> new DefaultJdbcCustomization(false);
            case "PostgreSQL" -> new PostgreSqlJdbcCustomization(false, false);
            default -> new AutodetectJdbcCustomization(connections()); // takes another connection
          };
      dialect = known;
    }
    return known;
  }

  /** The pool may hand out connections that do not commit by themselves. */
  <R> R with(Step<R> step) throws SQLException {
    try (Connection connection = connections().getConnection()) {
      JdbcCustomization unused = dialectOf(connection); // for the step
      if (connection.getAutoCommit()) {
        return step.take(connection);
      }
      boolean done = false;
      try {
        R result = step.take(connection);
        connection.commit();
        done = true;
        return result;
      } finally {
        if (!done) {
          connection.rollback();
        }
      }
    }
  }

  <R> R query(String sql, Question<R> question) throws SQLException {
    return with(c -> {
      try (PreparedStatement p = c.prepareStatement(sql)) {
        return question.ask(p);
      }
    });
  }

  /** Returns how many rows were changed. */
  int count(String sql, Parameters parameters) throws SQLException {
    return query(
        sql,
        p -> {
          parameters.set(p);
          return p.executeUpdate();
        });
  }

  /** Returns whether there was a row to be changed. */
  boolean change(String sql, Parameters parameters) throws SQLException {
    return count(sql, parameters) > 0;
  }
}
