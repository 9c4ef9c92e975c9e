package dev.innkeeper.runtime.jobs;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is among the runs of one job of a {@link JobScheduler}. Guarded by the scheduler's
 * lock.
 *
 * <p>At most two runs wait for their turn: one that was requested, and behind it one of the
 * schedule, which a requested run does not cost.
 */
abstract class RunTurns extends Due {

  /** Runs that will not have their turn. */
  record Waiting(@Nullable ScheduledRun request, @Nullable ScheduledRun tick) {

    /** Without the lock. */
    void tell() {
      for (ScheduledRun run : Arrays.asList(request, tick)) {
        if (run != null) {
          run.tellThatItIsCancelled();
        }
      }
    }
  }

  /** The runs that wait for their turn. Volatile for runs that end. */
  private volatile @Nullable ScheduledRun request;

  private volatile @Nullable ScheduledRun tick;

  /** How many runs have had their turn, and have not ended. */
  private int started;

  /** Whether the last one that has had its turn was requested. */
  private boolean requestRuns;

  /** Whether runs may overlap, or one of the schedule may wait behind another. */
  abstract WhenBusy whenBusy();

  /** Whether there is more than one tick: the only one waits for its turn in any case. */
  abstract boolean isRecurring();

  /** The turn of {@code run} has come. */
  abstract void begins(ScheduledRun run);

  /** A run of this life may have been the last. */
  abstract void endIfOver();

  /** From any thread. */
  final boolean isAnyWaiting() {
    return request != null || tick != null;
  }

  final boolean isIdle() {
    return started == 0 && !isAnyWaiting();
  }

  /** A life of the service begins without runs. Returns the tick that waited. */
  final @Nullable ScheduledRun forgetRuns() {
    started = 0;
    return forgetWaiting().tick;
  }

  final Waiting forgetWaiting() {
    Waiting waiting = new Waiting(request, tick);
    request = null;
    tick = null;
    return waiting;
  }

  // ---- in

  final boolean mayTick() {
    boolean waits =
        whenBusy() == WhenBusy.QUEUE_ONE || !isRecurring() || requestRuns || started == 0;
    return whenBusy() == WhenBusy.OVERLAP || (waits && tick == null);
  }

  /** If it {@linkplain #mayTick may}. Returns whether it has to wait for its turn. */
  final boolean tick(ScheduledRun run) {
    if (whenBusy() == WhenBusy.OVERLAP) {
      start(run);
      return false;
    }
    boolean waits = started > 0;
    tick = run;
    startNext();
    return waits;
  }

  /** The requested run that waits for its turn, if one does. */
  final @Nullable ScheduledRun requested() {
    return request;
  }

  final void request(ScheduledRun run) {
    request = run;
    startNext();
  }

  // ---- turns

  private void startNext() {
    ScheduledRun requested = request;
    ScheduledRun next = requested != null ? requested : tick;
    if (next != null && (started == 0 || whenBusy() == WhenBusy.OVERLAP)) {
      drop(next);
      start(next);
    }
  }

  final void start(ScheduledRun run) {
    started++;
    requestRuns = run.isRequested();
    begins(run);
  }

  /** For good. Returns whether it was waiting for its turn. */
  final boolean dropsOne(ScheduledRun run) {
    boolean waited = drop(run);
    endIfOver();
    return waited;
  }

  @SuppressWarnings("ReferenceEquality") // its identity
  private boolean drop(ScheduledRun run) {
    if (request == run) {
      request = null;
    } else if (tick == run) {
      tick = null;
    } else {
      return false;
    }
    return true;
  }

  /** A run of this life has ended, or is not to begin. */
  final void runHasEnded() {
    started--;
    startNext();
    endIfOver();
  }
}
