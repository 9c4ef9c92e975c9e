package dev.innkeeper.timer;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * An event that happens once: raised by anyone, awaited by any number of threads.
 *
 * <pre>{@code
 * Signal stop = new Signal(TimeSource.system());
 * try (PeriodicTimer timer = PeriodicTimer.builder(period).until(stop).build()) {
 *   while (timer.waitForNextTick()) work();      // ends when another thread calls stop.raise()
 * }
 * }</pre>
 *
 * <p><b>Threads:</b> every method may be called from any thread; what a thread did before {@link
 * #raise()} is visible to those that saw it raised. It takes no lock, so raising it never waits for
 * a thread that waits for it. <b>Interruption:</b> a waiting thread throws {@link
 * InterruptedException}; the signal is unharmed.
 *
 * @since 0.1
 */
public final class Signal {

  /** Several waiters: each adds and removes itself, {@link #raise} reads. */
  private static final class Waiters {
    private final ConcurrentNavigableMap<Long, Thread> byArrival = new ConcurrentSkipListMap<>();
    private final AtomicLong arrivals = new AtomicLong(ONLY);

    Waiters(Thread first) {
      byArrival.put(ONLY, first);
    }

    long add(Thread thread) {
      long ticket = arrivals.incrementAndGet();
      byArrival.put(ticket, thread);
      return ticket;
    }
  }

  /** The ticket of one who came when nobody else was waiting. */
  private static final long ONLY = 0;

  private static final AtomicReferenceFieldUpdater<Signal, @Nullable Object> WAITING =
      AtomicReferenceFieldUpdater.newUpdater(Signal.class, Object.class, "waiting");

  private final TimeSource time;

  /**
   * Who waits: nobody, one thread (most signals have no more in all their life), or {@link
   * Waiters}.
   */
  private volatile @Nullable Object waiting;

  /**
   * Written once, after which {@link #waiting} is read: whoever missed the write is found there.
   */
  private volatile boolean raised;

  /** A signal that is not raised yet, awaited on {@code time}. */
  public Signal(TimeSource time) {
    this.time = Objects.requireNonNull(time, "time");
  }

  /** Raises the signal and wakes those who wait for it. Again: no effect. */
  public void raise() {
    raised = true;
    Object present = waiting;
    if (present instanceof Thread thread) {
      time.unpark(thread);
    } else if (present instanceof Waiters waiters) {
      waiters.byArrival.values().forEach(time::unpark);
    }
  }

  /** Whether it has been raised. */
  public boolean isRaised() {
    return raised;
  }

  /**
   * Waits until the signal is raised.
   *
   * @throws InterruptedException if interrupted before or while it waits
   */
  public void await() throws InterruptedException {
    long ticket = enter();
    try {
      time.await(this, this::isRaised); // woken by raise(), or an interrupt, or never
    } finally {
      leave(ticket);
    }
  }

  /**
   * Waits until the signal is raised, but no longer than {@code timeout}.
   *
   * @return whether it was raised
   * @throws InterruptedException if interrupted before or while it waits
   */
  public boolean await(Duration timeout) throws InterruptedException {
    return awaitUntil(time.nanoTimeAfter(Objects.requireNonNull(timeout, "timeout")));
  }

  /**
   * Waits until the signal is raised, but not beyond a {@link TimeSource#nanoTime()}.
   *
   * @return whether it was raised
   * @throws InterruptedException if interrupted before or while it waits
   */
  public boolean awaitUntil(long deadline) throws InterruptedException {
    long ticket = enter();
    try {
      return time.await(this, deadline, this::isRaised);
    } finally {
      leave(ticket);
    }
  }

  /** From here until {@link #leave}, {@link #raise} unparks the calling thread. */
  long enter() {
    Thread self = Thread.currentThread();
    while (true) {
      Object present = waiting;
      if (present instanceof Waiters waiters) {
        return waiters.add(self);
      }
      if (present instanceof Thread first) {
        WAITING.compareAndSet(this, first, new Waiters(first)); // or another has changed it
      } else if (WAITING.compareAndSet(this, null, self)) {
        return ONLY;
      }
    }
  }

  void leave(long ticket) {
    if (ticket == ONLY && WAITING.compareAndSet(this, Thread.currentThread(), null)) {
      return;
    }
    if (waiting instanceof Waiters waiters) {
      waiters.byArrival.remove(ticket);
    }
  }

  private int waiters() {
    Object present = waiting;
    return present instanceof Waiters waiters ? waiters.byArrival.size() : present == null ? 0 : 1;
  }

  @Override
  public String toString() {
    return "Signal[" + (raised ? "raised" : "not raised") + ", " + waiters() + " waiting]";
  }
}
