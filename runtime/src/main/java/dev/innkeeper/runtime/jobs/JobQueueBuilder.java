package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.thread.Names;
import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link JobQueue} yet to be made. Not thread-safe.
 *
 * @since 0.1
 */
public final class JobQueueBuilder<T, R extends @Nullable Object> {

  private final String name;
  private final QueuePlan.Code<T, R> code;

  // Also chosen by a configuration, see QueueChoices:

  QueuePlan.@Nullable Batching batching;
  int capacity = 1_000;
  int workers = 1;
  int spareWorkers;
  RetryPolicy retry = RetryPolicy.never();
  @Nullable Duration timeout;
  @Nullable WhenDuplicate whenDuplicate;
  JobOrder.@Nullable Rate rate;

  private @Nullable JobHandBack<T> owner;
  private @Nullable JobFailureHandler<? super T> failures;
  private @Nullable Function<? super T, String> description;
  private @Nullable Function<? super T, ?> partition;
  private @Nullable Comparator<? super T> priority;
  private @Nullable Function<? super T, ?> unique;

  JobQueueBuilder(String name, QueuePlan.Code<T, R> code, QueuePlan.@Nullable Batching batching) {
    this.name = Names.checked("queue", name);
    this.code = code;
    this.batching = batching;
  }

  JobQueueBuilder<T, R> copy() {
    JobQueueBuilder<T, R> copy = new JobQueueBuilder<>(name, code, batching);
    copy.capacity = capacity;
    copy.workers = workers;
    copy.spareWorkers = spareWorkers;
    copy.retry = retry;
    copy.timeout = timeout;
    copy.owner = owner;
    copy.failures = failures;
    copy.description = description;
    copy.partition = partition;
    copy.priority = priority;
    copy.unique = unique;
    copy.whenDuplicate = whenDuplicate;
    copy.rate = rate;
    return copy;
  }

