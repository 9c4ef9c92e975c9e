package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.port.HostPort.JobContext;
import dev.innkeeper.runtime.service.JobAttempt;
import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.message.Shown;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was chosen for a {@link JobQueue}: immutable.
 *
 * @param name the queue's
 * @param batching null: each job is run on its own
 * @param spareWorkers how many are in reserve, to take the place of those whose job is given up
 * @param timeout of each try; null: none
 * @param owner who takes what was not done; null: nobody
 * @param failures who takes the failures; null: nobody
 * @param description what a job is called instead of by its number; null: nothing
 */
record QueuePlan<T, R extends @Nullable Object>(
    String name,
    Code<T, R> code,
    int capacity,
    int workers,
    int spareWorkers,
    RetryPolicy retry,
    @Nullable Duration timeout,
    @Nullable JobHandBack<T> owner,
    @Nullable JobFailureHandler<? super T> failures,
    @Nullable Function<? super T, String> description,
    JobOrder<T> order,
    @Nullable Batching batching) {

  /** What is done in an attempt at a job. */
  interface Code<T, R extends @Nullable Object> {

    R run(Job<T, R> job, JobAttempt attempt) throws Exception;
  }

  /** Jobs are run in batches, of so many, when the first has waited for so many nanoseconds. */
  record Batching(int maxSize, long linger) {

    /**
     * @throws IllegalArgumentException if {@code maxSize} is not positive, or {@code linger} is
     *     negative
     */
    static Batching of(int maxSize, Duration linger) {
      return new Batching(
          positive("maxSize", maxSize), Durations.nanos(Durations.zeroOrMore("linger", linger)));
    }
  }

  static int positive(String what, int number) {
    if (number < 1) {
      throw new IllegalArgumentException(what + " must be positive: " + number);
    }
    return number;
  }

  /** How many threads take jobs, some of them in the place of others. */
  int threads() {
    return workers + spareWorkers;
  }

  /** Calls the user's code. A label that cannot be had does not keep the job from getting in. */
  Traits traits(T item, @Nullable JobContext context) {
    order.check(item);
    String label = description == null ? null : Shown.label(() -> description.apply(item));
    return Traits.of(label, order.partitionOf(item), order.uniqueOf(item), context);
  }
}
