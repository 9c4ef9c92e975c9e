package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.thread.Shown;
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

  /** So many are in the message. */
  private static final int SHOWN = 10;

  private final transient @Nullable List<?> items;

  UnfinishedJobsException(String queue, List<?> items, @Nullable Throwable cause) {
    super(message(queue, items), cause);
    this.items = List.copyOf(items);
  }

  /** What was submitted, in that order. */
  public List<?> items() {
    return items == null ? List.of() : items;
  }

  private static String message(String queue, List<?> items) {
    StringBuilder text = new StringBuilder();
    text.append(items.size()).append(items.size() == 1 ? " job" : " jobs");
    text.append(" of '").append(queue).append("' not done, and not taken back: ");
    text.append(items.stream().limit(SHOWN).map(Shown::of).toList());
    return text.append(items.size() > SHOWN ? " and more" : "").toString();
  }
}
