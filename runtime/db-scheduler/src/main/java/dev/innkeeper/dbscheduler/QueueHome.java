package dev.innkeeper.dbscheduler;

import dev.innkeeper.runtime.jobs.JobGroup;
import dev.innkeeper.runtime.jobs.JobHandle;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the jobs of a queue are kept, and who runs them here.
 *
 * @param work the last life of the service; null: it has not been started yet
 */
record QueueHome<T>(
    QueuePlan<T> queue,
    RecentFailures failures,
    DurablePlan plan,
    Supplier<@Nullable DurableWork> work) {

  /** By the time of the host, if there is one. */
  Instant now() {
    DurableWork life = work.get();
    return life == null ? Instant.now() : life.now();
  }

  boolean submit(String id, T item, Instant due) throws SQLException {
    byte[] data = checked(id, item, due);
    if (!table().insert(queue.name(), id, data, due)) {
      return false;
    }
    wakeAt(due);
    return true;
  }

  boolean submit(Connection connection, String id, T item, Instant due) throws SQLException {
    byte[] data = checked(id, item, due);
    if (Objects.requireNonNull(connection, "connection").isClosed()) {
      throw new IllegalArgumentException(
          "the connection that job '%s' of queue '%s' is to be submitted with is closed"
              .formatted(id, queue.name()));
    }
    if (connection.getAutoCommit()) {
      throw new IllegalArgumentException(
          ("the connection that job '%s' of queue '%s' is to be submitted with commits by itself,"
               + " so the job would not be part of your transaction: call setAutoCommit(false), or"
               + " submit without a connection")
              .formatted(id, queue.name()));
    }
    return table().insert(connection, queue.name(), id, data, due);
  }

  private byte[] checked(String id, T item, Instant due) {
    TaskNames.checkedId(queue.name(), id);
    Objects.requireNonNull(item, "item");
    if (!Objects.requireNonNull(due, "instant").isBefore(JobTable.NEVER)) {
      throw new IllegalArgumentException(
          "job '%s' of queue '%s' cannot wait until %s: the last day is %s"
              .formatted(id, queue.name(), due, JobTable.NEVER));
    }
    return plan.payloads().write(queue.name(), id, queue.type(), item);
  }

  Optional<JobHandle.State> state(String id) throws SQLException {
    return table().find(queue.name(), checked(id)).map(QueueHome::stateOf);
  }

  private static JobHandle.State stateOf(JobTable.Row row) {
    if (row.picked()) {
      return JobHandle.State.RUNNING;
    }
    return row.isFailed() ? JobHandle.State.FAILED : JobHandle.State.WAITING;
  }

  List<JobGroup.FailedJob> failedJobs(int most) throws SQLException {
    return failures.of(table().failedJobs(queue.name(), most));
  }

  boolean putBack(String id) throws SQLException {
    Instant now = now();
    if (!table().putBack(queue.name(), checked(id), now)) {
      return false;
    }
    wakeAt(now);
    lookAgain();
    return true;
  }

  boolean cancel(String id) throws SQLException {
    boolean done = table().cancel(queue.name(), checked(id));
    lookAgain();
    return done;
  }

  /** What is shown of the table is not as it was. */
  private void lookAgain() {
    DurableWork life = work.get();
    if (life != null) {
      life.lookNow();
    }
  }

  private String checked(String id) {
    return TaskNames.checkedId(queue.name(), id);
  }

  private JobTable table() {
    return plan.table();
  }

  private void wakeAt(Instant due) {
    DurableWork life = work.get();
    if (life != null && life.isOpen()) {
      life.wakeAt(queue.name(), due);
    }
  }
}
