package dev.innkeeper.runtime;

import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** A start that took too long: who is to blame, and where they are. On the host thread. */
final class StartTimeout {

  private StartTimeout() {}

  /** {@code limit} has passed, and those of {@code suspects} that are still starting overran it. */
  static void happened(HostCore core, Duration limit, List<ServiceRunner> suspects) {
    Throwable failure = failure(limit, suspects);
    core.startFailed(names(overdue(suspects)), failure);
    suspects.stream()
        .filter(ServiceRunner::isStarting)
        .forEach(runner -> runner.failures().startTimedOut(failure));
  }

  /** What the start fails with: it names those, and their stacks are suppressed in it. */
  static Throwable failure(Duration limit, List<ServiceRunner> suspects) {
    List<ServiceRunner> overdue = overdue(suspects);
    Throwable failure = new TimeoutException("not started within " + limit + ": " + names(overdue));
    overdue.stream()
        .filter(ServiceRunner::isStarting)
        .flatMap(runner -> runner.stuckThreads().stream())
        .forEach(thread -> failure.addSuppressed(asThrowable(thread)));
    return failure;
  }

  /** If none is in its start, those that have not begun. */
  private static List<ServiceRunner> overdue(List<ServiceRunner> suspects) {
    List<ServiceRunner> starting = suspects.stream().filter(ServiceRunner::isStarting).toList();
    return starting.isEmpty() ? suspects : starting;
  }

  private static String names(List<ServiceRunner> runners) {
    return runners.stream().map(ServiceRunner::name).collect(Collectors.joining(", "));
  }

  private static Throwable asThrowable(StuckThread thread) {
    Throwable stack = new Exception("thread '" + thread.thread() + "' is still here");
    stack.setStackTrace(thread.stack().toArray(StackTraceElement[]::new));
    return stack;
  }
}
