package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.service.JobAttempt;

/**
 * Takes the jobs of a {@link JobQueue} that have failed for good: into a dead-letter queue, a
 * table, a metric.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface JobFailureHandler<T> {

  /**
   * Takes a job that has failed and is not tried again. Called on the thread that ran it, before
   * anybody sees that the job has ended; the next job of the worker waits for it. A job that was
   * cancelled does not come here. Of one that ignored the interrupt after its time-out the call
   * comes from a thread of the host.
   *
   * @param attempt the last one
   * @throws Exception if it cannot: that is suppressed in the failure, which is logged as an error
   *     then
   */
  void failed(T item, Throwable failure, JobAttempt attempt) throws Exception;
}
