package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.thread.BriefLock;
import dev.innkeeper.timer.TimeSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a limited number of jobs be in a queue at a time. Submitters for whom there is no room stand
 * in line, and go in in the order in which they came.
 *
 * <p>As long as nobody stands in line, to go in and to leave takes no lock. The thread that ends a
 * job makes room, and then looks whether somebody stands in line; a submitter stands in line, and
 * then looks for room. So one of the two sees the other.
 */
final class Turnstile {

  private final int capacity;
  private final TimeSource time;
  private final AtomicInteger inside = new AtomicInteger();
  private final BriefLock lock = new BriefLock();

  /** By arrival. Guarded by the lock. */
  private final ArrayDeque<Outside> line = new ArrayDeque<>();

  /** How many stand in line. Written under the lock. */
  private volatile int waiting;

  private volatile boolean closed;
  private final Supplier<@Nullable Thread> next = this::letFirstIn;

  /** A submitter who stands in line. */
  private static final class Outside {

    private final Thread thread = Thread.currentThread();

    /** It has been let in. Written under the lock. */
    private volatile boolean isIn;
  }

  Turnstile(int capacity, TimeSource time) {
    this.capacity = capacity;
    this.time = time;
  }

  /** Goes in, if there is room and nobody stands in line for it. */
  boolean tryEnter() {
    return waiting == 0 && takeRoom();
  }

  private boolean takeRoom() {
    int now = inside.get();
    while (now < capacity) {
      if (inside.compareAndSet(now, now + 1)) {
        return true;
      }
      now = inside.get();
    }
    return false;
  }

  /**
   * Stands in line until there is room, and goes in.
   *
   * @param deadline until when to wait; null: as long as it takes
   * @return false: there was no room in time, or it was closed
   * @throws InterruptedException if interrupted before there is room
   */
  boolean enter(@Nullable Long deadline) throws InterruptedException {
    Outside self = new Outside();
    lock.run(() -> {
      line.add(self);
      waiting = line.size();
    });
    boolean ended = false;
    try {
      letIn();
      boolean in = awaitRoom(self, deadline);
      ended = true;
      return in;
    } finally {
      if (!ended && !leavesLine(self)) {
        leave();
      }
    }
  }

  private boolean awaitRoom(Outside self, @Nullable Long deadline) throws InterruptedException {
    while (!self.isIn) {
      boolean late = deadline != null && time.nanoTime() - deadline >= 0;
      if (!closed && !late && !Thread.currentThread().isInterrupted()) {
        park(deadline);
      } else if (leavesLine(self)) {
        if (!closed && Thread.interrupted()) {
          throw new InterruptedException();
        }
        return false;
      }
    }
    return true;
  }

  /** False: it has been let in already. */
  private boolean leavesLine(Outside self) {
    return lock.get(() -> {
      line.remove(self);
      waiting = line.size();
      return !self.isIn;
    });
  }

  private void park(@Nullable Long deadline) {
    if (deadline == null) {
      time.park(this);
    } else {
      time.parkUntil(this, deadline);
    }
  }

  /** A job that was in has ended. */
  void leave() {
    inside.decrementAndGet();
    if (waiting > 0) {
      letIn();
    }
  }

  private void letIn() {
    while (waiting > 0 && inside.get() < capacity) {
      Thread first = lock.get(next);
      if (first == null) {
        return;
      }
      time.unpark(first);
    }
  }

  /** Under the lock: the first in line goes in, if there is room. */
  private @Nullable Thread letFirstIn() {
    if (closed || line.isEmpty() || !takeRoom()) {
      return null;
    }
    Outside first = line.remove();
    waiting = line.size();
    first.isIn = true;
    return first.thread;
  }

  /** Nobody else gets in. */
  void close() {
    closed = true;
    lock.<List<Thread>>get(() -> line.stream().map(outside -> outside.thread).toList())
        .forEach(time::unpark);
  }

  boolean isClosed() {
    return closed;
  }

  /** How many jobs are in. */
  int inside() {
    return inside.get();
  }
}
