package dev.innkeeper.dbscheduler;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * db-scheduler's table, and what is done with its rows beside what db-scheduler does itself, which
 * is to pick those that are due and to write heartbeats. Each step is one statement. A step at a
 * row that was picked counts only if the row is still as it was then, by its version: if not,
 * somebody has taken this instance for dead.
 *
 * <p>A job that has failed for good waits for a day that does not come, {@link #NEVER}, so it is in
 * nobody's way, and its id stays taken.
 */
final class JobTable {

  static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

  /** A row, as far as it is looked at. */
  record Row(String id, Instant due, boolean picked, int failures, @Nullable Instant lastFailure) {

    boolean isFailed() {
      return !due.isBefore(NEVER);
    }
  }

  private final Database database;
  private final String name;
  private final Insertion insertion;

  JobTable(Supplier<? extends DataSource> dataSource, String name) {
    this.database = new Database(dataSource);
    this.name = name;
    this.insertion = new Insertion(name);
  }

  Database database() {
    return database;
  }

  private JdbcCustomization dialect() {
    return database.dialect();
  }

  String name() {
    return name;
  }

  // ---- a job comes

  /** Returns whether it is in; if not, there is one with this id. */
  boolean insert(String task, String id, byte[] data, Instant due) throws SQLException {
    return database.with(
        c -> insertion.alone(c, dialect(), new Insertion.NewRow(task, id, data, due)));
  }

  /** Likewise, in the transaction of the caller. */
  boolean insert(Connection caller, String task, String id, byte[] data, Instant due)
      throws SQLException {
    return insertion.inTransaction(
        caller, database.dialectOf(caller), new Insertion.NewRow(task, id, data, due));
  }

  // ---- what becomes of one that was picked: each returns whether it was still this instance's

  /** It is done. */
  boolean remove(Execution job) throws SQLException {
    return database.change("delete from " + name + OF_VERSION, p -> ofVersion(p, 1, job));
  }

  /** It is to be run by whoever comes first. */
  boolean release(Execution job, boolean countsAsAttempt) throws SQLException {
    return database.change(
        "update "
            + name
            + " set picked = ?, picked_by = null, last_heartbeat = null, version = version + 1,"
            + " consecutive_failures = ?"
            + OF_VERSION,
        p -> {
          p.setBoolean(1, false);
          p.setInt(2, job.consecutiveFailures + (countsAsAttempt ? 1 : 0));
          ofVersion(p, 3, job);
        });
  }

  /** It has failed at this time, and is due again at another one: or {@link #NEVER}. */
  boolean failed(Execution job, Instant at, Instant due) throws SQLException {
    return goesOn(job, "last_failure", at, due, job.consecutiveFailures + 1);
  }

  /** The run of a recurring job has ended, and its row is for the next tick. */
  boolean ticked(Execution job, Instant at, Instant next, boolean failed) throws SQLException {
    return failed
        ? goesOn(job, "last_failure", at, next, job.consecutiveFailures + 1)
        : goesOn(job, "last_success", at, next, 0);
  }

  private boolean goesOn(Execution job, String column, Instant at, Instant due, int failures)
      throws SQLException {
    return database.change(
        "update "
            + name
            + " set picked = ?, picked_by = null, last_heartbeat = null, version = version + 1, "
            + column
            + " = ?, execution_time = ?, consecutive_failures = ?"
            + OF_VERSION,
        p -> {
          p.setBoolean(1, false);
          dialect().setInstant(p, 2, at);
          dialect().setInstant(p, 3, due);
          p.setInt(4, failures);
          ofVersion(p, 5, job);
        });
  }

  private static final String OF_VERSION =
      " where task_name = ? and task_instance = ? and version = ?";

  private static void ofVersion(PreparedStatement p, int first, Execution job) throws SQLException {
    p.setString(first, job.getTaskName());
    p.setString(first + 1, job.getId());
    p.setLong(first + 2, job.version);
  }

  /** What an instance has picked, and does not run any more. */
  int releaseAllOf(String instance) throws SQLException {
    return database.count(
        "update "
            + name
            + " set picked = ?, picked_by = null, last_heartbeat = null, version = version + 1"
            + " where picked = ? and picked_by = ?",
        p -> {
          p.setBoolean(1, false);
          p.setBoolean(2, true);
          p.setString(3, instance);
        });
  }

  // ---- for operators

  Optional<Row> find(String task, String id) throws SQLException {
    return rows(
            "task_name = ? and task_instance = ?",
            1,
            p -> {
              p.setString(1, task);
              p.setString(2, id);
            })
        .stream()
        .findFirst();
  }

  /** The latest first. */
  List<Row> failedJobs(String task, int most) throws SQLException {
    return rows(
        "task_name = ? and execution_time >= ? order by last_failure desc",
        most,
        p -> {
          p.setString(1, task);
          dialect().setInstant(p, 2, NEVER);
        });
  }

  private List<Row> rows(String where, int most, Database.Parameters parameters)
      throws SQLException {
    return database.query(
        "select task_instance, execution_time, picked, consecutive_failures, last_failure from "
            + name
            + " where "
            + where,
        p -> {
          p.setMaxRows(most);
          parameters.set(p);
          List<Row> found = new ArrayList<>();
          try (ResultSet rows = p.executeQuery()) {
            while (rows.next()) {
              found.add(
                  new Row(
                      rows.getString("task_instance"),
                      dialect().getInstant(rows, "execution_time"),
                      rows.getBoolean("picked"),
                      rows.getInt("consecutive_failures"),
                      dialect().getInstant(rows, "last_failure")));
            }
          }
          return found;
        });
  }

  /** Returns whether there was one that has failed; its attempts count from 1 again. */
  boolean putBack(String task, String id, Instant due) throws SQLException {
    return database.change(
        "update "
            + name
            + " set execution_time = ?, consecutive_failures = 0, version = version + 1"
            + " where task_name = ? and task_instance = ? and picked = ? and execution_time >= ?",
        p -> {
          dialect().setInstant(p, 1, due);
          p.setString(2, task);
          p.setString(3, id);
          p.setBoolean(4, false);
          dialect().setInstant(p, 5, NEVER);
        });
  }

  /** Returns whether there was one that nobody runs. */
  boolean cancel(String task, String id) throws SQLException {
    return database.change(
        "delete from " + name + " where task_name = ? and task_instance = ? and picked = ?",
        p -> {
          p.setString(1, task);
          p.setString(2, id);
          p.setBoolean(3, false);
        });
  }

  // ---- recurring jobs

  /**
   * The next tick of a job, unless it is there; another one, if it is there for another schedule.
   */
  void expect(String task, byte[] schedule, Instant now, Instant next) throws SQLException {
    if (insert(task, RecurringPlan.ID, schedule, next)) {
      return;
    }
    database.count(
        "update "
            + name
            + " set execution_time = ?, task_data = ?, version = version + 1"
            + " where task_name = ? and task_instance = ? and picked = ? and task_data <> ?"
            + " and execution_time > ?", // one that is due is run first
        p -> {
          dialect().setInstant(p, 1, next);
          dialect().setTaskData(p, 2, schedule);
          p.setString(3, task);
          p.setString(4, RecurringPlan.ID);
          p.setBoolean(5, false);
          dialect().setTaskData(p, 6, schedule);
          dialect().setInstant(p, 7, now);
        });
  }
}
