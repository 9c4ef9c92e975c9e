package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.report.RunOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a {@link RecurringJob} knows of its runs, over all its lives: guarded by its lock. */
final class RunRecord {

  private record JobStatus(
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

  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  private boolean paused;
  private boolean running;
  private @Nullable Instant lastScheduled;
  private @Nullable Instant lastStart;
  private @Nullable Duration lastDuration;
  private @Nullable RunOutcome lastOutcome;
  private @Nullable Throwable lastFailure;
  private @Nullable Instant nextDue;
  private long numbers;
  private long runs;
  private long failures;
  private int failuresInARow;
  private long skipped;
  private @Nullable Instant lastSkip;

  RunRecord(boolean paused) {
    this.paused = paused;
  }

  void pause(boolean pause) {
    paused = pause;
  }

  boolean isPaused() {
    return paused;
  }

  void nextIsDue(@Nullable Instant at) {
    nextDue = at;
  }

  /** Returns whether ticks were skipped less than a minute before {@code now}, too. */
  boolean skip(long ticks, Instant now) {
    skipped += ticks;
    Instant before = lastSkip;
    lastSkip = now;
    return before != null && Duration.between(before, now).compareTo(A_MINUTE) < 0;
  }

  /** Of a run that is to wait for its turn: from 1, over all lives. */
  long nextNumber() {
    return ++numbers;
  }

  void begin(Instant scheduled, Instant at) {
    running = true;
    lastScheduled = scheduled;
    lastStart = at;
    runs++;
  }

  /** It is known how it ends, which may be before it does. */
  void settle(RunOutcome outcome, Duration took, @Nullable Throwable failure) {
    lastOutcome = outcome;
    lastDuration = took;
    lastFailure = failure;
    if (outcome.isFailure()) {
      failures++;
      failuresInARow++;
    } else if (outcome == RunOutcome.SUCCEEDED) {
      failuresInARow = 0;
    }
  }

  void end() {
    running = false;
  }

  int failuresInARow() {
    return failuresInARow;
  }

  /** A life begins: what the one before has left behind does not count. */
  void beginLife() {
    running = false;
    failuresInARow = 0;
  }

  @Nullable Throwable lastFailure() {
    return lastFailure;
  }

  RecurringJob.Status status() {
    return new JobStatus(
        running,
        paused,
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
  }
}
