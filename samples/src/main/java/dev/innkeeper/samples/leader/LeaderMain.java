package dev.innkeeper.samples.leader;

import dev.innkeeper.jdbc.JdbcLeaderElection;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.PeriodicTimer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two processes that stand for one election, and a database that both share. Again and again the
 * one that leads is killed, the other takes over, and a new one comes for the killed one. Until
 * Ctrl-C; needs nothing.
 */
public final class LeaderMain {

  private static final Logger LOG = LoggerFactory.getLogger(LeaderMain.class);
  private static final Duration LIFE_OF_A_LEADER = Duration.ofSeconds(15);

  private LeaderMain() {}

  /** With the URL of the database it is one of the two processes. */
  public static void main(String[] args) throws SQLException {
    if (args.length == 1) {
      Instance.run(args[0]);
      return;
    }
    Server server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists");
    server.start();
    JdbcDataSource database = new JdbcDataSource();
    database.setUrl("jdbc:h2:tcp://localhost:" + server.getPort() + "/mem:shop;DB_CLOSE_DELAY=-1");
    createTables(database);
    Host.builder("machines")
        .background("one", new InstanceProcess(database.getUrl()), LeaderMain::again)
        .background("two", new InstanceProcess(database.getUrl()), LeaderMain::again)
        .background("killer", context -> kill(context, database))
        .build()
        .run();
    server.stop();
  }

  private static void again(ServiceOptions options) {
    options.onFailure(
        FailurePolicy.restart()
            .backoff(Duration.ofSeconds(2), Duration.ofSeconds(2))
            .maxRestarts(1_000, Duration.ofHours(1)));
  }

  private static void createTables(JdbcDataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(JdbcLeaderElection.of("billing", database).ddl());
      statement.execute(
          "create table invoice (id bigint generated always as identity, pid bigint, token"
              + " bigint)");
    }
  }

  private static void kill(ServiceContext context, JdbcDataSource database)
      throws InterruptedException, SQLException {
    try (PeriodicTimer timer = context.timer(LIFE_OF_A_LEADER);
        Connection connection = database.getConnection()) {
      while (timer.waitForNextTick()) {
        tell(connection);
        killLeader(connection);
      }
    }
  }

  private static void tell(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select token, pid, count(*) from invoice group by token, pid order by token")) {
      while (rows.next()) {
        LOG.info(
            "Term {}: process {} wrote {} invoices",
            rows.getLong(1),
            rows.getLong(2),
            rows.getLong(3));
      }
    }
  }

  /** It has written last. */
  private static void killLeader(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select pid from invoice order by id desc limit 1")) {
      if (rows.next()) {
        long pid = rows.getLong(1);
        LOG.info("Kills process {}", pid);
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }
}
