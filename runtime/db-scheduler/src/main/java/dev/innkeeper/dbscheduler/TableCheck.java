package dev.innkeeper.dbscheduler;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Whether db-scheduler's table is there, and has what is needed. */
final class TableCheck {

  private TableCheck() {}

  /**
   * Looks at the columns.
   *
   * @throws IllegalStateException if the table is missing, or lacks some of them
   * @throws SQLException if the database cannot be asked
   */
  static void check(JobTable table) throws SQLException {
    try (Connection connection = table.database().connections().getConnection()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "select task_name, task_instance, task_data, execution_time, picked, picked_by,"
                + " last_success, last_failure, consecutive_failures, last_heartbeat, version from "
                + table.name()
                + " where 1 = 0");
      } catch (SQLException e) {
        if (!isOfTheStatement(e)) {
          throw e;
        }
        throw new IllegalStateException(
            "the table "
                + table.name()
                + " of the durable jobs is missing, lacks a column, or may not be read ("
                + e.getMessage()
                + "). On H2 and PostgreSQL it is made by:\n"
                + ddl(table.name()),
            e);
      } finally {
        if (!connection.getAutoCommit()) {
          connection.rollback();
        }
      }
    }
  }

  /** Syntax error or access rule violation; not one of the connection. */
  private static boolean isOfTheStatement(SQLException e) {
    String state = e.getSQLState();
    return state != null && state.startsWith("42");
  }

  /** For H2 and PostgreSQL. */
  static String ddl(String table) {
    return """
    create table %1$s (
      task_name varchar(100) not null,
      task_instance varchar(100) not null,
      task_data bytea,
      execution_time timestamp with time zone not null,
      picked boolean not null,
      picked_by varchar(50),
      last_success timestamp with time zone,
      last_failure timestamp with time zone,
      consecutive_failures int,
      last_heartbeat timestamp with time zone,
      version bigint not null,
      priority smallint,
      primary key (task_name, task_instance)
    );
    create index %2$s_due on %1$s (task_name, execution_time);
    create index %2$s_heartbeat on %1$s (last_heartbeat);
    """
        .formatted(table, table.substring(table.indexOf('.') + 1));
  }
}
