package dev.innkeeper.runtime.events;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Has tasks run by helpers one after the other, in the order in which they came. */
final class SerialQueue {

  private final Consumer<Runnable> helpers;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

  /** How many have not been run to the end. The thread that makes it one has the first one run. */
  private final AtomicInteger unfinished = new AtomicInteger();

  SerialQueue(Consumer<Runnable> helpers) {
    this.helpers = helpers;
  }

  void post(Runnable task) {
    tasks.add(task);
    if (unfinished.getAndIncrement() == 0) {
      helpers.accept(this::runNext);
    }
  }

  /** Whether all that was posted has been run. */
  boolean isIdle() {
    return unfinished.get() == 0;
  }

  /** One at a time: between two of them helpers do what is more urgent. */
  private void runNext() {
    try {
      Runnable next = tasks.poll();
      if (next != null) {
        next.run();
      }
    } finally {
      if (unfinished.decrementAndGet() > 0) {
        helpers.accept(this::runNext);
      }
    }
  }
}
