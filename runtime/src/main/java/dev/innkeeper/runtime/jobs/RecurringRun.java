package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.report.RunTrigger;
import dev.innkeeper.runtime.thread.Workplace;
import dev.innkeeper.timer.TimeSource;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One run of a {@link RecurringJob}: what it was asked for, and how far it is. */
final class RecurringRun extends JobEnd<Void> implements Workplace.Job {

  private final RecurringWork work;
  private final RunTrigger trigger;
  private final Instant scheduled;
  private final long number;

  // Guarded by the job's lock:

  private @Nullable RunCall call;

  /** The life in which it began. */
  private int beganIn;

  RecurringRun(RecurringWork work, RunTrigger trigger, Instant scheduled, long number) {
    this.work = work;
    this.trigger = trigger;
    this.scheduled = scheduled;
    this.number = number;
  }

  RunTrigger trigger() {
    return trigger;
  }

  boolean isRequested() {
    return trigger == RunTrigger.REQUEST;
  }

  Instant scheduled() {
    return scheduled;
  }

  long number() {
    return number;
  }

  // ---- under the lock

  void begins(RunCall asCall, int inLife) {
    call = asCall;
    beganIn = inLife;
  }

  /** Null: it has not begun. */
  @Nullable RunCall callIfBegun() {
    return call;
  }

  int beganIn() {
    return beganIn;
  }

  // ---- once it has begun

  RunCall call() {
    return Objects.requireNonNull(call, "it has not begun");
  }

  // ---- for its handle

  @Override
  public String id() {
    return work.threadName() + "#" + number;
  }

  @Override
  TimeSource time() {
    return work.time();
  }

  @Override
  boolean isRunning() {
    return work.isRunning(this);
  }

  @Override
  public boolean cancel() {
    return work.cancel(this);
  }

  @Override
  void callbackFailed(Throwable thrown) {
    work.callbackFailed(this, thrown);
  }
}
