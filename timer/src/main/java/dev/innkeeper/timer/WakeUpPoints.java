package dev.innkeeper.timer;

import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/** The points in time that threads wait for. Used by the thread that wakes them, alone. */
final class WakeUpPoints {

  /** One wait of one thread. */
  static final class Waiter {

    private static final AtomicReferenceFieldUpdater<Waiter, @Nullable Thread> THREAD =
        AtomicReferenceFieldUpdater.newUpdater(Waiter.class, Thread.class, "thread");

    final long wakeUp;

    /** Taken by the thread that wakes it; or by itself, when something else has. */
    private volatile @Nullable Thread thread = Thread.currentThread();

    /** Among those that have come; then among those of its point. */
    @Nullable Waiter next;

    /** How many have come that were not put to their points, with this one. */
    int ofThese;

    Waiter(long wakeUp) {
      this.wakeUp = wakeUp;
    }

    @Nullable Thread takeThread() {
      return thread == null ? null : THREAD.getAndSet(this, null);
    }
  }

  /** Those who wait for a point, in the order of arrival. */
  private static final class Point {

    private @Nullable Waiter first;
    private @Nullable Waiter last;

    private void add(Waiter waiter) {
      waiter.next = null;
      if (last == null) {
        first = waiter;
      } else {
        last.next = waiter;
      }
      last = waiter;
    }
  }

  /** How many have left before their time, and were not forgotten yet: counted by themselves. */
  final AtomicInteger left = new AtomicInteger();

  private final TreeMap<Long, Point> points = new TreeMap<>();

  /** How many there are, those that have left among them. Others read it for people. */
  private volatile int waiting;

  int waiting() {
    return waiting - left.get();
  }

  boolean isAnyWaiting() {
    return waiting() > 0;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it
  void add(Waiter waiter) {
    points.computeIfAbsent(waiter.wakeUp, at -> new Point()).add(waiter);
    waiting++;
  }

  /** The earliest; null: there is none. */
  @Nullable Long first() {
    return points.isEmpty() ? null : points.firstKey();
  }

  /** Takes those whose time has come; null: nobody's has. They are linked, the first first. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it
  @Nullable Waiter poll(long now) {
    if (points.isEmpty() || points.firstKey() > now) {
      return null;
    }
    Waiter first = points.pollFirstEntry().getValue().first;
    for (Waiter waiter = first; waiter != null; waiter = waiter.next) {
      waiting--;
    }
    return first;
  }

  /** Unless they are few, and somebody waits. */
  void forgetThoseThatHaveLeft() {
    int gone = left.get();
    if (gone > 0 && gone * 2 >= waiting) {
      points.values().removeIf(this::isDeserted);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it
  private boolean isDeserted(Point point) {
    Waiter waiter = point.first;
    point.first = null;
    point.last = null;
    while (waiter != null) {
      Waiter following = waiter.next;
      if (waiter.thread == null) {
        waiting--;
        left.decrementAndGet();
      } else {
        point.add(waiter);
      }
      waiter = following;
    }
    return point.first == null;
  }
}
