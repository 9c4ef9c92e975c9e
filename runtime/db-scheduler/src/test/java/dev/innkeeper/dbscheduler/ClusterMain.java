package dev.innkeeper.dbscheduler;

import com.zaxxer.hikari.HikariDataSource;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Consumer;

/** One instance of a program whose jobs and ticks write down that they were run, and by whom. */
public final class ClusterMain {

  /** Of the ticks. */
  static final Duration PERIOD = Duration.ofSeconds(2);

  static final Duration HEARTBEAT = Duration.ofMillis(500);
  static final int WORKERS = 5;

  private ClusterMain() {}

  /** Its argument is the database's URL. It ends by SIGTERM, or worse. */
  public static void main(String[] args) {
    HikariDataSource database = Db.connectionsTo(args[0]);
    DurableQueue<Integer> jobs =
        jobs(job -> write(database, "insert into job_runs (job, instance) values (?, ?)", job));
    DurableJobs durable =
        DurableJobs.in(database)
            .heartbeat(HEARTBEAT)
            .pollEvery(Duration.ofMillis(200))
            .queue(jobs)
            .recurring(
                "tick",
                ClusterMain::nextTick,
                run -> {
                  write(
                      database,
                      "insert into tick_runs (tick, instance) values (?, ?)",
                      run.scheduled().atOffset(ZoneOffset.UTC));
                  run.context().awaitStop(Duration.ofMillis(500)); // to be killed in the middle
                })
            .build();
    Host.builder("cluster").add("jobs", durable).build().run();
    database.close();
  }

  /** The even seconds. */
  static Instant nextTick(Instant after) {
    long period = PERIOD.toSeconds();
    return Instant.ofEpochSecond((after.getEpochSecond() / period + 1) * period);
  }

  static DurableQueue<Integer> jobs(Consumer<Integer> work) {
    return DurableQueue.builder("jobs", Integer.class, work::accept)
        .workers(WORKERS)
        .retry(RetryPolicy.maxRetries(100))
        .build();
  }

  private static void write(HikariDataSource database, String insert, Object what) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(insert)) {
      statement.setObject(1, what);
      statement.setLong(2, ProcessHandle.current().pid());
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("not recorded: " + what + " at " + Instant.now(), e);
    }
  }
}
