package dev.innkeeper.runtime.events;

import dev.innkeeper.runtime.thread.Exiting;
import dev.innkeeper.runtime.thread.InterruptFlag;
import dev.innkeeper.timer.TimeSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs listeners and callbacks one after the other on the thread {@code host/events}, so that a
 * slow one does not hold up whoever brought the event about. Takes no lock. Log lines are not
 * written here: see {@link SerialQueue}.
 */
public final class EventQueue {

  private final TimeSource time;
  private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();

  /** Written by the thread itself before it first looks into the queue. */
  private volatile @Nullable Thread thread;

  /** Written by the host thread. */
  private volatile boolean closed;

  /** Written by the thread when it has run all. */
  private volatile boolean ended;

  /** How often somebody wanted to run what came last, since the thread that does has looked. */
  private final AtomicInteger lastLooks = new AtomicInteger();

  /** Written by the shutdown hook. */
  private volatile boolean dead;

  public EventQueue(TimeSource time) {
    this.time = time;
  }

  /** The thread's body. An event handles its own exceptions. */
  public void run() {
    thread = Thread.currentThread();
    while (true) {
      boolean last = closed;
      for (Runnable event = queue.poll(); event != null; event = queue.poll()) {
        event.run();
      }
      if (last) {
        ended = true;
        runWhatCameLast();
        return;
      }
      if (!closed) {
        time.park(this);
      }
      InterruptFlag.clear(); // aimed at a callback, and late
    }
  }

  /** One thread at a time does; another one leaves to it what it has posted itself. */
  private void runWhatCameLast() {
    if (lastLooks.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    while (seen != 0) {
      for (Runnable event = queue.poll(); event != null; event = queue.poll()) {
        event.run();
      }
      seen = lastLooks.addAndGet(-seen);
    }
  }

  /**
   * Runs {@code event} on the thread; when that has ended, on this one, or on another one that is
   * running what came before.
   */
  public void post(Runnable event) {
    queue.add(event);
    if (ended) {
      runWhatCameLast();
    } else {
      wake();
    }
  }

  /** What was posted is run, then the thread ends. */
  public void close() {
    closed = true;
    wake();
  }

  /** Its thread has called {@link System#exit}, and will not come back. */
  public boolean isDead() {
    return dead;
  }

  /** From the shutdown hook. */
  public boolean countExitingAsDead() {
    Thread current = thread;
    boolean exiting = current != null && Exiting.isExiting(current);
    dead = exiting;
    return exiting;
  }

  private void wake() {
    Thread waiting = thread;
    if (waiting != null) {
      time.unpark(waiting);
    }
  }
}
