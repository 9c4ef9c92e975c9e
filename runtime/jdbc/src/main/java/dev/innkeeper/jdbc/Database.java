package dev.innkeeper.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What differs between databases: the clock, and the locks of rows. */
enum Database {
  /**
   * CURRENT_TIMESTAMP would be the start of the transaction. FOR KEY SHARE does not conflict with
   * an UPDATE of other columns than keys: fenced writes and renewals do not wait for each other.
   */
  POSTGRESQL(
      "PostgreSQL",
      "cast(floor(extract(epoch from clock_timestamp()) * 1000) as bigint)",
      "",
      " for update",
      " for key share"),

  /** Its CURRENT_TIMESTAMP is the start of the transaction, and there is no other function. */
  H2(
      "H2",
      "cast(floor(extract(epoch from current_timestamp) * 1000) as bigint)",
      "",
      " for update",
      " for update"),

  MYSQL("MySQL", Sql.MYSQL_NOW, "", " for update", " for update"),

  MARIADB("MariaDB", Sql.MYSQL_NOW, "", " for update", " for update"),

  SQL_SERVER(
      "Microsoft SQL Server",
      "datediff_big(millisecond, '1970-01-01', sysutcdatetime())",
      " with (updlock, rowlock)",
      "",
      "");

  private static final class Sql {
    /** In UTC: UNIX_TIMESTAMP goes by the session's zone, which has an hour twice a year. */
    static final String MYSQL_NOW =
        "(timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000)";
  }

  /** The databases with which the tests are run. */
  private static final List<Database> TESTED = List.of(POSTGRESQL, H2);

  private final String product;

  /** The database's time, as milliseconds since 1970, of the moment if the database can say it. */
  final String now;

  /** Behind the name of the table, where this database has the lock of a row there. */
  final String tableHint;

  /** At the end of a SELECT: nobody else may lock the row, or change it. */
  final String lock;

  /** At the end of a SELECT: nobody may lock the row by {@link #lock}. */
  final String share;

  Database(String product, String now, String tableHint, String lock, String share) {
    this.product = product;
    this.now = now;
    this.tableHint = tableHint;
    this.lock = lock;
    this.share = share;
  }

  /**
   * Which one a connection leads to.
   *
   * @throws IllegalStateException if it is none of these
   */
  static Database of(Connection connection) throws SQLException {
    String name = connection.getMetaData().getDatabaseProductName();
    String lowerCase = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(each -> lowerCase.startsWith(each.product.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "no leader election on the database '"
                    + name
                    + "': its clock is read by an SQL expression that is known for "
                    + names()
                    + "; use one of these, or another LeaderElection"));
  }

  private static String names() {
    return String.join(", ", Arrays.stream(values()).map(each -> each.product).toList());
  }

  /** How messages name it. */
  String title() {
    return TESTED.contains(this) ? product : product + ", not tested";
  }
}
