package dev.innkeeper.ops;

import dev.innkeeper.runtime.jobs.QueueStatus;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** How many jobs a queue has had over the last minutes. For any thread. */
final class QueueDepths {

  /** The time from one sample to the next. */
  static final Duration PERIOD = Duration.ofSeconds(5);

  /** Those of five minutes. */
  static final int KEPT = 60;

  private final ReentrantLock lock = new ReentrantLock();

  /** The oldest first. Guarded by the lock. */
  private final Deque<Integer> depths = new ArrayDeque<>();

  void sample(QueueStatus status) {
    int depth = depth(status);
    lock.lock();
    try {
      depths.addLast(depth);
      if (depths.size() > KEPT) {
        depths.removeFirst();
      }
    } finally {
      lock.unlock();
    }
  }

  /** All that are in it and have not begun. */
  static int depth(QueueStatus status) {
    return status.waiting() + status.delayed();
  }

  /** The oldest first. */
  List<Integer> toList() {
    lock.lock();
    try {
      return new ArrayList<>(depths);
    } finally {
      lock.unlock();
    }
  }
}
