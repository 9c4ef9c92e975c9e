package dev.innkeeper.runtime;

import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Carries out the host thread's interrupts on other threads, because an interrupt may run the close
 * handler of the channel that the interrupted thread is blocked in, and that may hang.
 *
 * <p>A worker lives as long as there are orders. When one has not come back for a while and orders
 * are waiting, another takes over. They are platform threads: services may hold all carriers.
 */
final class Interrupter {

  private static final long PATIENCE = Duration.ofMillis(20).toNanos();

  private final String threadName;
  private final TimeSource time;
  private final AlarmClock clock;
  private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();

  /** Workers that have not ended. */
  private final AtomicInteger workers = new AtomicInteger();

  /** The host thread's alone. */
  private long lastStart;

  Interrupter(String threadName, TimeSource time, AlarmClock clock) {
    this.threadName = threadName;
    this.time = time;
    this.clock = clock;
  }

  /** On the host thread. */
  void order(Runnable interrupt) {
    orders.add(interrupt);
    seeToIt();
  }

  /** Woken again by an alarm for as long as orders wait behind one that hangs. */
  private void seeToIt() {
    if (orders.isEmpty()) {
      return;
    }
    long now = time.nanoTime();
    if (workers.get() == 0 || now - lastStart >= PATIENCE) {
      lastStart = now;
      startWorker();
    }
    clock.set(now + PATIENCE, this::seeToIt);
  }

  private void startWorker() {
    workers.incrementAndGet();
    Runnable body = time.enlist(this::work);
    try {
      Thread.ofPlatform().daemon().name(threadName).start(body);
    } catch (Throwable t) {
      workers.decrementAndGet();
      time.dismiss(body);
      throw t;
    }
  }

  private void work() {
    try {
      for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
        order.run();
      }
    } finally {
      workers.decrementAndGet();
    }
  }
}
