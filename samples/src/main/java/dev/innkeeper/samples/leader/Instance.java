package dev.innkeeper.samples.leader;

import dev.innkeeper.jdbc.JdbcLeaderElection;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.PeriodicTimer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** One of the processes, of which one bills. */
final class Instance {

  private Instance() {}

  /** Until it is told to stop. */
  static void run(String url) {
    JdbcDataSource database = new JdbcDataSource();
    database.setUrl(url);
    host(database).run();
  }

  static Host host(DataSource database) {
    // snippet: host
    JdbcLeaderElection election =
        JdbcLeaderElection.builder("billing", database)
            .leaseDuration(Duration.ofSeconds(6))
            .build();
    return Host.builder("shop")
        .background(
            "billing",
            context -> bill(context, database, election),
            s -> s.whileLeader(election).onFailure(FailurePolicy.restart()))
        .build();
    // end
  }

  // snippet: fence
  private static void bill(ServiceContext context, DataSource database, JdbcLeaderElection election)
      throws InterruptedException, SQLException {
    long token = context.fencingToken().orElseThrow();
    try (PeriodicTimer timer = context.timer(Duration.ofSeconds(1))) {
      while (timer.waitForNextTick()) {
        try (Connection connection = database.getConnection()) {
          connection.setAutoCommit(false);
          writeInvoice(connection, token);
          election.verify(connection, token); // throws if this process leads no longer
          connection.commit();
        }
      }
    }
  }

  // end

  private static void writeInvoice(Connection connection, long token) throws SQLException {
    long pid = ProcessHandle.current().pid();
    try (PreparedStatement insert =
        connection.prepareStatement("insert into invoice (pid, token) values (?, ?)")) {
      insert.setLong(1, pid);
      insert.setLong(2, token);
      insert.executeUpdate();
    }
  }
}
