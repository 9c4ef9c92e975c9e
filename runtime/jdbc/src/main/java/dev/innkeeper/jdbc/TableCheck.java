package dev.innkeeper.jdbc;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.UUID;

/**
 * Whether the table is as it must be. It is used as an election uses it, and all is rolled back: so
 * columns, types, privileges and the primary key are tried, and not read from catalogues, which
 * differ between databases.
 */
final class TableCheck {

  /**
   * Classes of SQL states that pass by waiting: connection, read-only (while a replica takes over),
   * rollback, resources, prerequisite state (locks), intervention (shutdown, cancelled), system
   * error, interrupted (MySQL), and the timeouts of ODBC.
   */
  private static final List<String> PASSING =
      List.of("08", "25", "40", "53", "55", "57", "58", "70", "HYT");

  private static final String CONSTRAINT = "23";

  private final LeaseTable table;

  TableCheck(LeaseTable table) {
    this.table = table;
  }

  void run() {
    try (Session session = table.open()) {
      check(session, table.sql(session.connection()));
    } catch (SQLException e) {
      // Away for the moment. The attempts to take the lease will say so, as long as it is.
    }
  }

  private void check(Session session, LeaseSql sql) throws SQLException {
    try {
      tryOut(session, sql);
    } catch (SQLException e) {
      if (lasts(e) && session.connection().isValid(1)) {
        throw new IllegalStateException(refusal(sql, firstLine(e)), e);
      }
      throw e;
    }
  }

  private void tryOut(Session session, LeaseSql sql) throws SQLException {
    String holder = UUID.randomUUID().toString();
    String name = (holder + " is tried out, and rolled back" + " ".repeat(100)).substring(0, 100);
    String heldBy = "x".repeat(LeaseTable.HELD_BY_LENGTH);
    session.begin();
    session.select(sql.read(), name);
    session.select(sql.lock(), name);
    session.select(sql.share(), name);
    session.update(sql.insert(), name, holder, heldBy, 0L);
    session.update(sql.renew(), 0L, name, 1L, holder);
    session.update(sql.release(), name, 1L, holder);
    session.update(sql.take(), holder, heldBy, 0L, name, 1L);
    boolean twice;
    try {
      session.update(sql.insert(), name, holder, heldBy, 0L);
      twice = true;
    } catch (SQLException e) {
      if (!begins(e, CONSTRAINT)) {
        throw e;
      }
      twice = false;
    }
    if (twice) {
      throw new IllegalStateException(
          refusal(sql, "two rows can have the same name, since it is no primary key"));
    }
  }

  private static boolean lasts(SQLException e) {
    return !(e instanceof SQLTransientException)
        && PASSING.stream().noneMatch(state -> begins(e, state));
  }

  private String refusal(LeaseSql sql, String why) {
    return "the leader election '%s' cannot use the table %s: %s. It must be as this creates it (%s):\n%s"
        .formatted(table.name(), table.table(), why, sql.database().title(), sql.create());
  }

  /** The other lines are the statement, and where in it. */
  private static String firstLine(SQLException e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return message.replace("; SQL statement:", ""); // H2
  }

  private static boolean begins(SQLException e, String state) {
    return e.getSQLState() != null && e.getSQLState().startsWith(state);
  }
}
