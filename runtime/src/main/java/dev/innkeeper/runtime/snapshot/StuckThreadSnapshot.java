package dev.innkeeper.runtime.snapshot;

import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A thread that did not end in time. Its text ends where the user's code was called. */
public record StuckThreadSnapshot(String thread, String how, List<StackTraceElement> stack)
    implements StuckThread {

  /** What calls users' code on a thread: Innkeeper, but for its door, and the JDK. */
  private static final Pattern CALLERS =
      Pattern.compile("dev\\.innkeeper\\.(timer|runtime\\.\\p{Lower}\\w*)\\..*|(java|jdk)\\..*");

  @Override
  public String toString() {
    int shown = framesToShow();
    return "thread '"
        + thread
        + "' "
        + how
        + stack.stream()
            .limit(shown)
            .map(frame -> "\n        at " + frame)
            .collect(Collectors.joining())
        + (shown == stack.size() ? "" : "\n        ... " + (stack.size() - shown) + " more");
  }

  /** Down to the lowest one of a user; if there is none, all. */
  private int framesToShow() {
    int last = stack.size();
    while (last > 0 && CALLERS.matcher(stack.get(last - 1).getClassName()).matches()) {
      last--;
    }
    return last == 0 ? stack.size() : last;
  }
}
