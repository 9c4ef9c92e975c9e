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

  /** So many ids are in the message. */
  private static final int SHOWN = 10;

  private final transient @Nullable List<?> items;

  UnfinishedJobsException(
      String queue, List<?> items, List<String> ids, @Nullable Throwable cause) {
    super(message(queue, ids, cause), cause);
    this.items = List.copyOf(items);
  }

  /** What was submitted, in that order. */
  public List<?> items() {
    return items == null ? List.of() : items;
  }

  private static String message(String queue, List<String> ids, @Nullable Throwable cause) {
    String jobs = ids.size() == 1 ? "1 job of '%s' was" : ids.size() + " jobs of '%s' were";
    String why = cause == null ? "no onHandBack handler is set" : "the onHandBack handler failed";
    return jobs.formatted(queue)
        + " not done, and "
        + why
        + ": "
        + ids.stream().limit(SHOWN).toList()
        + (ids.size() > SHOWN ? " and more" : "");
  }
}
