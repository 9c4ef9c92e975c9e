package dev.innkeeper.timer;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
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

  private final TimeSource time;

  /** The threads in a wait, by arrival: each adds and removes itself, {@link #raise} reads. */
  private final ConcurrentNavigableMap<Long, Thread> waiters = new ConcurrentSkipListMap<>();

  private final AtomicLong arrivals = new AtomicLong();

  /**
   * Written once, after which {@link #waiters} is read: whoever missed the write is found there.
   */
  private volatile boolean raised;

  /** A signal that is not raised yet, awaited on {@code time}. */
  public Signal(TimeSource time) {
    this.time = Objects.requireNonNull(time, "time");
  }

  /** Raises the signal and wakes those who wait for it. Again: no effect. */
  public void raise() {
    raised = true;
    waiters.values().forEach(time::unpark);
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
    awaitOrForEver(null);
  }

  /**
   * Waits until the signal is raised, but no longer than {@code timeout}.
   *
   * @return whether it was raised
   * @throws InterruptedException if interrupted before or while it waits
   */
  public boolean await(Duration timeout) throws InterruptedException {
    return awaitUntil(time.nanoTimeAfter(timeout));
  }

  /**
   * Waits until the signal is raised, but not beyond a {@link TimeSource#nanoTime()}.
   *
   * @return whether it was raised
   * @throws InterruptedException if interrupted before or while it waits
   */
  public boolean awaitUntil(long deadline) throws InterruptedException {
    return awaitOrForEver(deadline);
  }

  /** Woken by {@link #raise}, an interrupt, or the deadline; without one, perhaps never. */
  private boolean awaitOrForEver(@Nullable Long deadline) throws InterruptedException {
    long ticket = enter();
    try {
      while (true) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (raised) {
          return true;
        }
        if (deadline == null) {
          time.park(this);
        } else if (time.nanoTime() - deadline < 0) {
          time.parkUntil(this, deadline);
        } else {
          return false;
        }
      }
    } finally {
      leave(ticket);
    }
  }

  /** From here until {@link #leave}, {@link #raise} unparks the calling thread. */
  long enter() {
    long ticket = arrivals.getAndIncrement();
    waiters.put(ticket, Thread.currentThread());
    return ticket;
  }

  void leave(long ticket) {
    waiters.remove(ticket);
  }

  @Override
  public String toString() {
    return "Signal[" + (raised ? "raised" : "not raised") + ", " + waiters.size() + " waiting]";
  }
}
