package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.thread.BriefLock;
import dev.innkeeper.timer.TimeSource;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Lets an attempt begin when the n-th last one has begun at least a period ago, so that there are
 * never more than n in any period. Times are those of the host's monotonic clock.
 */
final class RateLimit {

  private final JobOrder.Rate rate;
  private final TimeSource time;
  private final BriefLock lock = new BriefLock();

  /** When the last ones began, at most as many as may. Guarded by the lock. */
  private final ArrayDeque<Long> began = new ArrayDeque<>();

  /** The last one that is no longer among these. Guarded by the lock. */
  private @Nullable Long before;

  /** When the next may begin; null: at any time. Written under the lock. */
  private volatile @Nullable Long next;

  RateLimit(JobOrder.Rate rate, TimeSource time) {
    this.rate = rate;
    this.time = time;
  }

  @SuppressWarnings("ReferenceEquality") // its identity
  boolean goesBy(JobOrder.Rate chosen, TimeSource other) {
    return rate.equals(chosen) && time == other;
  }

  /** When the next may begin, if not at any time. */
  @Nullable Long next() {
    return next;
  }

  boolean allows() {
    return allows(time.nanoTime());
  }

  private boolean allows(long now) {
    Long first = next;
    return first == null || now - first >= 0;
  }

  /** An attempt begins: returns whether it may. */
  boolean take(long now) {
    return lock.get(() -> {
      if (!allows(now)) {
        return false;
      }
      if (began.size() == rate.most()) {
        before = began.removeFirst();
      }
      began.addLast(now);
      hasChanged();
      return true;
    });
  }

  /** It has not begun: another took the job. */
  void giveBack(long at) {
    lock.run(() -> {
      began.removeLastOccurrence(at);
      hasChanged();
    });
  }

  /** Under the lock. */
  private void hasChanged() {
    Long last = began.size() < rate.most() ? before : began.getFirst();
    next = last == null ? null : Long.valueOf(last + rate.period());
  }
}
