package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has become of a service so far, over all its lives. */
final class Chronicle {

  private static final int MOST_FAILURES = 10;

  private int restarts;
  private long startTook = -1;
  private long stopTook = -1;

  /** The first failure of the life that failed last, and how many were added to it. */
  private @Nullable Throwable failure;

  private int moreFailures;

  /** Whether it failed in its present or last life. */
  private boolean failed;

  /** Whether a start of it has ever returned. */
  private boolean hasStarted;

  private List<StuckThread> stuckIn = List.of();
  private Standing shown = Standing.NEW;

  void lifeBegins(int number) {
    failed = false;
    restarts = number - 1;
  }

  void startReturned() {
    hasStarted = true;
  }

  void startTook(long nanos) {
    startTook = nanos;
  }

  void stopTook(long nanos) {
    stopTook = nanos;
  }

  void stuckIn(List<StuckThread> threads) {
    stuckIn = threads;
  }

  long stopTook() {
    return stopTook;
  }

  /** What happened to the last life does not matter any more. */
  void forgive() {
    failed = false;
  }

  boolean hasFailed() {
    return failed;
  }

  @Nullable Throwable failure() {
    return failure;
  }

  boolean hasStarted() {
    return hasStarted;
  }

  /**
   * Those after the first are to be suppressed in it, up to a number: a service may fail for years.
   * Returns what {@code thrown} is to be suppressed in.
   */
  @SuppressWarnings("ReferenceEquality") // the same exception thrown twice, not an equal one
  @Nullable Throwable add(Throwable thrown) {
    Throwable earlier = null;
    if (!failed && failure != thrown) {
      failure = thrown;
      moreFailures = 0;
    } else if (failure != thrown && moreFailures < MOST_FAILURES) {
      moreFailures++;
      earlier = failure;
    }
    failed = true;
    return earlier;
  }

  /** How it stands, if that is not what was shown last. */
  @SuppressWarnings("ReferenceEquality") // what is shown is what was kept
  @Nullable Standing changed(ServiceState state) {
    if (shown.state() == state
        && shown.restarts() == restarts
        && shown.startTook() == startTook
        && shown.stopTook() == stopTook
        && shown.failure() == failure
        && shown.stuckIn() == stuckIn) {
      return null;
    }
    shown = new Standing(state, restarts, startTook, stopTook, failure, stuckIn);
    return shown;
  }
}
