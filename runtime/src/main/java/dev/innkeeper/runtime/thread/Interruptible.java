package dev.innkeeper.runtime.thread;

import dev.innkeeper.timer.TimeSource;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The stretch in which a thread runs somebody's code and may be interrupted: others interrupt this,
 * never the thread, so an interrupt cannot hit what the thread does afterwards. And it knows
 * whether it was interrupted, which an {@link Ending} goes by.
 *
 * <p>Without a lock, as in {@code FutureTask}: an interrupt may run a channel's close handler,
 * which is user code, and only the interrupted thread's way out may wait for that.
 */
public class Interruptible implements Ending.Interrupter {

  private enum State {
    /** Not begun: an interrupt is remembered. */
    NEW,
    EARLY,
    OPEN,
    /** Somebody is about to interrupt; the thread does not leave before he has. */
    INTERRUPTING,
    /** As {@link #OPEN}, and it was interrupted. */
    INTERRUPTED,
    CLOSED
  }

  private static final AtomicReferenceFieldUpdater<Interruptible, State> STATE =
      AtomicReferenceFieldUpdater.newUpdater(Interruptible.class, State.class, "state");

  /** The stretch that this one lies in: who interrupts that, interrupts this. */
  private final @Nullable Interruptible outer;

  private volatile State state = State.NEW;

  /** Written by {@link #begin}, before the state is {@code OPEN}. */
  private volatile @Nullable Thread thread;

  public Interruptible() {
    this(null);
  }

  /** On the thread of {@code outer}, and within that. */
  public Interruptible(@Nullable Interruptible outer) {
    this.outer = outer;
  }

  /**
   * Makes a call that may be interrupted, and closes the scopes that it leaves open. Never throws:
   * what the call throws is in its ending. An interrupt of this call hits nothing that comes after
   * it.
   */
  public final <R extends @Nullable Object> Ending<R> call(
      Workplace workplace, Callable<? extends R> code) {
    OpenScopes scopes = workplace.scopes();
    ThreadScope before = scopes.ofThisThread();
    begin();
    Ending<R> ending;
    try { // here, not in a method: its frame would stand on the stack of each thread that waits
      ending = Ending.of(this, code.call(), null);
    } catch (Throwable t) {
      ending = Ending.of(this, null, t);
    }
    Throwable leftOpen = scopes.closeDownTo(before);
    end(workplace.time());
    return ending.leaving(leftOpen);
  }

  /** The calling thread may be interrupted from here on. */
  public final void begin() {
    thread = Thread.currentThread();
    if (!STATE.compareAndSet(this, State.NEW, State.OPEN)) {
      state = State.INTERRUPTED;
      Thread.currentThread().interrupt();
    }
  }

  /** And no longer: its interrupt flag is clear after this, and stays so. */
  public final void end(TimeSource time) {
    while (!changeIfOpen(State.CLOSED)) {
      InterruptFlag.clear();
      time.park(this); // woken by the thread that interrupts, when it is through
    }
    InterruptFlag.clear();
  }

  private boolean changeIfOpen(State next) {
    return STATE.compareAndSet(this, State.OPEN, next)
        || STATE.compareAndSet(this, State.INTERRUPTED, next);
  }

  /** One that has not begun is interrupted when it begins; one that has ended, never. */
  public final void interrupt(TimeSource time) {
    if (STATE.compareAndSet(this, State.NEW, State.EARLY) || !changeIfOpen(State.INTERRUPTING)) {
      return;
    }
    Thread target = Objects.requireNonNull(thread);
    try {
      time.interrupt(target);
    } finally {
      state = State.INTERRUPTED;
      time.unpark(target);
    }
  }

  /** Whether somebody has interrupted it, or is about to: until it has ended. */
  @Override
  public final boolean hasInterrupted() {
    State now = state;
    return now == State.INTERRUPTED
        || now == State.INTERRUPTING
        || (outer != null && outer.hasInterrupted());
  }

  /** The thread, once it has begun. */
  public final @Nullable Thread thread() {
    return thread;
  }
}
