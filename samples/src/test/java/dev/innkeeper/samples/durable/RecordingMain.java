package dev.innkeeper.samples.durable;

import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import dev.innkeeper.runtime.Host;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An instance that records each job it does, and each tick: {@code RecordingMain URL TICK-SECONDS}.
 */
final class RecordingMain {

  static final Duration PERIOD = Duration.ofSeconds(2);

  private RecordingMain() {}

  public static void main(String[] args) {
    Database database = new Database(args[0]);
    double tickSeconds = Double.parseDouble(args[1]);
    OneTimeTask<Void> job = Tasks.oneTime("job").execute((run, execution) -> work(database, run));
    RecurringTask<Void> tick =
        Tasks.recurring("tick", Schedules.cron("*/2 * * * * *"))
            .onDeadExecution((dead, next) -> next.reschedule(dead, tickOf(dead.getExecution())))
            .execute(
                (run, execution) -> work(database, tickOf(execution.getExecution()), tickSeconds));
    Host.builder("recorder")
        .add("database", database)
        .add(
            "jobs",
            new DurableJobs(database, List.of(job), List.of(tick)),
            s -> s.dependsOn("database"))
        .shutdownTimeout(Duration.ofSeconds(10))
        .build()
        .run();
  }

  /** Records the run before it ends, so that a kill can come in between. */
  private static void work(Database database, TaskInstance<Void> job) {
    execute(
        database,
        "insert into job_runs (job, instance) values (?, ?)",
        Integer.valueOf(job.getId()),
        ProcessHandle.current().pid());
    execute(database, "select pg_sleep(0.005)");
  }

  private static void work(Database database, Instant tick, double seconds) {
    execute(
        database,
        "insert into tick_runs (tick, instance) values (?, ?)",
        Timestamp.from(tick),
        ProcessHandle.current().pid());
    execute(database, "select pg_sleep(?)", seconds);
  }

  private static Instant tickOf(Execution execution) {
    return execution.executionTime;
  }

  private static void execute(Database database, String sql, Object... parameters) {
    try (Connection connection = database.connections().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
