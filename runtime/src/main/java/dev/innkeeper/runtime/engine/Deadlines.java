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
 * <p>Looks are kept by themselves: at their times the host thread only looks at something, or tells
 * of it, and manual time does not pass for them.
 *
 * <p>Nothing is taken back: what has become void is seen when it is due. What an alarm refers to
 * can be let go of before.
 */
final class Deadlines {

  /** One thing to do. */
  static final class Deadline {
    private final long sinceOrigin;
    private final boolean isLook;

    /** The order among equals: written by the host thread. */
    private long number;

    private volatile @Nullable Runnable action;

    private Deadline(long sinceOrigin, boolean isLook, Runnable action) {
      this.sinceOrigin = sinceOrigin;
      this.isLook = isLook;
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
  private final PriorityQueue<Deadline> heap = heap();
  private final PriorityQueue<Deadline> looks = heap();

  private long numbers;

  Deadlines(HostClock clock, Runnable wakeHostThread) {
    this.wakeHostThread = wakeHostThread;
    this.origin = clock.now();
  }

  private static PriorityQueue<Deadline> heap() {
    return new PriorityQueue<>(
        Comparator.<Deadline>comparingLong(d -> d.sinceOrigin).thenComparingLong(d -> d.number));
  }

  /** From any thread: {@code action} is run on the host thread when {@code due} has come. */
  void set(long due, Runnable action) {
    handIn(new Deadline(due - origin, false, action));
  }

  /** As {@link #set}, but the action can be cancelled. */
  Deadline setCancellable(long due, Runnable action) {
    Deadline deadline = new Deadline(due - origin, false, action);
    handIn(deadline);
    return deadline;
  }

  /** As {@link #setCancellable}, for what only looks at something or tells of it. */
  Deadline look(long due, Runnable action) {
    Deadline deadline = new Deadline(due - origin, true, action);
    handIn(deadline);
    return deadline;
  }

  private void handIn(Deadline deadline) {
    handedIn.add(deadline);
    if (deadline.sinceOrigin < awaited) {
      wakeHostThread.run();
    }
  }

  // ---- on the host thread

  /** Runs what has been due longest. Returns whether there was anything. */
  boolean runNext(long now) {
    takeIn();
    return runNextOf(heap, now) || runNextOf(looks, now);
  }

  private boolean runNextOf(PriorityQueue<Deadline> some, long now) {
    Deadline first = some.peek();
    if (first == null || first.sinceOrigin > now - origin) {
      return false;
    }
    some.remove();
    Runnable action = first.action;
    if (action != null) {
      action.run();
    }
    return true;
  }

  /**
   * When there is something to do again, not later than {@code limit}; null: when woken. From here
   * until {@link #awake} a thread that hands in what is due earlier wakes the host thread.
   */
  @Nullable Long beginToWait(@Nullable Long limit) {
    takeIn();
    long next = first(heap);
    if (limit != null) {
      next = Math.min(next, limit - origin);
    }
    awaited = Math.min(next, first(looks));
    if (!handedIn.isEmpty()) {
      return AT_ONCE;
    }
    return ofTheHost(next);
  }

  /** When to look at something; null: never. After {@link #beginToWait}. */
  @Nullable Long nextLook() {
    return ofTheHost(first(looks));
  }

  private static long first(PriorityQueue<Deadline> some) {
    Deadline first = some.peek();
    return first == null ? NEVER : first.sinceOrigin;
  }

  private @Nullable Long ofTheHost(long sinceOrigin) {
    return sinceOrigin == NEVER ? null : Long.valueOf(sinceOrigin + origin);
  }

  void awake() {
    awaited = Long.MIN_VALUE; // nobody need wake a thread that will look anyway
  }

  private void takeIn() {
    for (Deadline next = handedIn.poll(); next != null; next = handedIn.poll()) {
      next.number = numbers++;
      (next.isLook ? looks : heap).add(next);
    }
  }
}
