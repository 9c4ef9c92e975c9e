package dev.innkeeper.timer;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/** A copy of {@link Signal}, with a fault: a waiter looks first, and enters then. */
final class LookingFirstSignal {

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

  private static final long ONLY = 0;

  private static final AtomicReferenceFieldUpdater<LookingFirstSignal, @Nullable Object> WAITING =
      AtomicReferenceFieldUpdater.newUpdater(LookingFirstSignal.class, Object.class, "waiting");

  private final TimeSource time;

  private volatile @Nullable Object waiting;

  private volatile boolean raised;

  public LookingFirstSignal(TimeSource time) {
    this.time = Objects.requireNonNull(time, "time");
  }

  public void raise() {
    raised = true;
    Object present = waiting;
    if (present instanceof Thread thread) {
      time.unpark(thread);
    } else if (present instanceof Waiters waiters) {
      waiters.byArrival.values().forEach(time::unpark);
    }
  }

  public boolean isRaised() {
    return raised;
  }

  public void await() throws InterruptedException {
    if (raised) {
      return;
    }
    long ticket = enter();
    try {
      time.park(this);
      time.await(this, this::isRaised);
    } finally {
      leave(ticket);
    }
  }

  public boolean await(Duration timeout) throws InterruptedException {
    return awaitUntil(time.nanoTimeAfter(Objects.requireNonNull(timeout, "timeout")));
  }

  public boolean awaitUntil(long deadline) throws InterruptedException {
    long ticket = enter();
    try {
      return time.await(this, deadline, this::isRaised);
    } finally {
      leave(ticket);
    }
  }

  long enter() {
    Thread self = Thread.currentThread();
    while (true) {
      Object present = waiting;
      if (present instanceof Waiters waiters) {
        return waiters.add(self);
      }
      if (present instanceof Thread first) {
        WAITING.compareAndSet(this, first, new Waiters(first));
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
