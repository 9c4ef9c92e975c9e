package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.report.RunOutcome;
import dev.innkeeper.timer.TimeSource;
import org.jspecify.annotations.Nullable;

/** A {@link ScheduledRun} as somebody sees it who has asked for it. */
final class RequestedRun extends JobEnd<Void> {

  private final ScheduledRun run;

  RequestedRun(ScheduledRun run) {
    this.run = run;
  }

  /** Unless it has ended already. */
  @SuppressWarnings("NullAway") // it does not see that Void is null
  void endAndTell(RunOutcome how, @Nullable Throwable thrown) {
    boolean ended;
    if (how == RunOutcome.INTERRUPTED) {
      ended = handBack();
    } else {
      ended = thrown == null ? succeed(null) : fail(thrown);
    }
    if (ended) {
      tell();
    }
  }

  @Override
  public String id() {
    return run.id();
  }

  @Override
  TimeSource time() {
    return run.work().time();
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
    run.work().port().jobCallbackFailed(id(), thrown);
  }
}
