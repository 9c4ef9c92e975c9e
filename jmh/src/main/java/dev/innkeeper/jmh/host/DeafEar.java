package dev.innkeeper.jmh.host;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Ways to ignore every request and interrupt until the release. It holds a lock and a monitor until
 * then, for those who want to wait for them.
 */
final class DeafEar {

  private final CountDownLatch held = new CountDownLatch(2);
  private final ReentrantLock lock = new ReentrantLock();
  private final Object monitor = new Object();

  /**
   * Each is woken by itself. In the queue of a latch one wakes the next, and on JDK 21 the first
   * might wait for a carrier that the last has pinned.
   */
  private final Queue<Thread> sleeping = new ConcurrentLinkedQueue<>();

  private volatile boolean released;

  /** Returns when lock and monitor are held. */
  static DeafEar open() throws InterruptedException {
    DeafEar ear = new DeafEar();
    Thread.ofPlatform().daemon().start(ear::holdLock);
    Thread.ofPlatform().daemon().start(ear::holdMonitor);
    ear.held.await();
    return ear;
  }

  private void holdLock() {
    lock.lock();
    try {
      held.countDown();
      sleep();
    } finally {
      lock.unlock();
    }
  }

  private void holdMonitor() {
    synchronized (monitor) {
      held.countDown();
      sleep();
    }
  }

  void release() {
    released = true;
    sleeping.forEach(LockSupport::unpark);
  }

  /** An interrupt wakes it, is forgotten, and changes nothing. */
  void sleep() {
    sleeping.add(Thread.currentThread());
    while (!released) {
      LockSupport.park(this);
      Thread.interrupted();
    }
  }

  void spin() {
    while (!released) {
      Thread.onSpinWait();
    }
  }

  void lock() {
    lock.lock();
    try {
      // to wait is all that it is for
    } finally {
      lock.unlock();
    }
  }

  /** Where the JDK cannot do better, it holds its carrier meanwhile. */
  void enterMonitor() {
    synchronized (monitor) {
      // likewise
    }
  }
}
