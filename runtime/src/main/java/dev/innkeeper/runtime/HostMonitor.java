package dev.innkeeper.runtime;

import dev.innkeeper.runtime.thread.BriefLock;
import dev.innkeeper.timer.TimeSource;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Guards the state of one host, and lets its threads wait for one another.
 *
 * <p>Whoever changes something under the lock unparks, after it, the threads that may wait for the
 * change; each looks at its own condition again. The host thread never queues for the lock, so it
 * keeps its deadline whatever the services do.
 */
final class HostMonitor {

  private final BriefLock lock = new BriefLock();
  private final TimeSource time;

  HostMonitor(TimeSource time) {
    this.time = time;
  }

  void run(Runnable section) {
    lock.run(section);
  }

  <T extends @Nullable Object> T get(Supplier<T> section) {
    return lock.get(section);
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
