package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.service.HostView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service with queues and recurring jobs in it that are no services themselves: one that keeps
 * its jobs in a database, for example. What shows the queues and jobs of a host, such as meters and
 * pages, finds them by {@link HostView#instancesOf}, and shows each as {@code service/name}.
 *
 * @since 0.1
 */
public interface JobGroup {

  /**
   * A queue as it is shown.
   *
   * @since 0.1
   */
  interface Queue {

    /** How many jobs it does at a time. */
    int workers();

    /** How it is doing. Does not wait. */
    QueueStatus status();

    /**
     * The jobs that have failed for good and are kept, as they were last seen: a hundred at most,
     * the latest first. Does not wait.
     */
    default List<FailedJob> failedJobs() {
      return List.of();
    }

    /**
     * Has a job that has failed for good run again, as soon as possible. It may wait for where the
     * jobs are kept.
     *
     * @return whether there is such a job
     * @throws Exception if that could not be done
     */
    default boolean putBack(String id) throws Exception {
      return false;
    }
  }

  /**
   * A job that has failed for good: an immutable snapshot. Methods that are added later have a
   * default.
   *
   * @since 0.1
   */
  interface FailedJob {

    /** By which it was submitted. */
    String id();

    /** How many attempts were made. */
    int attempts();

    /** When the last of them failed. */
    Instant failedAt();

    /** What it threw. Empty if that was in another process, or is long ago. */
    Optional<Throwable> failure();
  }

  /** The queues by their names: always the same ones. */
  Map<String, ? extends Queue> queues();

  /** How the recurring jobs are doing, by their names: always the same ones. Does not wait. */
  Map<String, RecurringJob.Status> recurringJobs();
}
