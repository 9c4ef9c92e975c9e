package dev.innkeeper.timer;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The waiting, the same for every timer: one consumer, whom the clock, an interrupt, {@link
 * #close}, a change of the timer or its signal wakes.
 *
 * <p>A subclass knows when ticks are due. The consumer calls {@link #take} and {@link #sleep} in
 * turns, without the lock: only it takes ticks, so they need the lock just for what other threads
 * may change.
 */
abstract sealed class SingleConsumerTimer implements WaitableTimer
    permits PeriodicTimer, CalendarTimer {

  final TimeSource time;
  private final @Nullable Signal until;

  /** Guards what others than the consumer change. Never held while waiting. */
  final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock. */
  private boolean closed;

  /**
   * The consumer in {@link #waitForNextTick}: set by itself under the lock, cleared by itself
   * without. So it hands what is the consumer's own over to the next one.
   */
  private volatile @Nullable Thread waiter;

  /** Written by the consumer. */
  private volatile @Nullable Tick last;

  SingleConsumerTimer(TimeSource time, @Nullable Signal until) {
    this.time = time;
    this.until = until;
  }

  /**
   * The tick that is due by now, if one is. Called by the consumer alone, without the lock.
   *
   * @param called when the consumer asked for it, in {@link TimeSource#nanoTime()}
   */
  abstract @Nullable Tick take(long called);

  /** Waits until a tick is due, or less long. Called by the consumer alone, without the lock. */
  abstract void sleep();

  /** Whether there is nothing to wait for any more, closed or not. Called under the lock. */
  boolean isAtEnd() {
    return false;
  }

  @Override
  public final boolean waitForNextTick() throws InterruptedException {
    long called = time.nanoTime();
    if (!enter()) {
      return false;
    }
    long ticket = until == null ? 0 : until.enter();
    try {
      while (!hasEnded()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        Tick tick = take(called);
        if (tick != null) {
          last = tick;
          FlightRecording.record(tick);
          return true;
        }
        sleep();
      }
      return false;
    } finally {
      waiter = null;
      if (until != null) {
        until.leave(ticket);
      }
    }
  }

  private boolean enter() {
    lock.lock();
    try {
      if (isOver()) {
        return false;
      }
      Thread other = waiter;
      if (other != null) {
        throw new IllegalStateException(
            "a timer has one consumer, and thread '" + other.getName() + "' waits already");
      }
      waiter = Thread.currentThread();
      return true;
    } finally {
      lock.unlock();
    }
  }

  final boolean hasEnded() {
    lock.lock();
    try {
      return isOver();
    } finally {
      lock.unlock();
    }
  }

  /** Called under the lock. */
  final boolean isOver() {
    return closed || isAtEnd() || (until != null && until.isRaised());
  }

  @Override
  public final Tick lastTick() {
    Tick tick = last;
    if (tick == null) {
      throw new IllegalStateException("no tick yet");
    }
    return tick;
  }

  @Override
  public final void close() {
    change(() -> closed = true);
  }

  /** Changes what the consumer waits for, under the lock, and has it look again. */
  final void change(Runnable change) {
    Thread toWake;
    lock.lock();
    try {
      change.run();
      toWake = waiter;
    } finally {
      lock.unlock();
    }
    if (toWake != null) {
      time.unpark(toWake);
    }
  }
}
