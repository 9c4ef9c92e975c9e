package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.service.HostView;
import java.util.Map;

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
  }

  /** The queues by their names: always the same ones. */
  Map<String, ? extends Queue> queues();

  /** How the recurring jobs are doing, by their names: always the same ones. Does not wait. */
  Map<String, RecurringJob.Status> recurringJobs();
}
