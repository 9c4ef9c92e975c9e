package dev.innkeeper.timer;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
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
    LockSupport.park(Objects.requireNonNull(blocker, "blocker"));
  }

  @Override
  public void parkUntil(Object blocker, long deadline) {
    Objects.requireNonNull(blocker, "blocker");
    LockSupport.parkNanos(blocker, deadline - System.nanoTime());
  }

  @Override
  public void parkUntil(Object blocker, long deadline, long look) {
    parkUntil(blocker, look - deadline < 0 ? look : deadline);
  }

  /** The kernel keeps the time of a platform thread, and wakes it directly. */
  @Override
  public void parkUntil(Object blocker, long deadline, Duration tolerance) {
    Objects.requireNonNull(blocker, "blocker");
    long grid = WakeUpGrid.within(tolerance);
    long wakeUp = WakeUpGrid.roundUp(deadline, grid);
    if (grid >= WakeUpGrid.MILLISECOND && Thread.currentThread().isVirtual()) {
      SharedWakeUps.OF_THE_JVM.park(blocker, wakeUp);
    } else {
      parkUntil(blocker, wakeUp);
    }
  }

  @Override
  public void parkUntil(Object blocker, Instant deadline) {
    Objects.requireNonNull(blocker, "blocker");
    Objects.requireNonNull(deadline, "deadline");
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
    LockSupport.unpark(Objects.requireNonNull(thread, "thread"));
  }

  @Override
  public void interrupt(Thread thread) {
    Objects.requireNonNull(thread, "thread").interrupt();
  }

  @Override
  public boolean join(Thread thread, long deadline) throws InterruptedException {
    Objects.requireNonNull(thread, "thread");
    return thread.join(Duration.ofNanos(deadline - System.nanoTime()));
  }

  @Override
  public <T extends @Nullable Object> T idle(Callable<T> outside) throws Exception {
    return Objects.requireNonNull(outside, "outside").call();
  }

  @Override
  public Runnable enlist(Runnable body) {
    return Objects.requireNonNull(body, "body");
  }

  @Override
  public void dismiss(Runnable enlisted) {
    Objects.requireNonNull(enlisted, "enlisted");
  }
}
