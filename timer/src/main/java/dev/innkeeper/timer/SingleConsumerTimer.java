package dev.innkeeper.timer;

import dev.innkeeper.timer.message.Names;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The waiting, the same for every timer: one consumer, whom the clock, an interrupt, {@link
 * #close}, a change of the timer or its signal wakes.
 *
 * <p>A subclass knows when ticks are due. It is all in one method, and the last tick in fields,
 * since the stack of a thread that waits is on the heap, and so is each tick: with 100,000 timers
 * that is most of what they cost.
 */
abstract sealed class SingleConsumerTimer implements WaitableTimer
    permits PeriodicTimer, CalendarTimer {

  final TimeSource time;
  private final @Nullable Signal until;

  /**
   * Guards every field below and the subclass's. Not held while waiting or while users' code runs.
   */
  final ReentrantLock lock = new ReentrantLock();

  /** The consumer in {@link #waitForNextTick}: set and cleared by itself. */
  private @Nullable Thread waiter;

  private boolean closed;

  // The last tick. Its number is 0 if there was none.
  private long number;
  private long scheduled;
  private long actual;
  private long missed;
  private boolean budgetSpent;

  SingleConsumerTimer(TimeSource time, @Nullable Signal until) {
    this.time = time;
    this.until = until;
  }

  /**
   * Takes the tick that is due by now, if one is: then {@link #ticked}. Called by the consumer
   * under the lock, which it may give up meanwhile.
   *
   * @param called when the consumer asked for it, in {@link TimeSource#nanoTime()}
   * @return whether there was one
   */
  abstract boolean take(long called);

  /** Waits until a tick is due, or less long: called under the lock, waits without. */
  abstract void sleep();

  /** Whether there is nothing to wait for any more, closed or not. */
  boolean isAtEnd() {
    return false;
  }

  @Override
  public final boolean waitForNextTick() throws InterruptedException {
    long called = time.nanoTime();
    lock.lock();
    try {
      if (isOver()) {
        return false;
      }
      enter();
      long ticket = until == null ? 0 : until.enter();
      try {
        while (!isOver()) {
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          if (take(called)) {
            return true;
          }
          if (!isOver()) { // take may have given up the lock, and the wake-up is spent
            sleep();
          }
        }
        return false;
      } finally {
        if (until != null) {
          until.leave(ticket);
        }
        waiter = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private void enter() {
    if (waiter != null) {
      throw new IllegalStateException(
          "a "
              + getClass().getSimpleName()
              + " has one consumer, and "
              + Names.ofThread(waiter)
              + " is already waiting: call waitForNextTick() from one thread, and give every other"
              + " thread a timer of its own");
    }
    waiter = Thread.currentThread();
  }

  /** Under the lock. */
  final boolean isOver() {
    return closed || isAtEnd() || (until != null && until.isRaised());
  }

  final void ticked(long dueAt, long now, long passedOver, boolean budgetWasSpent) {
    number += 1 + passedOver;
    scheduled = dueAt;
    actual = now;
    missed = passedOver;
    budgetSpent = budgetWasSpent;
    FlightRecording.record(number, now - dueAt, passedOver);
  }

  /** The number of the tick that comes next, if none is missed. Under the lock. */
  final long nextNumber() {
    return number + 1;
  }

  final IllegalStateException noTickYet(String call) {
    return new IllegalStateException(
        "no tick yet: call " + call + " after waitForNextTick() has returned true");
  }

  @Override
  public final Tick lastTick() {
    lock.lock();
    try {
      if (number == 0) {
        throw noTickYet("lastTick()");
      }
      return new TickSnapshot(number, scheduled, actual, missed, budgetSpent);
    } finally {
      lock.unlock();
    }
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
