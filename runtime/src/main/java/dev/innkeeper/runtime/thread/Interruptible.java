package dev.innkeeper.runtime.thread;

import dev.innkeeper.timer.TimeSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The stretch in which a thread runs somebody's code and may be interrupted: others interrupt this,
 * never the thread, so an interrupt cannot hit what the thread does afterwards.
 *
 * <p>Without a lock, as in {@code FutureTask}: an interrupt may run a channel's close handler,
 * which is user code, and only the interrupted thread's way out may wait for that.
 */
public final class Interruptible {

  private enum State {
    /** Not begun: an interrupt is remembered. */
    NEW,
    EARLY,
    OPEN,
    /** Somebody is about to interrupt; the thread does not leave before he has. */
    INTERRUPTING,
    CLOSED
  }

  private static final AtomicReferenceFieldUpdater<Interruptible, State> STATE =
      AtomicReferenceFieldUpdater.newUpdater(Interruptible.class, State.class, "state");

  private volatile State state = State.NEW;

  /** Written by {@link #begin}, before the state is {@code OPEN}. */
  private volatile @Nullable Thread thread;

  /** The calling thread may be interrupted from here on. */
  public void begin() {
    thread = Thread.currentThread();
    if (!STATE.compareAndSet(this, State.NEW, State.OPEN)) {
      state = State.OPEN;
      Thread.currentThread().interrupt();
    }
  }

  /** And no longer: its interrupt flag is clear after this, and stays so. */
  public void end(TimeSource time) {
    while (!STATE.compareAndSet(this, State.OPEN, State.CLOSED)) {
      boolean unused = Thread.interrupted();
      time.park(this); // woken by who interrupts, when he is through
    }
    boolean unused = Thread.interrupted();
  }

  /** Returns whether there was, or will be, something to interrupt. */
  public boolean interrupt(TimeSource time) {
    if (STATE.compareAndSet(this, State.NEW, State.EARLY)) {
      return true;
    }
    if (!STATE.compareAndSet(this, State.OPEN, State.INTERRUPTING)) {
      return state != State.CLOSED;
    }
    Thread target = Objects.requireNonNull(thread);
    try {
      time.interrupt(target);
    } finally {
      state = State.OPEN;
      time.unpark(target);
    }
    return true;
  }

  /** The thread, once it has begun. */
  public @Nullable Thread thread() {
    return thread;
  }
}
