package dev.innkeeper.jdbc;

import dev.innkeeper.runtime.service.Lease;
import java.sql.SQLException;
import java.util.OptionalLong;

/**
 * A lease that was taken.
 *
 * @param holder random, so that it is nobody else's even if the row was deleted and its tokens
 *     begin anew
 */
record JdbcLease(LeaseTable table, long token, String holder) implements Lease {

  @Override
  public OptionalLong fencingToken() {
    return OptionalLong.of(token);
  }

  @Override
  public boolean renew() throws SQLException, InterruptedException {
    Interrupts.check("renewing the lease '" + table.name() + "'");
    return table.renew(token, holder);
  }

  @Override
  public void release() throws SQLException {
    table.release(token, holder);
  }

  @Override
  public String toString() {
    return "lease '" + table.name() + "' with token " + token;
  }
}
