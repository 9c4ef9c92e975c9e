package dev.innkeeper.samples.durable;

import dev.innkeeper.dbscheduler.DurableJobs;
import dev.innkeeper.dbscheduler.DurableQueue;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.service.JobRun;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.samples.Preflight;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.Schedule;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes an order each second, confirms each, which takes two seconds, and reports every five, until
 * Ctrl-C. Kill it in the middle and start it again: what was begun is done.
 *
 * <p>Without an argument the database is an H2 file among the temporary ones. With one it is that
 * JDBC URL; several instances can work on one PostgreSQL.
 */
public final class DurableJobsMain {

  private static final Logger LOG = LoggerFactory.getLogger(DurableJobsMain.class);

  /** Tells the log lines of several instances apart. */
  private static final long PID = ProcessHandle.current().pid();

  /**
   * An interrupt would close H2's file, but for {@code async}; H2's own shutdown hook would close
   * the database under the last jobs; and a commit is to be on disk when it returns.
   */
  static final String H2 =
      "jdbc:h2:async:%s;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0;TRACE_LEVEL_FILE=0";

  /** What a customer has ordered. */
  public record Order(UUID id) {}

  private DurableJobsMain() {}

  public static void main(String[] args) {
    Path file = Path.of(System.getProperty("java.io.tmpdir"), "innkeeper-durable-orders");
    String url = args.length > 0 ? args[0] : H2.formatted(file.toAbsolutePath());
    try {
      Preflight.database(url);
    } catch (Preflight.FailedException e) {
      Preflight.exit("durable-jobs", e);
    }
    Database database = new Database(url);

    // snippet: jobs
    DurableQueue<Order> confirmations =
        DurableQueue.builder("confirmations", Order.class, DurableJobsMain::confirm)
            .workers(4)
            .retry(RetryPolicy.maxRetries(5))
            .build();

    DurableJobs jobs =
        DurableJobs.in(database.connections())
            .queue(confirmations)
            .recurring("report", Schedule.every(Duration.ofSeconds(5)), DurableJobsMain::report)
            .heartbeat(Duration.ofSeconds(1)) // four missed, and an instance is dead
            .build();
    // end

    // snippet: host
    Host host =
        Host.builder("shop")
            .add("database", database)
            .add("jobs", jobs, s -> s.dependsOn("database"))
            .background(
                "orders",
                context -> takeOrders(context, database, confirmations),
                s -> s.dependsOn("database"))
            .shutdownTimeout(Duration.ofSeconds(10))
            .build();
    // end
    LOG.info("{} on {}; Ctrl-C stops it", PID, url);
    LOG.info("Stop report: {}", host.run());
  }

  /** Work that takes its time. At least once: an order may be confirmed again. */
  private static void confirm(Order order) throws InterruptedException {
    LOG.info("{} confirms order {}", PID, order.id());
    Thread.sleep(Duration.ofSeconds(2));
    LOG.info("{} confirmed order {}", PID, order.id());
  }

  private static void report(JobRun run) {
    LOG.info("{} reports at {}", PID, run.scheduled());
  }

  private static void takeOrders(
      ServiceContext context, Database database, DurableQueue<Order> confirmations)
      throws InterruptedException, SQLException {
    try (PeriodicTimer timer = context.timer(Duration.ofSeconds(1))) {
      while (timer.waitForNextTick()) {
        take(new Order(UUID.randomUUID()), database, confirmations);
      }
    }
  }

  // snippet: transaction
  private static void take(Order order, Database database, DurableQueue<Order> confirmations)
      throws SQLException {
    try (Connection connection = database.connections().getConnection()) {
      connection.setAutoCommit(false);
      Database.insert(connection, order.id());
      confirmations.submit(connection, order.id().toString(), order);
      connection.commit(); // both are there now, or neither is
    }
  }
  // end
}
