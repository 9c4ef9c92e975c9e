package dev.innkeeper.runtime.jobs;

import dev.innkeeper.timer.TimeSource;

/** A {@link ScheduledRun} as somebody sees it who has asked for it. */
final class RequestedRun extends JobEnd<Void> {

  private final ScheduledRun run;

  RequestedRun(ScheduledRun run) {
    this.run = run;
  }

  @Override
  public String id() {
    return run.id();
  }

  @Override
  TimeSource time() {
    return run.time();
  }

  @Override
  boolean isRunning() {
    return run.hasBegun();
  }

  @Override
  public boolean cancel() {
    if (hasOutcome()) { // asked first, since it may end by what follows
      return false;
    }
    run.cancel();
    return true;
  }

  @Override
  void callbackFailed(Throwable thrown) {
    run.callbackFailed(thrown);
  }
}
