package dev.innkeeper.dbscheduler;

import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.TimeSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The workers of a queue as db-scheduler wants to have them: an executor. Its threads are others',
 * who call {@link #work}: threads of the service, which the host knows and shows.
 *
 * <p>Nothing interrupts them. After {@link #shutdown} each of them ends with what it does; what has
 * not begun is dropped, and given back by {@link DurableWork#close} if db-scheduler has picked it.
 */
final class WorkerPool extends AbstractExecutorService {

  private final int workers;
  private final TimeSource time;
  private final Consumer<Throwable> trouble;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

  /** Workers that found nothing to do: each is woken by the task that takes it out of here. */
  private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();

  private final CountDownLatch running;
  private final Signal ended;
  private volatile boolean shutdown;

  /**
   * A pool of so many.
   *
   * @param trouble hears, on the worker's thread, what a task has thrown
   */
  WorkerPool(int workers, TimeSource time, Consumer<Throwable> trouble) {
    this.workers = workers;
    this.time = time;
    this.trouble = trouble;
    this.running = new CountDownLatch(workers);
    this.ended = new Signal(time);
  }

  int workers() {
    return workers;
  }

  // ---- on the thread of a worker

  /** Until the end. */
  void work() {
    try {
      while (awaitTask()) {
        Runnable next = tasks.poll(); // unless another worker was faster
        if (next != null) {
          run(next);
        }
      }
    } finally {
      running.countDown();
      if (running.getCount() == 0) {
        ended.raise();
      }
    }
  }

  /** What it throws must not end the worker: nobody would take its place. */
  private void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable t) {
      trouble.accept(t);
    }
  }

  /** Returns whether there may be one; if not, there will be no more. */
  private boolean awaitTask() {
    Thread me = Thread.currentThread();
    while (!shutdown && tasks.isEmpty()) {
      waiting.add(me);
      if (!shutdown && tasks.isEmpty()) { // who changes that from here on finds it among those
        time.park(this);
      }
      waiting.remove(me);
    }
    return !shutdown;
  }

  // ---- for db-scheduler

  @Override
  public void execute(Runnable task) {
    if (!shutdown) {
      tasks.add(task);
      wakeOne();
    }
  }

  private void wakeOne() {
    Thread worker = waiting.poll();
    if (worker != null) {
      time.unpark(worker);
    }
  }

  @Override
  public void shutdown() {
    shutdown = true;
    for (Thread worker : waiting) {
      time.unpark(worker);
    }
  }

  /** There is nobody to interrupt: the host has seen to that. */
  @Override
  public List<Runnable> shutdownNow() {
    shutdown();
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return running.getCount() == 0;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return running.await(timeout, unit);
  }

  /** As above, by the time of the host. */
  void awaitEnd() throws InterruptedException {
    ended.await();
  }
}
