package dev.innkeeper.runtime.engine;

import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Carries out interrupts on threads of its own, because an interrupt may run the close handler of
 * the channel that the interrupted thread is blocked in, and that may hang.
 *
 * <p>One worker is there as long as the host. When it has not come back for a while and orders are
 * waiting, another helps out, as long as there are any. They are platform threads: services may
 * hold all carriers.
 */
final class Interrupter {

  private static final long PATIENCE = Duration.ofMillis(20).toNanos();

  private final String threadName;
  private final TimeSource time;
  private final Deadlines deadlines;
  private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();

  /** Somebody looks after the orders that wait. */
  private final AtomicBoolean watched = new AtomicBoolean();

  /** Written by the worker itself when it begins. */
  private volatile @Nullable Thread worker;

  private volatile boolean closed;

  Interrupter(String threadName, TimeSource time, Deadlines deadlines) {
    this.threadName = threadName;
    this.time = time;
    this.deadlines = deadlines;
  }

  /** Before the first order: what a stop needs is there from the start on. */
  void start() {
    startThread(this::workUntilClosed);
  }

  void close() {
    closed = true;
    wakeWorker();
  }

  /** From any thread; does not wait. */
  void order(Runnable interrupt) {
    orders.add(interrupt);
    wakeWorker();
    if (watched.compareAndSet(false, true)) {
      lookAfterThemIn(PATIENCE);
    }
  }

  private void wakeWorker() {
    Thread waiting = worker;
    if (waiting != null) {
      time.unpark(waiting);
    }
  }

  private void lookAfterThemIn(long nanos) {
    Deadlines.Deadline unused = deadlines.set(time.nanoTime() + nanos, this::lookAfterThem);
  }

  /** On the host thread: for as long as orders wait behind one that hangs. */
  private void lookAfterThem() {
    if (orders.isEmpty()) {
      watched.set(false);
      if (orders.isEmpty() || !watched.compareAndSet(false, true)) {
        return;
      }
    }
    try {
      startThread(this::work);
    } catch (OutOfMemoryError e) { // there is no thread now: the next look tries again
      wakeWorker();
    }
    lookAfterThemIn(PATIENCE);
  }

  private void startThread(Runnable work) {
    Runnable body = time.enlist(work);
    try {
      Thread.ofPlatform()
          .daemon()
          .name(threadName)
          .inheritInheritableThreadLocals(false)
          .start(body);
    } catch (Throwable t) {
      time.dismiss(body);
      throw t;
    }
  }

  private void workUntilClosed() {
    worker = Thread.currentThread();
    work();
    while (!closed) {
      time.park(this); // woken by an order, or the end
      work();
    }
  }

  private void work() {
    for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
      try {
        order.run();
      } catch (Throwable t) { // what a close handler throws is for the thread that was interrupted
        boolean unused = Thread.interrupted();
      }
    }
  }
}
