package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.thread.InterruptFlag;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Do what may hang, for those who must not: interrupts, which may run the close handler of the
 * channel that the interrupted thread is blocked in, and lines of the log.
 *
 * <p>One is there as long as the host, from before its start on. When it has not come back for a
 * while and tasks are waiting, another joins it, as long as there are any. They are platform
 * threads: services may hold all carriers.
 */
final class Helpers {

  private static final long PATIENCE = Duration.ofMillis(20).toNanos();

  private final String threadName;
  private final TimeSource time;
  private final HostClock clock;
  private final Deadlines deadlines;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

  /** The host thread looks after the tasks that wait. */
  private final AtomicBoolean watched = new AtomicBoolean();

  /** The first one: written by itself when it begins. */
  private volatile @Nullable Thread first;

  private volatile boolean closed;

  Helpers(String threadName, TimeSource time, HostClock clock, Deadlines deadlines) {
    this.threadName = threadName;
    this.time = time;
    this.clock = clock;
    this.deadlines = deadlines;
  }

  /** Before the host starts: what its stop needs is there from the start on. */
  void start() {
    startThread(this::helpUntilClosed);
  }

  /** At the end: what was handed in is still done, if it does not hang. */
  void close() {
    closed = true;
    wakeFirst();
    if (!tasks.isEmpty()) {
      startAnother(); // the first one may hang, and nobody looks after it any more
    }
  }

  /** From any thread; does not wait. */
  void help(Runnable task) {
    tasks.add(task);
    if (closed) {
      startAnother(); // for one that comes after the end there may be nobody left
      return;
    }
    wakeFirst();
    if (watched.compareAndSet(false, true)) {
      lookAgainSoon();
    }
  }

  private void wakeFirst() {
    Thread waiting = first;
    if (waiting != null) {
      time.unpark(waiting);
    }
  }

  private void lookAgainSoon() {
    deadlines.set(clock.now() + PATIENCE, this::lookAfterTasks);
  }

  /** On the host thread: for as long as tasks wait behind one that hangs. */
  private void lookAfterTasks() {
    if (tasks.isEmpty()) {
      watched.set(false);
      if (tasks.isEmpty() || !watched.compareAndSet(false, true)) {
        return;
      }
    }
    startAnother();
    lookAgainSoon();
  }

  /** If there is no thread to be had now, the first one does it when it comes back. */
  private void startAnother() {
    try {
      startThread(this::help);
    } catch (OutOfMemoryError e) {
      wakeFirst();
    }
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

  private void helpUntilClosed() {
    first = Thread.currentThread();
    help();
    while (!closed) {
      time.park(this); // woken by a task, or the end
      help();
    }
    help();
  }

  private void help() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      try {
        task.run();
      } catch (Throwable t) { // what a close handler throws is for the thread that was interrupted
        InterruptFlag.clear();
      }
    }
  }
}
