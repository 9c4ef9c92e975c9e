package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.thread.BriefLock;
import dev.innkeeper.timer.TimeSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a queue that are in reserve: one takes the place of a worker whose job was given
 * up, and that is in reserve itself when the job's code has returned. So as many as were chosen
 * begin jobs at a time.
 */
final class SpareWorkers {

  private final TimeSource time;
  private final BriefLock lock = new BriefLock();

  // Guarded by the lock:

  private final ArrayDeque<WorkerSlot<?, ?>> resting = new ArrayDeque<>();

  /** Those whose job was given up when none was in reserve. */
  private final ArrayDeque<WorkerSlot<?, ?>> notReplaced = new ArrayDeque<>();

  SpareWorkers(TimeSource time) {
    this.time = time;
  }

  /**
   * The calling worker, which is in reserve, waits until it is to take a place.
   *
   * @return false if it is over before that
   * @throws InterruptedException if interrupted before that
   */
  boolean awaitPlace(WorkerSlot<?, ?> worker, BooleanSupplier isOver) throws InterruptedException {
    worker.isOnThisThread();
    lock.run(() -> {
      WorkerSlot<?, ?> deaf = notReplaced.poll();
      if (deaf == null) {
        resting.add(worker);
      } else {
        takesPlaceOf(deaf, worker);
      }
    });
    try {
      while (worker.isSpare() && !isOver.getAsBoolean()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        time.park(this);
      }
      return !worker.isSpare();
    } finally {
      lock.run(() -> resting.remove(worker));
    }
  }

  /**
   * Lets one take the place of a worker whose job was given up, unless the worker has left that.
   */
  @SuppressWarnings("ReferenceEquality") // its identity
  boolean replace(WorkerSlot<?, ?> deaf, Job<?, ?> job) {
    WorkerSlot<?, ?> next = lock.get(() -> takeFor(deaf, job));
    if (next != null && next != deaf) {
      time.unpark(next.thread());
    }
    return next != null;
  }

  /** Under the lock. Null: there is none; {@code deaf}: it need not be replaced. */
  @SuppressWarnings("ReferenceEquality") // its identity
  private @Nullable WorkerSlot<?, ?> takeFor(WorkerSlot<?, ?> deaf, Job<?, ?> job) {
    if (deaf.job() != job) {
      return deaf;
    }
    WorkerSlot<?, ?> next = resting.poll();
    if (next == null) {
      notReplaced.add(deaf);
    } else {
      takesPlaceOf(deaf, next);
    }
    return next;
  }

  /** Under the lock. */
  private static void takesPlaceOf(WorkerSlot<?, ?> deaf, WorkerSlot<?, ?> worker) {
    worker.isSpare(false);
    deaf.isSpare(true);
  }

  /** The calling worker has nothing to do with its job any more. */
  void leave(WorkerSlot<?, ?> worker) {
    lock.run(() -> {
      notReplaced.remove(worker);
      worker.clear();
    });
  }

  /** To look whether it is over. */
  void wakeAll() {
    lock.<List<Thread>>get(() -> resting.stream().<Thread>map(WorkerSlot::thread).toList())
        .forEach(time::unpark);
  }
}
