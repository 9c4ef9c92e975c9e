package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.thread.Interruptible;
import dev.innkeeper.runtime.thread.Workplace;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/** The call of a run, whose end is told once: by its thread, or by who gives it up. */
final class RunCall extends JobCall<Void> {

  private static final AtomicIntegerFieldUpdater<RunCall> SETTLED =
      AtomicIntegerFieldUpdater.newUpdater(RunCall.class, "settled");

  /** 1 when it is known how it ended. */
  private volatile int settled;

  /** Written when it has returned; negative before that. */
  private volatile long took = -1;

  RunCall(TimeSource time, @Nullable Interruptible caller) {
    super(time, caller);
  }

  @Override
  void run(Workplace here, Callable<Void> code) {
    super.run(here, code);
    took = sinceItBegan();
  }

  /** Returns whether the caller of this is to say how it ended. */
  boolean settle() {
    return SETTLED.compareAndSet(this, 0, 1);
  }

  @Override
  Duration took() {
    long inAll = took;
    return inAll < 0 ? super.took() : Duration.ofNanos(inAll);
  }
}
