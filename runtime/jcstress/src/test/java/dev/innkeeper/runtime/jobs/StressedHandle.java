package dev.innkeeper.runtime.jobs;

import dev.innkeeper.timer.TimeSource;
import java.util.concurrent.CancellationException;

/** The end of a job without a queue around it. */
final class StressedHandle extends JobEnd<String> {

  boolean succeedAndTell() {
    boolean first = endUnseen(Outcome.succeeded("done"));
    if (first) {
      tell();
    }
    return first;
  }

  @Override
  public boolean cancel() {
    boolean first = endUnseen(Outcome.failed(new CancellationException()));
    if (first) {
      tell();
    }
    return first;
  }

  @Override
  public String id() {
    return "jcstress#1";
  }

  @Override
  TimeSource time() {
    return TimeSource.system();
  }

  @Override
  boolean isRunning() {
    return true;
  }

  @Override
  void callbackFailed(Throwable thrown) {
    throw new AssertionError(thrown);
  }
}
