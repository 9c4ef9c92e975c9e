package dev.innkeeper.jmh.host;

import java.util.concurrent.locks.LockSupport;

/** A platform thread that parks until a deadline: how late the machine itself is at that time. */
final class BarePark {

  private final long deadline;
  private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::run);

  /** Written by the thread at its end, and read after it. */
  private long late;

  /** Of {@link System#nanoTime()}. */
  private BarePark(long deadline) {
    this.deadline = deadline;
  }

  static BarePark until(long deadline) {
    BarePark park = new BarePark(deadline);
    park.thread.start();
    return park;
  }

  private void run() {
    long now = System.nanoTime();
    while (now - deadline < 0) {
      LockSupport.parkNanos(deadline - now);
      now = System.nanoTime();
    }
    late = now - deadline;
  }

  /** In nanoseconds; waits for the deadline. */
  long late() throws InterruptedException {
    thread.join();
    return late;
  }
}
