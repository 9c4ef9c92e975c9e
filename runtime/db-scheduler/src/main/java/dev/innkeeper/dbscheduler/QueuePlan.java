package dev.innkeeper.dbscheduler;

import dev.innkeeper.runtime.jobs.JobFailureHandler;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What was chosen for a {@link DurableQueue}. */
record QueuePlan<T>(
    String name,
    Class<T> type,
    DurableQueue.Handler<? super T> handler,
    int workers,
    RetryPolicy retry,
    @Nullable Duration timeout,
    @Nullable JobFailureHandler<? super T> failures) {

  static int positive(String what, int number) {
    if (number < 1) {
      throw new IllegalArgumentException(what + " must be positive: " + number);
    }
    return number;
  }
}
