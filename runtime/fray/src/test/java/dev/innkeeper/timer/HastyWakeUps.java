package dev.innkeeper.timer;

import dev.innkeeper.timer.WakeUpPoints.Waiter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * {@link SharedWakeUps} with a planted fault: its thread does not look whether somebody has come
 * while it ended.
 */
final class HastyWakeUps implements Runnable {

  static final HastyWakeUps OF_THE_JVM = new HastyWakeUps(Duration.ofSeconds(10));

  /** When the thread looks that does not sleep: before all times. */
  private static final long AT_ONCE = Long.MIN_VALUE;

  /** When so many have left before their time, the thread is woken to forget them. */
  private static final int MANY = 1_000;

  /** How long the thread stays although nobody waits. */
  private final long linger;

  /** What all times here are relative to, so that they can be compared with {@code <}. */
  private final long origin = System.nanoTime();

  /** Those that have come since the thread has looked, the last one first. */
  private final AtomicReference<@Nullable Waiter> come = new AtomicReference<>();

  /** Null while nobody waits, and nobody has waited for a while. */
  private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();

  /**
   * When the thread looks at the points again, at the latest. Written by the thread before it looks
   * who has come, and by those who come after that: so one of the two sees the other.
   */
  private volatile long looksAt = AT_ONCE;

  // The thread's alone:

  private final WakeUpPoints points = new WakeUpPoints();

  /** Those that have come and are still to be put to their points. */
  private @Nullable Waiter taken;

  /** When the thread ends if nobody waits by then. */
  private long lingersUntil;

  HastyWakeUps(Duration linger) {
    this.linger = linger.toNanos();
  }

  // ---- for those who wait

  /** As {@link LockSupport#park(Object)}, and no longer than until {@code wakeUp}. */
  void park(Object blocker, long wakeUp) {
    Waiter self = new Waiter(wakeUp - origin);
    push(self);
    if (isThreadAwakeBy(self.wakeUp)) {
      LockSupport.park(blocker);
    } else {
      LockSupport.parkNanos(blocker, wakeUp - System.nanoTime());
    }
    if (self.takeThread() != null && points.left.incrementAndGet() % MANY == 0) {
      wakeThread();
    }
  }

  private void push(Waiter waiter) {
    Waiter last;
    do {
      last = come.get();
      waiter.next = last;
      waiter.ofThese = last == null ? 1 : last.ofThese + 1;
    } while (!come.compareAndSet(last, waiter));
  }

  /** False: there is no thread to be had. */
  private boolean isThreadAwakeBy(long time) {
    if (thread.get() == null && !startThread()) {
      return false;
    }
    if (time < looksAt) {
      wakeThread();
    }
    return true;
  }

  private void wakeThread() {
    looksAt = AT_ONCE; // once is enough
    LockSupport.unpark(thread.get());
  }

  private boolean startThread() {
    Thread starting =
        Thread.ofPlatform()
            .name("innkeeper/wake-ups")
            .daemon()
            .inheritInheritableThreadLocals(false)
            .unstarted(this);
    starting.setContextClassLoader(null);
    if (!thread.compareAndSet(null, starting)) {
      return true;
    }
    try {
      starting.start();
    } catch (OutOfMemoryError e) { // that is how the JVM says that there is no thread
      thread.set(null);
      for (Waiter w = come.getAndSet(null); w != null; w = w.next) {
        LockSupport.unpark(w.takeThread()); // somebody may count on this one
      }
      return false;
    }
    return true;
  }

  @Nullable Thread thread() {
    return thread.get();
  }

  /** Approximate: those that the thread is taking in at this moment are not counted. */
  @Override
  public String toString() {
    Waiter last = come.get();
    int there = Math.max(0, points.waiting() + (last == null ? 0 : last.ofThese));
    return "SharedWakeUps[" + there + " wait]";
  }

  // ---- the thread

  @Override
  public void run() {
    lingersUntil = now() + linger;
    while (true) {
      try {
        takeThoseThatHaveCome();
        points.forgetThoseThatHaveLeft();
        Waiter due = points.poll(now());
        if (due != null) {
          wakeAll(due);
        } else if (!isNeeded() && ends()) {
          return;
        } else {
          sleep();
        }
      } catch (Throwable t) { // they all depend on this thread: it goes on when there is memory
        report(t);
        LockSupport.parkNanos(this, WakeUpGrid.MILLISECOND);
      }
    }
  }

  private long now() {
    return System.nanoTime() - origin;
  }

  private void takeThoseThatHaveCome() {
    taken = inOrder(come.getAndSet(null));
    Waiter waiter = taken;
    while (waiter != null) {
      Waiter following = waiter.next;
      points.add(waiter);
      taken = following;
      waiter = following;
    }
  }

  /** The first to have come is the first; those that an error has left are the last. */
  private @Nullable Waiter inOrder(@Nullable Waiter last) {
    Waiter first = taken;
    for (Waiter waiter = last; waiter != null; ) {
      Waiter before = waiter.next;
      waiter.next = first;
      first = waiter;
      waiter = before;
    }
    return first;
  }

  private void wakeAll(Waiter due) {
    for (Waiter waiter = due; waiter != null; waiter = waiter.next) {
      Thread sleeper = waiter.takeThread();
      if (sleeper == null) {
        points.left.decrementAndGet();
        continue;
      }
      try {
        LockSupport.unpark(sleeper);
      } catch (Throwable t) { // the scheduler of virtual threads did not take it
        report(t);
      }
    }
  }

  private boolean isNeeded() {
    long now = now();
    if (points.isAnyWaiting()) {
      lingersUntil = now + linger;
      return true;
    }
    return now < lingersUntil;
  }

  /** Unless somebody has come just now, and has not seen that it ends. */
  private boolean ends() {
    thread.set(null);
    return true;
  }

  /** Those who wait may all leave: then it looks whether it is needed. */
  private void sleep() {
    Long first = points.first();
    long until = first == null ? lingersUntil : Math.min(first, lingersUntil);
    looksAt = until;
    if (come.get() == null) {
      LockSupport.parkNanos(this, until - now());
      Thread.interrupted(); // whoever interrupts all threads that there are: no sleep would last
    }
    looksAt = AT_ONCE;
  }

  private static void report(Throwable thrown) {
    Thread self = Thread.currentThread();
    self.getUncaughtExceptionHandler().uncaughtException(self, thrown);
  }
}
