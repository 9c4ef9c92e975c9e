package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.report.RunOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a job knows of its runs, over all lives of its service: guarded by its lock. There may be
 * many, so it is small.
 */
final class RunRecord {

  /** Of a {@link RecurringJob}, too, which does not end. */
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
      long skipped,
      long queued,
      boolean ended)
      implements ScheduledJob.Status {}

  private boolean paused;
  private boolean hasRun;
  private int life;
  private int running;

  /** When the last run was due: an instant, without an object for it. */
  private long lastSecond;

  private int lastNano;

  /** When it began, likewise. */
  private long startSecond;

  private int startNano;
  private long lastTook;
  private @Nullable RunOutcome lastOutcome;
  private @Nullable Throwable lastFailure;
  private long runs;
  private long failures;
  private int failuresInARow;

  /** How many have a number, and are not among the runs: they wait, or never began. */
  private int notRun;

  private long skipped;
  private long queued;

  RunRecord(boolean paused) {
    this.paused = paused;
  }

  void pause(boolean pause) {
    paused = pause;
  }

  boolean isPaused() {
    return paused;
  }

  void skip(long ticks) {
    skipped += ticks;
  }

  /** A tick came while a run was going on, and waits. */
  void queue() {
    queued++;
  }

  /** Of a run that is to wait for its turn: from 1, over all lives. */
  long nextNumber() {
    notRun++;
    return runs + notRun;
  }

  /** Returns in which life. */
  int begin(Instant scheduled, Instant at) {
    running++;
    lastSecond = scheduled.getEpochSecond();
    lastNano = scheduled.getNano();
    hasRun = true;
    startSecond = at.getEpochSecond();
    startNano = at.getNano();
    runs++;
    notRun--;
    return life;
  }

  /** It is known how it ends, which may be before it does. */
  void settle(int beganIn, RunOutcome outcome, Duration took, @Nullable Throwable failure) {
    lastOutcome = outcome;
    lastTook = took.toNanos();
    lastFailure = failure;
    if (outcome.isFailure()) {
      failures++;
      failuresInARow += beganIn == life ? 1 : 0;
    } else if (outcome == RunOutcome.SUCCEEDED) {
      failuresInARow = 0;
    }
  }

  /** One that has begun in that life has ended, perhaps long after it. */
  void end(int beganIn) {
    if (beganIn == life) {
      running--;
    }
  }

  /** One that has had its turn was cancelled before it began. */
  void notBegun(int turnIn) {
    runs--;
    notRun++;
    end(turnIn);
  }

  boolean isRunning() {
    return running > 0;
  }

  int failuresInARow() {
    return failuresInARow;
  }

  /** A life begins: what the one before has left behind does not count. */
  void beginLife() {
    life++;
    running = 0;
    failuresInARow = 0;
  }

  @Nullable Throwable lastFailure() {
    return lastFailure;
  }

  ScheduledJob.Status status(@Nullable Instant nextDue, boolean ended) {
    return new JobStatus(
        isRunning(),
        paused,
        hasRun ? Optional.of(Instant.ofEpochSecond(lastSecond, lastNano)) : Optional.empty(),
        hasRun ? Optional.of(Instant.ofEpochSecond(startSecond, startNano)) : Optional.empty(),
        lastOutcome == null ? Optional.empty() : Optional.of(Duration.ofNanos(lastTook)),
        Optional.ofNullable(lastOutcome),
        Optional.ofNullable(lastFailure),
        Optional.ofNullable(nextDue),
        runs,
        failures,
        failuresInARow,
        skipped,
        queued,
        ended);
  }
}
