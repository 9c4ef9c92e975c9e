package dev.innkeeper.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Those who watch the page: each is written to by the thread of its own request, at its own pace.
 *
 * <p>Nothing is queued. A thread that has written a snapshot waits for a change and makes the next
 * one, so a reader that is slow skips some, and one that does not read holds up nobody but its own
 * thread.
 */
final class PageStreams {

  /** How many may watch at a time. */
  static final int MOST = 16;

  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  /** Between two snapshots: a burst of events is one change. */
  private static final Duration GAP = Duration.ofMillis(150);

  private static final byte[] STILL_HERE = ": still here\n\n".getBytes(UTF_8);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Condition gone = lock.newCondition();

  // Guarded by the lock:

  /** How many changes there were. */
  private long changes;

  private int watching;
  private boolean closed;

  /** A snapshot that is made from here on is another one. Returns at once. */
  void changed() {
    lock.lock();
    try {
      changes++;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** All get one more snapshot, the last, if they can take it. */
  void close() {
    lock.lock();
    try {
      closed = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nobody is watching any more, but not for longer than that. */
  void awaitGone(Duration longest) throws InterruptedException {
    long rest = longest.toNanos();
    lock.lockInterruptibly();
    try {
      while (watching > 0 && rest > 0) {
        rest = gone.awaitNanos(rest);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is room for one more, who {@linkplain #leave leaves} later. */
  boolean enter() {
    lock.lock();
    try {
      if (watching == MOST) {
        return false;
      }
      watching++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      watching--;
      gone.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes server-sent events: a snapshot at once, and one after each change, until the page is
   * closed.
   *
   * @throws IOException if the reader is gone, or has not read for as long as the server waits
   * @throws InterruptedException if the server does not wait any longer
   */
  void write(OutputStream out, Supplier<String> snapshot) throws IOException, InterruptedException {
    boolean isLast;
    do {
      isLast = isClosed();
      long before = changes();
      out.write(("data: " + snapshot.get() + "\n\n").getBytes(UTF_8));
      out.flush();
      while (!isLast && !awaitNews(before)) {
        out.write(STILL_HERE); // or it would not be noticed that the reader has gone
        out.flush();
      }
    } while (!isLast);
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private long changes() {
    lock.lock();
    try {
      return changes;
    } finally {
      lock.unlock();
    }
  }

  /** Whether there are any; else the time for a heartbeat has come. */
  private boolean awaitNews(long before) throws InterruptedException {
    long gap = GAP.toNanos();
    long rest = HEARTBEAT.toNanos();
    lock.lockInterruptibly();
    try {
      while (!closed && gap > 0) {
        gap = news.awaitNanos(gap);
      }
      while (changes == before && !closed && rest > 0) {
        rest = news.awaitNanos(rest);
      }
      return changes != before || closed;
    } finally {
      lock.unlock();
    }
  }
}
