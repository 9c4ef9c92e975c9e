package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.thread.BriefLock;
import dev.innkeeper.timer.TimeSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a queue that have found nothing to do. At most one that was woken searches at a
 * time: it has the next one woken if there is more to do, so that a burst of jobs need not wake a
 * worker for each.
 *
 * <p>A worker that has found nothing comes to rest, and then looks once more before it parks; a
 * thread that adds a job looks for workers at rest after that. So one of the two sees the other.
 * The lock is for the order of those that rest: the last to come is woken first, since its memory
 * is still in the caches.
 */
final class IdleWorkers {

  private final TimeSource time;
  private final BriefLock lock = new BriefLock();

  /** Guarded by the lock. */
  private final ArrayDeque<WorkerSlot<?, ?>> resting = new ArrayDeque<>();

  /** How many rest. Written under the lock. */
  private volatile int number;

  private final AtomicBoolean someoneSearches = new AtomicBoolean();
  private final Supplier<@Nullable WorkerSlot<?, ?>> one = this::takeOne;

  IdleWorkers(TimeSource time) {
    this.time = time;
  }

  /** The calling worker is to be woken from now on. */
  void add(WorkerSlot<?, ?> worker) {
    endSearch(worker);
    worker.isOnThisThread();
    lock.run(() -> {
      worker.rests(true);
      resting.push(worker);
      number = resting.size();
    });
  }

  /**
   * The calling worker does not rest any more, woken or not. Returns whether another one may have
   * counted on it to look for more: then it has the next one woken if there is more to do.
   */
  boolean remove(WorkerSlot<?, ?> worker) {
    boolean rested = worker.rests();
    if (rested) {
      lock.run(() -> {
        resting.remove(worker);
        worker.rests(false);
        number = resting.size();
      });
    }
    return endSearch(worker) || rested;
  }

  private boolean endSearch(WorkerSlot<?, ?> worker) {
    boolean searched = worker.searches();
    if (searched) {
      worker.searches(false);
      someoneSearches.set(false);
    }
    return searched;
  }

  /** There is something to do. */
  void wakeOne() {
    while (number > 0 && someoneSearches.compareAndSet(false, true)) {
      WorkerSlot<?, ?> worker = null;
      try {
        worker = lock.get(one);
      } finally {
        if (worker == null) {
          someoneSearches.set(false); // one that has come since may count on that search: again
        }
      }
      if (worker != null) {
        time.unpark(worker.thread());
        return;
      }
    }
  }

  /** Under the lock. */
  private @Nullable WorkerSlot<?, ?> takeOne() {
    WorkerSlot<?, ?> worker = resting.poll();
    if (worker != null) {
      worker.searches(true);
      worker.rests(false);
      number = resting.size();
    }
    return worker;
  }

  /** To look whether they are to end. */
  void wakeAll() {
    if (number > 0) {
      lock.get(this::takeAll).forEach(worker -> time.unpark(worker.thread()));
    }
  }

  /** Under the lock. */
  private List<WorkerSlot<?, ?>> takeAll() {
    List<WorkerSlot<?, ?>> all = List.copyOf(resting);
    resting.clear();
    number = 0;
    all.forEach(worker -> worker.rests(false));
    return all;
  }
}
