package dev.innkeeper.dbscheduler;

import dev.innkeeper.timer.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The workers of a queue as db-scheduler wants to have them: an executor. Its threads are others',
 * who call {@link #work}: threads of the service, which the host knows and shows.
 *
 * <p>Nothing interrupts them. {@link #shutdown} has each of them end when there is no more to do.
 */
final class WorkerPool extends AbstractExecutorService {

  private static final Runnable END = () -> {};

  private final int workers;
  private final TimeSource time;
  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final CountDownLatch ended;
  private final ReentrantLock lock = new ReentrantLock();

  /** Written under the lock. */
  private volatile boolean shutdown;

  WorkerPool(int workers, TimeSource time) {
    this.workers = workers;
    this.time = time;
    this.ended = new CountDownLatch(workers);
  }

  int workers() {
    return workers;
  }

  /** On the thread of a worker: until the end. */
  void work() {
    try {
      for (Runnable next = take(); next != END; next = take()) {
        next.run();
      }
    } finally {
      ended.countDown();
    }
  }

  private Runnable take() {
    return Outside.await(time, tasks::take);
  }

  @Override
  public void execute(Runnable task) {
    lock.lock();
    try {
      if (shutdown) {
        throw new RejectedExecutionException("the workers have been told to end");
      }
      tasks.add(task);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void shutdown() {
    lock.lock();
    try {
      if (!shutdown) {
        shutdown = true;
        for (int i = 0; i < workers; i++) {
          tasks.add(END);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns what was not begun. */
  @Override
  public List<Runnable> shutdownNow() {
    shutdown();
    List<Runnable> left = new ArrayList<>();
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      if (task != END) {
        left.add(task);
      }
    }
    for (int i = 0; i < workers; i++) {
      tasks.add(END);
    }
    return left;
  }

  @Override
  public boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return shutdown && ended.getCount() == 0;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return ended.await(timeout, unit);
  }
}
