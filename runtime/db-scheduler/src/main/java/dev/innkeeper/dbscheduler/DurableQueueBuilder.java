package dev.innkeeper.dbscheduler;

import dev.innkeeper.runtime.jobs.JobFailureHandler;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DurableQueue} yet to be made. Not thread-safe.
 *
 * @since 0.1
 */
public final class DurableQueueBuilder<T> {

  private final String name;
  private final Class<T> type;
  private final DurableQueue.Handler<? super T> handler;
  private int workers = 1;
  private RetryPolicy retry = RetryPolicy.never();
  private @Nullable Duration timeout;
  private @Nullable JobFailureHandler<? super T> failures;

  DurableQueueBuilder(String name, Class<T> type, DurableQueue.Handler<? super T> handler) {
    this.name = name;
    this.type = type;
    this.handler = handler;
  }

  /**
   * How many jobs are run at a time, by each instance. Default: 1.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public DurableQueueBuilder<T> workers(int number) {
    workers = QueuePlan.positive("workers", number);
    return this;
  }

  /**
   * Whether a job that has failed is tried again. Attempts are counted in the database, whichever
   * instance makes them; one whose process has died counts, and is always followed by another. One
   * that was interrupted by a stop does not count. Default: {@link RetryPolicy#never()}.
   */
  public DurableQueueBuilder<T> retry(RetryPolicy policy) {
    retry = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * How long one attempt at a job may take before it is interrupted, and has failed when it ends. A
   * job that ignores its interrupt keeps its worker. Default: no limit.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public DurableQueueBuilder<T> timeout(Duration limit) {
    if (!Objects.requireNonNull(limit, "timeout").isPositive()) {
      throw new IllegalArgumentException("timeout must be positive: " + limit);
    }
    timeout = limit;
    return this;
  }

  /**
   * Is told of jobs that have failed for good, at least once; the failure is no error in the log
   * then. They stay in the table all the same. Default: none.
   */
  public DurableQueueBuilder<T> onFailed(JobFailureHandler<? super T> failureHandler) {
    failures = Objects.requireNonNull(failureHandler, "failureHandler");
    return this;
  }

  /** Makes the queue. */
  public DurableQueue<T> build() {
    return new DurableQueue<>(
        new QueuePlan<>(name, type, handler, workers, retry, timeout, failures));
  }
}
