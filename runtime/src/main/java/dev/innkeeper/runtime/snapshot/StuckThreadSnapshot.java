package dev.innkeeper.runtime.snapshot;

import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import java.util.List;
import java.util.stream.Collectors;

/** A thread that did not end in time. */
public record StuckThreadSnapshot(String thread, String how, List<StackTraceElement> stack)
    implements StuckThread {

  @Override
  public String toString() {
    return "thread '"
        + thread
        + "' "
        + how
        + stack.stream().map(frame -> "\n        at " + frame).collect(Collectors.joining());
  }
}
