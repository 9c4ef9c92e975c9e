package dev.innkeeper.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The row of an election, as it was read.
 *
 * @param remainingMillis until the lease expires, by the database's clock
 */
record Row(long token, String heldBy, long remainingMillis) {

  static Optional<Row> of(ResultSet result) throws SQLException {
    return result.next()
        ? Optional.of(new Row(result.getLong(1), result.getString(2), result.getLong(3)))
        : Optional.empty();
  }

  boolean isExpired() {
    return remainingMillis < 0;
  }
}
