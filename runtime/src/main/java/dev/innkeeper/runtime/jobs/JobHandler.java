package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.service.JobAttempt;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link JobQueue} does with each item, with a result.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface JobHandler<T, R extends @Nullable Object> {

  /**
   * Does one job. An interrupt means that it took too long, was cancelled, or that the time of a
   * stop is over: throw {@link InterruptedException}, or set the thread's interrupt flag again and
   * return. A job that returns with the flag clear has succeeded.
   *
   * @throws Exception if that failed
   */
  R handle(T item, JobAttempt attempt) throws Exception;
}
