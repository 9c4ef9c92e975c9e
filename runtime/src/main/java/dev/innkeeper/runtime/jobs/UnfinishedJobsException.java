package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.StopReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Jobs of a {@link JobQueue} were not done when it stopped, and nobody has taken them back: there
 * is no handler for that, or it threw, which is the cause then. It stands in the {@link
 * StopReport}; when a service is stopped or restarted while the host runs, in the {@link
 * HostEvent.ServiceFailed}. Serialization loses the items.
 *
 * @since 0.1
 */
public final class UnfinishedJobsException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient @Nullable List<?> items;

  UnfinishedJobsException(String queue, List<?> items, @Nullable Throwable cause) {
    super(message(queue, items.size(), cause), cause);
    this.items = List.copyOf(items);
  }

  /** What was submitted, in that order. */
  public List<?> items() {
    return items == null ? List.of() : items;
  }

  private static String message(String queue, int jobs, @Nullable Throwable cause) {
    return (jobs == 1 ? "1 job of '" : jobs + " jobs of '")
        + queue
        + (jobs == 1 ? "' was not done, and " : "' were not done, and ")
        + (cause == null
            ? "no onHandBack handler is set to take "
            : "the onHandBack handler threw an exception instead of taking ")
        + (jobs == 1 ? "it" : "them")
        + ": items() of this exception has "
        + (jobs == 1 ? "it" : "them");
  }
}
