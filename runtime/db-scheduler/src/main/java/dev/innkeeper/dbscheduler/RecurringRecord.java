package dev.innkeeper.dbscheduler;

import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.RunOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What an instance knows of the runs of a recurring job. From any thread. */
final class RecurringRecord {

  private record Status(
      boolean running,
      boolean paused,
      Optional<Instant> lastScheduled,
      Optional<Instant> lastStart,
      Optional<Duration> lastDuration,
      Optional<RunOutcome> lastOutcome,
      Optional<Throwable> lastFailure,
      Optional<Instant> nextDue,
      long runs,
      long failures,
      int failuresInARow,
      long skipped)
      implements RecurringJob.Status {}

  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock:
  private boolean running;
  private @Nullable Instant lastScheduled;
  private @Nullable Instant lastStart;
  private @Nullable Duration lastDuration;
  private @Nullable RunOutcome lastOutcome;
  private @Nullable Throwable lastFailure;
  private @Nullable Instant nextDue;
  private long runs;
  private long failures;
  private int failuresInARow;
  private long skipped;

  /** Returns the number of the run. */
  long begins(Instant tick, Instant now) {
    lock.lock();
    try {
      running = true;
      lastScheduled = tick;
      lastStart = now;
      return ++runs;
    } finally {
      lock.unlock();
    }
  }

  void ended(RunOutcome outcome, Duration took, @Nullable Throwable failure) {
    lock.lock();
    try {
      running = false;
      lastDuration = took;
      lastOutcome = outcome;
      lastFailure = failure;
      if (outcome.isFailure()) {
        failures++;
        failuresInARow++;
      } else if (outcome == RunOutcome.SUCCEEDED) {
        failuresInARow = 0;
      }
    } finally {
      lock.unlock();
    }
  }

  void isFollowedBy(RecurringPlan.Next next) {
    lock.lock();
    try {
      nextDue = next.tick();
      skipped += next.skipped();
    } finally {
      lock.unlock();
    }
  }

  /** There will be no more runs. */
  void broken(Throwable failure) {
    lock.lock();
    try {
      lastFailure = failure;
      nextDue = null;
    } finally {
      lock.unlock();
    }
  }

  /** As the table says. */
  void isNext(Optional<Instant> tick) {
    lock.lock();
    try {
      if (!running) {
        nextDue = tick.orElse(null);
      }
    } finally {
      lock.unlock();
    }
  }

  RecurringJob.Status status() {
    lock.lock();
    try {
      return new Status(
          running,
          false,
          Optional.ofNullable(lastScheduled),
          Optional.ofNullable(lastStart),
          Optional.ofNullable(lastDuration),
          Optional.ofNullable(lastOutcome),
          Optional.ofNullable(lastFailure),
          Optional.ofNullable(nextDue),
          runs,
          failures,
          failuresInARow,
          skipped);
    } finally {
      lock.unlock();
    }
  }
}
