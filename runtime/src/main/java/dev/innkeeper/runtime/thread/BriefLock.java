package dev.innkeeper.runtime.thread;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A lock for sections of a few instructions: nobody waits, logs, or calls user code in one.
 *
 * <p>That is why a platform thread may spin for it, and it has to: queued behind a virtual thread
 * that gets no carrier, because services spin on all of them, it would wait for ever.
 *
 * <p>A virtual thread does queue, which may spend a wake-up that was meant for it. So one that is
 * about to park finds out in a single section whether it has to, and takes no lock after that.
 */
public final class BriefLock {

  private final ReentrantLock lock = new ReentrantLock();

  public void run(Runnable section) {
    lock();
    try {
      section.run();
    } finally {
      lock.unlock();
    }
  }

  public <T extends @Nullable Object> T get(Supplier<T> section) {
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
}
