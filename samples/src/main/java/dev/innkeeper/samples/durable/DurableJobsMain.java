package dev.innkeeper.samples.durable;

import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.FailureHandler.ExponentialBackoffFailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.samples.Preflight;
import dev.innkeeper.timer.PeriodicTimer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Confirms orders, which takes two seconds each, and reports every five, until Ctrl-C. Kill it in
 * the middle and start it again: what was begun is done.
 *
 * <p>Without an argument the database is an H2 file among the temporary ones. With one it is that
 * JDBC URL; several instances can work on one PostgreSQL.
 */
public final class DurableJobsMain {

  private static final Logger LOG = LoggerFactory.getLogger(DurableJobsMain.class);

  /**
   * An interrupt would close H2's file, but for {@code async}; H2's own shutdown hook would close
   * the database under the last jobs; and a commit is to be on disk when it returns.
   */
  static final String H2 =
      "jdbc:h2:async:%s;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0;TRACE_LEVEL_FILE=0";

  private DurableJobsMain() {}

  public static void main(String[] args) {
    Path file = Path.of(System.getProperty("java.io.tmpdir"), "innkeeper-durable-jobs");
    String url = args.length > 0 ? args[0] : H2.formatted(file.toAbsolutePath());
    try {
      Preflight.database(url);
    } catch (Preflight.FailedException e) {
      Preflight.exit("durable-jobs", e);
    }

    // snippet: tasks
    OneTimeTask<String> confirm =
        Tasks.oneTime("confirm", String.class)
            .onFailure(new ExponentialBackoffFailureHandler<>(Duration.ofSeconds(1), 2))
            .execute((order, execution) -> confirm(order.getData()));

    RecurringTask<Void> report =
        Tasks.recurring("report", Schedules.cron("*/5 * * * * *"))
            .onDeadExecution((dead, next) -> next.reschedule(dead, tickOf(dead.getExecution())))
            .execute((tick, execution) -> report(tickOf(execution.getExecution())));
    // end

    // snippet: host
    Database database = new Database(url);
    DurableJobs jobs = new DurableJobs(database, List.of(confirm), List.of(report));
    Host host =
        Host.builder("shop")
            .add("database", database)
            .add("jobs", jobs, s -> s.dependsOn("database"))
            .background(
                "orders", context -> order(context, jobs, confirm), s -> s.dependsOn("jobs"))
            .shutdownTimeout(Duration.ofSeconds(10))
            .build();
    // end
    LOG.info("{} on {}; Ctrl-C stops it", DurableJobs.instance(), url);
    LOG.info("Stop report: {}", host.run());
  }

  /** Work that takes its time. At least once: an order may be confirmed again. */
  private static void confirm(String order) {
    LOG.info("Confirms {}", order);
    try {
      Thread.sleep(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted: " + order + " is tried again", e);
    }
    LOG.info("Confirmed {}", order);
  }

  private static void report(Instant tick) {
    LOG.info("Report of {}", tick);
  }

  /** A run that died and is done again is still that of its own tick. */
  private static Instant tickOf(Execution execution) {
    return execution.executionTime;
  }

  private static void order(ServiceContext context, DurableJobs jobs, OneTimeTask<String> confirm)
      throws InterruptedException {
    try (PeriodicTimer timer = context.timer(Duration.ofSeconds(1))) {
      while (timer.waitForNextTick()) {
        String order = "order " + UUID.randomUUID();
        jobs.client().scheduleIfNotExists(confirm.instance(order, order), Instant.now());
        LOG.info("Took {}", order);
      }
    }
  }
}
