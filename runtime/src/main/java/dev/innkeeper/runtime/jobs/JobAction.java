package dev.innkeeper.runtime.jobs;

/**
 * What a {@link JobQueue} does with each item, without a result.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface JobAction<T> {

  /**
   * Does one job, as {@link JobHandler#handle} does.
   *
   * @throws Exception if that failed
   */
  void handle(T item) throws Exception;
}
