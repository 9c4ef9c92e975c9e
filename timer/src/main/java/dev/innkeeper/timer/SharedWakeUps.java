package dev.innkeeper.timer;

import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Wakes virtual threads that wait for a point of a {@link WakeUpGrid}, all that wait for the same
 * one at once: one timed wait of one platform thread instead of one each.
 *
 * <p>The thread is a daemon, there from the first wait until nobody has waited for a while. It runs
 * no code of users and consumes no ticks, so no close can reach it, and no interrupt ends it. It
 * refers to the threads that wait at the moment and to nothing else, so a timer that nobody waits
 * on is garbage.
 *
 * <p>A thread that is woken by something else takes itself out. If its time comes just then, it is
 * unparked once more than it needs, which every user of {@link LockSupport} expects.
 */
final class SharedWakeUps implements Runnable {

  static final SharedWakeUps OF_THE_JVM = new SharedWakeUps(Duration.ofSeconds(10));

  /** How long the thread stays although nobody waits. */
  private final long linger;

  /** What points are relative to, so that they can be compared with {@code <}. */
  private final long origin = System.nanoTime();

  /** Guards all below, for a few instructions at a time. Nobody is woken under it. */
  private final ReentrantLock lock = new ReentrantLock();

  private final TreeMap<Long, Point> points = new TreeMap<>();

  private @Nullable Thread thread;

  /** When the thread looks at the points again, at the latest: in the past unless it sleeps. */
  private long looksAt;

  /** When the thread ends if nobody waits by then. */
  private long lingersUntil;

  /** A point in time, and those who wait for it, in the order of arrival. */
  private static final class Point {

    private final long at;
    private @Nullable Waiter first;
    private @Nullable Waiter last;

    /** Those who wait are woken: nobody comes or goes any more. */
    private volatile boolean closed;

    private Point(long at) {
      this.at = at;
    }

    private void add(Waiter waiter) {
      Waiter before = last;
      waiter.before = before;
      last = waiter;
      if (before == null) {
        first = waiter;
      } else {
        before.next = waiter;
      }
    }

    private void remove(Waiter waiter) {
      Waiter before = waiter.before;
      Waiter next = waiter.next;
      if (before == null) {
        first = next;
      } else {
        before.next = next;
      }
      if (next == null) {
        last = before;
      } else {
        next.before = before;
      }
    }
  }

  /** One wait of one thread. */
  private static final class Waiter {

    private final Thread thread = Thread.currentThread();
    private @Nullable Waiter before;
    private @Nullable Waiter next;
  }

  SharedWakeUps(Duration linger) {
    this.linger = linger.toNanos();
  }

  // ---- for those who wait

  /** As {@link LockSupport#park(Object)}, and no longer than until {@code wakeUp}. */
  void park(Object blocker, long wakeUp) {
    Waiter self = new Waiter();
    if (!lock.tryLock()) {
      awaitLock();
      return;
    }
    Point point = addAndUnlock(self, wakeUp);
    if (point == null) {
      LockSupport.parkNanos(blocker, wakeUp - System.nanoTime());
      return;
    }
    LockSupport.park(blocker);
    if (!point.closed) {
      remove(self, point);
    }
  }

  /**
   * A thread that queues for a lock parks, and may so spend the wake-up that it was about to wait
   * for. So after that it does not park, but looks at its condition again.
   */
  private void awaitLock() {
    lock.lock();
    try {
      return; // it was free
    } finally {
      lock.unlock();
    }
  }

  /** Returns null if there is no thread to be had that would wake the waiter. */
  private @Nullable Point addAndUnlock(Waiter waiter, long wakeUp) {
    Thread sleeper = null;
    try {
      if (thread == null && !startThread()) {
        return null;
      }
      Point point = points.computeIfAbsent(wakeUp - origin, Point::new);
      point.add(waiter);
      if (wakeUp - looksAt < 0) {
        looksAt = wakeUp;
        sleeper = thread;
      }
      return point;
    } finally {
      lock.unlock();
      LockSupport.unpark(sleeper);
    }
  }

  private void remove(Waiter waiter, Point point) {
    lock.lock();
    try {
      if (!point.closed) {
        point.remove(waiter);
        if (point.first == null) {
          points.remove(point.at);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock. */
  private boolean startThread() {
    Thread starting =
        Thread.ofPlatform()
            .name("innkeeper/wake-ups")
            .daemon()
            .inheritInheritableThreadLocals(false)
            .unstarted(this);
    starting.setContextClassLoader(null);
    looksAt = System.nanoTime();
    lingersUntil = looksAt + linger;
    try {
      starting.start();
    } catch (OutOfMemoryError e) { // that is how the JVM says that there is no thread
      return false;
    }
    thread = starting;
    return true;
  }

  /** Null while nobody waits, and nobody has waited for a while. */
  @Nullable Thread thread() {
    lock.lock();
    try {
      return thread;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    lock.lock();
    try {
      int waiting = 0;
      for (Point point : points.values()) {
        for (Waiter waiter = point.first; waiter != null; waiter = waiter.next) {
          waiting++;
        }
      }
      return "SharedWakeUps[" + waiting + " wait]";
    } finally {
      lock.unlock();
    }
  }

  // ---- the thread

  @Override
  public void run() {
    while (isNeeded()) {
      try {
        Point due = takeDue();
        if (due == null) {
          sleep();
        } else {
          wakeAll(due);
        }
      } catch (Throwable t) { // they all depend on this thread: it goes on when there is memory
        report(t);
        LockSupport.parkNanos(this, WakeUpGrid.MILLISECOND);
      }
    }
  }

  private boolean isNeeded() {
    lock.lock();
    try {
      if (points.isEmpty() && System.nanoTime() - lingersUntil >= 0) {
        thread = null;
        return false;
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The earliest point if its time has come; null: there is time to sleep. */
  private @Nullable Point takeDue() {
    lock.lock();
    try {
      long now = System.nanoTime();
      if (points.isEmpty()) {
        looksAt = lingersUntil;
        return null;
      }
      lingersUntil = now + linger;
      long earliest = origin + points.firstKey();
      if (earliest - now > 0) { // those who wait for it may all leave before
        looksAt = earliest - lingersUntil < 0 ? earliest : lingersUntil;
        return null;
      }
      Point due = points.pollFirstEntry().getValue();
      due.closed = true;
      return due;
    } finally {
      lock.unlock();
    }
  }

  private void sleep() {
    long until;
    lock.lock();
    try {
      until = looksAt;
    } finally {
      lock.unlock();
    }
    LockSupport.parkNanos(this, until - System.nanoTime());
    Thread.interrupted(); // whoever interrupts all threads that there are: no sleep would last
  }

  private void wakeAll(Point due) {
    for (Waiter waiter = due.first; waiter != null; waiter = waiter.next) {
      try {
        LockSupport.unpark(waiter.thread);
      } catch (Throwable t) { // the scheduler of virtual threads did not take it
        report(t);
      }
    }
  }

  private static void report(Throwable thrown) {
    Thread self = Thread.currentThread();
    self.getUncaughtExceptionHandler().uncaughtException(self, thrown);
  }
}
