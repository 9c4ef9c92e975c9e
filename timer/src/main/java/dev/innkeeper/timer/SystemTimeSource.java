package dev.innkeeper.timer;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The JVM's own time. */
enum SystemTimeSource implements TimeSource {
  INSTANCE;

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  public void park(Object blocker) {
    LockSupport.park(blocker);
  }

  @Override
  public void parkUntil(Object blocker, long deadline) {
    LockSupport.parkNanos(blocker, deadline - System.nanoTime());
  }

  @Override
  public void parkUntil(Object blocker, Instant deadline) {
    LockSupport.parkNanos(blocker, Nanos.untilNextLook(Instant.now(), deadline));
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // whoever calls this knows that others are waiting
  public void letOthersRun() {
    Thread.yield();
  }

  void onSpinWait() {
    Thread.onSpinWait();
  }

  @Override
  public void unpark(Thread thread) {
    LockSupport.unpark(thread);
  }

  @Override
  public void interrupt(Thread thread) {
    thread.interrupt();
  }

  @Override
  public boolean join(Thread thread, long deadline) throws InterruptedException {
    return thread.join(Duration.ofNanos(deadline - System.nanoTime()));
  }

  @Override
  public <T extends @Nullable Object> T idle(Callable<T> outside) throws Exception {
    return outside.call();
  }

  @Override
  public Runnable enlist(Runnable body) {
    return body;
  }

  @Override
  public void dismiss(Runnable enlisted) {}
}
