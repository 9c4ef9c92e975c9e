package dev.innkeeper.runtime;

import dev.innkeeper.timer.TimeSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Guards the state of one host, and lets its threads wait for one another.
 *
 * <p>Whoever changes something under the lock unparks, after it, the threads that may wait for the
 * change; each looks at its own condition again. Sections are a few instructions long: nobody
 * waits, logs, or calls user code in one.
 *
 * <p>That is also why a platform thread may spin for the lock, and it has to: queued behind a
 * virtual thread that gets no carrier, because services spin on all of them, it would wait for
 * ever. So the host thread keeps its deadline whatever the services do.
 */
final class HostMonitor {

  private final ReentrantLock lock = new ReentrantLock();
  private final TimeSource time;

  HostMonitor(TimeSource time) {
    this.time = time;
  }

  void run(Runnable section) {
    get(() -> {
      section.run();
      return null;
    });
  }

  <T extends @Nullable Object> T get(Supplier<T> section) {
    lock();
    try {
      return section.get();
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // a few instructions of a thread that has a processor
  private void lock() {
    if (Thread.currentThread().isVirtual()) {
      lock.lock();
    } else {
      while (!lock.tryLock()) {
        Thread.yield();
      }
    }
  }

  /**
   * Waits for the condition, which is evaluated under the lock. For the host's own threads: an
   * interrupt that strayed here is dropped.
   */
  void await(BooleanSupplier condition) {
    while (!get(condition::getAsBoolean)) {
      time.park(this);
      dropInterrupt();
    }
  }

  /** As {@link #await(BooleanSupplier)}, but not beyond the deadline. */
  void awaitUntil(BooleanSupplier condition, long deadline) {
    while (!get(condition::getAsBoolean) && time.nanoTime() - deadline < 0) {
      time.parkUntil(this, deadline);
      dropInterrupt();
    }
  }

  private static void dropInterrupt() {
    boolean unused = Thread.interrupted();
  }
}
