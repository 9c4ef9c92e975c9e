package dev.innkeeper.runtime.engine;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done when a time of the host has come: a heap that is the host thread's own. Others
 * hand in through a queue, and wake the host thread if theirs is earlier than what it waits for.
 *
 * <p>Nothing is taken back: what has become void is seen when it is due. What an alarm refers to
 * can be let go of before.
 */
final class Deadlines {

  /** One thing to do. */
  static final class Deadline {
    private final long sinceOrigin;

    /** The order among equals: written by the host thread. */
    private long number;

    private volatile @Nullable Runnable action;

    private Deadline(long sinceOrigin, Runnable action) {
      this.sinceOrigin = sinceOrigin;
      this.action = action;
    }

    void cancel() {
      action = null;
    }
  }

  /** Do not wait. */
  static final Long AT_ONCE = Long.MIN_VALUE;

  private static final long NEVER = Long.MAX_VALUE;

  private final Runnable wakeHostThread;

  /** A time before all: the clock may wrap around after it. */
  private final long origin;

  private final Queue<Deadline> handedIn = new ConcurrentLinkedQueue<>();

  /** What the host thread waits for, since the origin. */
  private volatile long awaited = NEVER;

  // The host thread's alone:
  private final PriorityQueue<Deadline> heap =
      new PriorityQueue<>(
          Comparator.<Deadline>comparingLong(d -> d.sinceOrigin).thenComparingLong(d -> d.number));

  private long numbers;

  Deadlines(HostClock clock, Runnable wakeHostThread) {
    this.wakeHostThread = wakeHostThread;
    this.origin = clock.now();
  }

  /** From any thread: {@code action} is run on the host thread when {@code due} has come. */
  Deadline set(long due, Runnable action) {
    Deadline deadline = new Deadline(due - origin, action);
    handedIn.add(deadline);
    if (deadline.sinceOrigin < awaited) {
      wakeHostThread.run();
    }
    return deadline;
  }

  // ---- on the host thread

  /** Runs what has been due longest. Returns whether there was anything. */
  boolean runNext(long now) {
    takeIn();
    Deadline first = heap.peek();
    if (first == null || first.sinceOrigin > now - origin) {
      return false;
    }
    heap.remove();
    Runnable action = first.action;
    if (action != null) {
      action.run();
    }
    return true;
  }

  /**
   * When to look again, not later than {@code limit}; null: when woken. From here until {@link
   * #awake} a thread that hands in what is due earlier wakes the host thread.
   */
  @Nullable Long beginToWait(@Nullable Long limit) {
    takeIn();
    Deadline first = heap.peek();
    long next = first == null ? NEVER : first.sinceOrigin;
    if (limit != null) {
      next = Math.min(next, limit - origin);
    }
    awaited = next;
    if (!handedIn.isEmpty()) {
      return AT_ONCE;
    }
    return next == NEVER ? null : Long.valueOf(next + origin);
  }

  void awake() {
    awaited = Long.MIN_VALUE; // nobody need wake a thread that will look anyway
  }

  private void takeIn() {
    for (Deadline next = handedIn.poll(); next != null; next = handedIn.poll()) {
      next.number = numbers++;
      heap.add(next);
    }
  }
}
