package dev.innkeeper.jmh.host;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** Knows of all works whether they run, and whether they have ended. */
final class Roll {

  /** Until the service is asked to stop. */
  interface Waiting {
    void await() throws InterruptedException;
  }

  private final CountDownLatch running;
  private final CountDownLatch ended;

  Roll(int works) {
    running = new CountDownLatch(works);
    ended = new CountDownLatch(works);
  }

  /** What each work does, whoever runs it. */
  void work(Waiting waiting) throws InterruptedException {
    running.countDown();
    try {
      waiting.await();
    } finally {
      ended.countDown();
    }
  }

  /** The work of one that has no other means to be asked than an interrupt. */
  void workUntilInterrupted() throws InterruptedException {
    work(() -> {
      while (!Thread.interrupted()) {
        LockSupport.park();
      }
    });
  }

  void awaitRunning() throws InterruptedException {
    running.await();
  }

  void awaitEnded() throws InterruptedException {
    ended.await();
  }
}