  /**
   * How many jobs there may be that have not ended, those being run and those to be tried again
   * among them. Default: 1,000.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public JobQueueBuilder<T, R> capacity(int jobs) {
    capacity = positive("capacity", jobs);
    return this;
  }

  /**
   * How many jobs are run at a time. Default: 1.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public JobQueueBuilder<T, R> workers(int number) {
    workers = positive("workers", number);
    return this;
  }

  /**
   * How many workers are in reserve: a job that ignores the interrupt after its time-out and is
   * given up keeps its worker, and one in reserve takes its place until the job's code has
   * returned. So even with one worker, other jobs are run while such a job goes on. When none is
   * left, the log has an error, and the queue goes on with fewer workers. Default: 0.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public JobQueueBuilder<T, R> spareWorkers(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("spareWorkers must be zero or more: " + number);
    }
    spareWorkers = number;
    return this;
  }

  /** Whether a job that has failed is tried again. Default: {@link RetryPolicy#never()}. */
  public JobQueueBuilder<T, R> retry(RetryPolicy policy) {
    retry = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * How long one try of a job may take before it is interrupted. Default: no limit.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public JobQueueBuilder<T, R> timeout(Duration limit) {
    timeout = Durations.positive("timeout", limit);
    return this;
  }

  /**
   * A handler for the items of the jobs that were not done when the service stopped. Default: none;
   * the stop of the service has failed then, and the items are in the {@link StopReport}.
   */
  public JobQueueBuilder<T, R> onHandBack(JobHandBack<T> taker) {
    owner = Objects.requireNonNull(taker, "taker");
    return this;
  }

  /**
   * A handler for the jobs that have failed for good. The log then has their failures at DEBUG
   * only. Default: none; a failure that nobody waits for is logged as an error.
   */
  public JobQueueBuilder<T, R> onFailed(JobFailureHandler<? super T> handler) {
    failures = Objects.requireNonNull(handler, "handler");
    return this;
  }

  /**
   * What a job is called in the log, in events and in exceptions: {@code shop/mails#label}. It ends
   * up in the log, so it should have nothing in it that must not be there, such as a customer's
   * address; and it is of most use if no two jobs have the same. Default: the job's number.
   *
   * <p>Called once for each submission, on the thread that submits. If it throws, the job is taken
   * in all the same, and its label says so; {@code null} is shown as it is. Control characters are
   * escaped, and of a long label the first 100 characters are shown.
   */
  public JobQueueBuilder<T, R> describedBy(Function<? super T, String> label) {
    description = Objects.requireNonNull(label, "label");
    return this;
  }

  /**
   * Has the jobs of one key run one at a time, in the order of submission, beside those of other
   * keys: the orders of a customer, the rows of a table. A job has the key until it has ended, with
   * all its tries and the waits between them. If a job ignores the interrupt after its time-out,
   * the next job with its key waits until it has returned. One that is submitted for later takes
   * its place when it is due. Default: jobs are run beside each other.
   *
   * @param key called once for each submission, on the thread that submits: if it throws, or
   *     returns null, so does the submission, and the job is not in
   */
  public JobQueueBuilder<T, R> partitionBy(Function<? super T, ?> key) {
    partition = Objects.requireNonNull(key, "key");
    return this;
  }

  /**
   * Keeps two jobs with the same key from being in the queue at once: no second mail to a customer
   * while the first is yet to be sent. A key is taken while its job waits, is to be run later, or
   * is run. Default: any number of jobs may be alike.
   *
   * @param key called as that of {@link #partitionBy}
   * @param policy what becomes of a second job
   */
  public JobQueueBuilder<T, R> uniqueBy(Function<? super T, ?> key, WhenDuplicate policy) {
    unique = Objects.requireNonNull(key, "key");
    whenDuplicate = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Lets at most {@code number} attempts at jobs begin in any {@code period}, retries among them:
   * an attempt begins when the {@code number}-th last one has begun at least {@code period} ago.
   * The limit holds in a stop, too, and over restarts of the service: what it keeps back is handed
   * back. Default: no limit.
   *
   * @throws IllegalArgumentException if either is not positive
   */
  public JobQueueBuilder<T, R> rateLimit(int number, Duration period) {
    rate =
        new JobOrder.Rate(
            positive("number", number), Durations.nanos(Durations.positive("period", period)));
    return this;
  }

  /**
   * Which of the jobs that wait is begun first: the least by {@code order}, and of equal ones the
   * one that was submitted first. With {@link #partitionBy}, jobs of one key keep their order. A
   * job does not rise because it has waited long. Default: the order of submission.
   *
   * <p>What {@code order} says of two items must not change while they are in the queue, as for a
   * {@link java.util.TreeSet}. It is called on threads that submit or cancel, and on workers. If it
   * throws, or returns something else than 0 for an item and itself, the submission fails; on a
   * worker, the service.
   */
  public JobQueueBuilder<T, R> priority(Comparator<? super T> order) {
    priority = Objects.requireNonNull(order, "order");
    return this;
  }

  boolean isUnique() {
    return unique != null;
  }

  /**
   * Makes the queue.
   *
   * @throws IllegalStateException if choices do not go together
   */
  public JobQueue<T, R> build() {
    return new JobQueue<>(new QueueChoices<>(copy()));
  }

  /**
   * What has been chosen.
   *
   * @throws IllegalStateException if choices do not go together
   */
  QueuePlan<T, R> plan() {
    if (spareWorkers > 0 && timeout == null) {
      throw new IllegalStateException(
          "queue '" + name + "' has spareWorkers, but no timeout: without one no job is given up");
    }
    if (batching != null) {
      checkBatches(batching);
    }
    return new QueuePlan<>(
        name,
        code,
        capacity,
        workers,
        spareWorkers,
        retry,
        timeout,
        owner,
        failures,
        description,
        new JobOrder<>(partition, priority, unique, whenDuplicate, rate),
        batching);
  }

  private void checkBatches(QueuePlan.Batching batches) {
    if (partition != null || rate != null) {
      throw new IllegalStateException(
          "queue '"
              + name
              + "' runs its jobs in batches, so it can have no "
              + (partition != null ? "partitionBy" : "rateLimit"));
    }
    if (batches.maxSize() > capacity) {
      throw new IllegalStateException(
          "queue '"
              + name
              + "' has a capacity of "
              + capacity
              + " jobs, but batches of up to "
              + batches.maxSize()
              + ": none would be full");
    }
  }

  private static int positive(String what, int number) {
    return QueuePlan.positive(what, number);
  }
}
