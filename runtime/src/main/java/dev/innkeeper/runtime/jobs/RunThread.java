package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.thread.Child;
import dev.innkeeper.runtime.thread.Workplace;
import dev.innkeeper.timer.TimeSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The thread of a {@link ScheduledRun}, in the scope of its scheduler. */
final class RunThread extends Child implements Runnable {

  /** Cleared at the end: the entry of a thread may stay for a while, and need not keep the job. */
  private volatile @Nullable ScheduledRun run;

  RunThread(ScheduledRun run) {
    this.run = run;
  }

  private ScheduledRun itsRun() {
    return Objects.requireNonNull(run, "it has ended");
  }

  @Override
  protected Workplace workplace(Workplace ofScope) {
    return ofScope.at(itsRun());
  }

  @Override
  protected Runnable takeBody() {
    return this;
  }

  @Override
  public void run() {
    try {
      itsRun().run();
    } finally {
      run = null;
    }
  }

  @Override
  protected void interrupt(TimeSource time) {
    ScheduledRun goesOn = run;
    if (goesOn != null) {
      goesOn.interrupt();
    }
  }
}
