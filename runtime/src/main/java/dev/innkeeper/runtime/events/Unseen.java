package dev.innkeeper.runtime.events;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The failures, and the report that is not clean, which the log has not shown yet. From any thread;
 * without a lock.
 */
final class Unseen {

  /** A service may fail for years beside an appender that hangs. */
  private static final int MOST = 100;

  private final Queue<FallbackLine> lines = new ConcurrentLinkedQueue<>();
  private final AtomicInteger kept = new AtomicInteger();

  /** Those that there was no room for. */
  private final AtomicInteger others = new AtomicInteger();

  /** Before it is logged. */
  void add(FallbackLine line) {
    if (kept.incrementAndGet() > MOST) {
      kept.decrementAndGet();
      others.incrementAndGet();
    } else {
      lines.add(line);
    }
  }

  /** After it was logged: it stays if the log has not shown it. */
  void logged(FallbackLine line) {
    line.logged();
    if (line.isShown() && lines.remove(line)) {
      kept.decrementAndGet();
    }
  }

  /** After it was counted: what tells the count is seen instead. */
  void isCounted(FallbackLine line) {
    if (lines.remove(line)) {
      kept.decrementAndGet();
    }
  }

  /** Whether all of them are to be seen by now. */
  boolean isShown() {
    return others.get() == 0 && lines.stream().allMatch(FallbackLine::isSeen);
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /** To standard error: the oldest first, each once. */
  void print() {
    lines.forEach(FallbackLine::printIfLost);
    int untold = others.getAndSet(0);
    if (untold > 0) {
      System.err.println(
          "and " + untold + " more failures, some of which the log may not have shown");
    }
  }
}
