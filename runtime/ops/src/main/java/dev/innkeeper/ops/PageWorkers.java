package dev.innkeeper.ops;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The threads of the page's server, a limited number of them, and what keeps slow clients from
 * holding them.
 *
 * <p>The JDK's server reads and writes in {@code synchronized} methods, without a timeout. Virtual
 * threads would be pinned there on JDK 21 to 23, and a client that sends half a request for each
 * processor would make all services of the host stand still: these are platform threads. A thread
 * that reads or writes for too long is interrupted, which closes its connection.
 */
final class PageWorkers implements Executor {

  /** Those who watch, and as many again. When all are in use, connections are closed unanswered. */
  private static final int MOST = 2 * PageStreams.MOST;

  private static final Duration IDLE = Duration.ofSeconds(10);

  /** A thread belongs to one page. */
  private static final ThreadLocal<@Nullable Limit> CURRENT = new ThreadLocal<>();

  private final ThreadPoolExecutor pool;
  private final ScheduledExecutorService timer;
  private final Duration patience;

  /**
   * Threads.
   *
   * @param patience how long a client may take to send a request, or to take a part of an answer
   */
  PageWorkers(String name, ScheduledExecutorService timer, Duration patience) {
    this.timer = timer;
    this.patience = patience;
    this.pool =
        new ThreadPoolExecutor(
            0,
            MOST,
            IDLE.toNanos(),
            TimeUnit.NANOSECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name(name + "/ops/", 1).factory());
  }

  @Override
  public void execute(Runnable request) {
    pool.execute(() -> run(request));
  }

  private void run(Runnable request) {
    Limit limit = new Limit();
    CURRENT.set(limit);
    limit.begin(); // the server reads the head of the request before anything else
    try {
      request.run();
    } finally {
      limit.end();
      CURRENT.remove();
    }
  }

  /** That of the request that this thread is at. */
  Limit current() {
    return Objects.requireNonNull(CURRENT.get(), "no thread of the page's server");
  }

  /** Takes no more requests, and interrupts those that have not been answered by then. */
  void end(Duration longest) {
    pool.shutdown();
    try {
      if (!pool.awaitTermination(longest.toNanos(), TimeUnit.NANOSECONDS)) {
        pool.shutdownNow();
      }
    } catch (InterruptedException e) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** The time limit on what a thread does with its client. */
  final class Limit {

    private final Thread thread = Thread.currentThread();
    private final ReentrantLock lock = new ReentrantLock();

    /** What ends the present wait; null: there is none. Guarded by the lock. */
    private @Nullable ScheduledFuture<?> alarm;

    /** From here on the thread waits for its client. */
    void begin() {
      lock.lock();
      try {
        if (alarm == null) {
          alarm = timer.schedule(this::expire, patience.toNanos(), TimeUnit.NANOSECONDS);
        }
      } catch (RejectedExecutionException e) {
        // The page is closed, and its threads have been interrupted.
      } finally {
        lock.unlock();
      }
    }

    /** It has been long enough. Interrupts nobody once {@link #end} has returned. */
    private void expire() {
      lock.lock();
      try {
        if (alarm != null) {
          thread.interrupt();
        }
      } finally {
        lock.unlock();
      }
    }

    /** From here on it does not. */
    void end() {
      lock.lock();
      try {
        if (alarm != null) {
          alarm.cancel(false);
          alarm = null;
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
