package dev.innkeeper.dbscheduler;

import dev.innkeeper.runtime.jobs.JobAction;
import dev.innkeeper.runtime.jobs.JobGroup;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.QueueStatus;
import dev.innkeeper.runtime.service.JobAttempt;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A queue whose jobs are kept in a database until they are done: mails, payments, webhooks. It is
 * one of the queues of a {@link DurableJobs}, which runs its jobs.
 *
 * <pre>{@code
 * DurableQueue<Mail> mails =
 *     DurableQueue.builder("mails", Mail.class, smtp::send)
 *         .workers(4)
 *         .retry(RetryPolicy.maxRetries(5))
 *         .build();
 * …
 * try (Connection connection = dataSource.getConnection()) {
 *   connection.setAutoCommit(false);
 *   orders.insert(connection, order);
 *   mails.submit(connection, order.id(), new Mail(order)); // in the same transaction
 *   connection.commit();
 * }
 * }</pre>
 *
 * <p><b>In:</b> each job has an id, which its submitter chooses. A job whose id is in the table is
 * refused: {@code submit} returns {@code false}, and the transaction goes on. So a job that is
 * submitted twice is run once, as long as the first one has not been done; then its row, and with
 * it the id, is gone. A queue takes jobs whether its service runs or not, here or elsewhere.
 *
 * <p><b>Run</b> by a fixed number of workers in each instance, which take what has been due the
 * longest. Jobs of one queue are run in no order that one could rely on. Each is done at least
 * once: see {@link DurableJobs}.
 *
 * <p><b>A job that fails</b> is tried again as {@link DurableQueueBuilder#retry} says, by whichever
 * instance comes first. When no retry is left it stays in the table as {@linkplain #failedJobs
 * failed}, until it is {@linkplain #putBack put back} or {@linkplain #cancel cancelled}.
 *
 * <p><b>Threads:</b> all methods may be called from any thread; those that throw {@link
 * SQLException} wait for the database.
 *
 * @param <T> what is submitted
 * @since 0.1
 */
public final class DurableQueue<T> implements JobGroup.Queue {

  /**
   * What a queue does with each item, when it wants to know of the attempt.
   *
   * @since 0.1
   */
  @FunctionalInterface
  public interface Handler<T> {

    /**
     * Does one job. An interrupt means that it took too long, or that the time of a stop is over:
     * throw {@link InterruptedException}, or set the thread's interrupt flag again and return. A
     * job that returns with the flag clear is done.
     *
     * @param attempt its number counts the attempts that have failed, or whose process has died; if
     *     it is more than 1 the job may have been done in part
     * @throws Exception if that failed
     */
    void handle(T item, JobAttempt attempt) throws Exception;
  }

  private final QueuePlan<T> plan;
  private final QueueTally tally = new QueueTally();
  private final RecentFailures failures = new RecentFailures();
  private final AtomicReference<@Nullable QueueHome<T>> home = new AtomicReference<>();

  DurableQueue(QueuePlan<T> plan) {
    this.plan = plan;
  }

  /**
   * A queue yet to be made.
   *
   * @param name stands in the table for the queue: jobs are lost to a queue that gets another name
   * @param type of the items, for those that read them from the table
   * @throws IllegalArgumentException if the name is empty, longer than 100 characters, or has
   *     quotes, backslashes or control characters
   */
  public static <T> DurableQueueBuilder<T> builder(
      String name, Class<T> type, JobAction<? super T> action) {
    Objects.requireNonNull(action, "action");
    return builderWithAttempt(name, type, (item, attempt) -> action.handle(item));
  }

  /** As {@link #builder}, and the handler knows of the attempt. */
  public static <T> DurableQueueBuilder<T> builderWithAttempt(
      String name, Class<T> type, Handler<? super T> handler) {
    return new DurableQueueBuilder<>(
        TaskNames.checked("durable queue", name),
        Objects.requireNonNull(type, "type"),
        Objects.requireNonNull(handler, "handler"));
  }

  void joins(DurablePlan jobs, Supplier<@Nullable DurableWork> work) {
    if (!home.compareAndSet(null, new QueueHome<>(plan, failures, jobs, work))) {
      throw new IllegalStateException(
          "queue '" + name() + "' belongs to other durable jobs already: make a queue for each");
    }
  }

  private QueueHome<T> home() {
    QueueHome<T> its = home.get();
    if (its == null) {
      throw new IllegalStateException(
          "queue '" + name() + "' has no table yet: add it to a DurableJobs, and build that");
    }
    return its;
  }

  /** The name that it was built with. */
  public String name() {
    return plan.name();
  }

  /** How many jobs each instance does at a time. */
  @Override
  public int workers() {
    return plan.workers();
  }

  // ---- in

  /**
   * Writes down a job that is to be run as soon as possible, and commits that.
   *
   * @return whether it is in; {@code false} if there is a job with this id
   * @throws IllegalArgumentException if the item cannot be written, or the id is empty or too long
   * @throws SQLException if the database did not take it
   */
  public boolean submit(String id, T item) throws SQLException {
    return submitAt(id, item, home().now());
  }

  /**
   * As {@link #submit(String, Object)}, for a job that is to be run when the delay has passed.
   *
   * @throws IllegalArgumentException if the delay is negative, or as above
   */
  public boolean submitAfter(String id, T item, Duration delay) throws SQLException {
    return submitAt(id, item, home().now().plus(notNegative(delay)));
  }

  /**
   * As {@link #submit(String, Object)}, for a job that is to be run at that time, or soon after.
   */
  public boolean submitAt(String id, T item, Instant instant) throws SQLException {
    return accepted(home().submit(id, item, instant));
  }

  /**
   * Writes down a job in the caller's transaction: it is run as soon as possible once that has been
   * committed, and is not there if it is rolled back. The connection is neither committed nor
   * closed. If another transaction has submitted the same id and has not ended, this waits for it.
   *
   * @return whether it is in; {@code false} if there is a job with this id: the transaction can go
   *     on
   * @throws IllegalArgumentException if the connection is closed or commits by itself, the item
   *     cannot be written, or the id is empty or too long
   * @throws SQLException if the database did not take it: the transaction can go on if it was able
   *     to before
   */
  public boolean submit(Connection connection, String id, T item) throws SQLException {
    return submitAt(connection, id, item, home().now());
  }

  /**
   * As {@link #submit(Connection, String, Object)}, for a job that is to be run when the delay has
   * passed.
   *
   * @throws IllegalArgumentException if the delay is negative, or as above
   */
  public boolean submitAfter(Connection connection, String id, T item, Duration delay)
      throws SQLException {
    return submitAt(connection, id, item, home().now().plus(notNegative(delay)));
  }

  /**
   * As {@link #submit(Connection, String, Object)}, for a job that is to be run at that time, or
   * soon after.
   */
  public boolean submitAt(Connection connection, String id, T item, Instant instant)
      throws SQLException {
    return accepted(home().submit(connection, id, item, instant));
  }

  private boolean accepted(boolean isIn) {
    if (isIn) {
      tally.accepted();
    }
    return isIn;
  }

  private static Duration notNegative(Duration delay) {
    if (Objects.requireNonNull(delay, "delay").isNegative()) {
      throw new IllegalArgumentException("delay must be zero or more: " + delay);
    }
    return delay;
  }

  // ---- how it is doing

  /**
   * How far a job is: {@link JobHandle.State#WAITING}, {@link JobHandle.State#RUNNING} or {@link
   * JobHandle.State#FAILED}. Empty if it is not in the table: it is done, was cancelled, or was
   * never submitted.
   */
  public Optional<JobHandle.State> state(String id) throws SQLException {
    return home().state(id);
  }

  /**
   * The jobs that have failed for good, the latest first.
   *
   * @param most how many of them
   * @throws IllegalArgumentException if {@code most} is not positive
   */
  public List<JobGroup.FailedJob> failedJobs(int most) throws SQLException {
    return home().failedJobs(QueuePlan.positive("most", most));
  }

  /** As they were when this instance last looked, some seconds ago. */
  @Override
  public List<JobGroup.FailedJob> failedJobs() {
    DurableWork life = life();
    return life == null ? List.of() : life.seen().failedJobs(name());
  }

  /**
   * Has a job that has failed for good run again, as soon as possible. Its attempts count from 1.
   *
   * @return whether there is such a job
   */
  @Override
  public boolean putBack(String id) throws SQLException {
    return home().putBack(id);
  }

  /**
   * Takes a job out of the table that waits, or has failed. One that is being run is not touched.
   *
   * @return whether there was such a job
   */
  public boolean cancel(String id) throws SQLException {
    return home().cancel(id);
  }

  /**
   * How it is doing. What waits, and for how long, is of the whole table, as it was when this
   * instance last looked, some seconds ago. The counts are those of this instance: {@code
   * accepted()} has what was submitted here, even if it was rolled back, and {@code handedBack()}
   * what a stop has interrupted.
   */
  @Override
  public QueueStatus status() {
    DurableWork life = life();
    return tally.status(
        life == null ? TableLook.Depth.NONE : life.seen().depth(name()),
        life == null ? 0 : life.running(name()));
  }

  /** Null: it has not been started yet. */
  private @Nullable DurableWork life() {
    QueueHome<T> its = home.get();
    return its == null ? null : its.work().get();
  }

  QueuePlan<T> plan() {
    return plan;
  }

  QueueTally tally() {
    return tally;
  }

  RecentFailures failures() {
    return failures;
  }

  @Override
  public String toString() {
    return "DurableQueue[" + name() + "]";
  }
}
