package dev.innkeeper.jmh.accuracy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A hashed wheel that one platform thread turns, and nothing else: no lock, no cancellation, no
 * failures, no count of what was missed. What is built on such a thread costs more than this.
 */
final class BareWheel {

  private static final int SLOTS = 2_048;

  /** What is to be done at a step. */
  private static final class Entry {
    private final long step;
    private final Runnable action;
    private @Nullable Entry next;

    Entry(long step, Runnable action) {
      this.step = step;
      this.action = action;
    }
  }

  private final long origin = System.nanoTime();
  private final long stepNanos;
  private final AtomicReferenceArray<@Nullable Entry> slots = new AtomicReferenceArray<>(SLOTS);

  private BareWheel(Duration step) {
    stepNanos = step.toNanos();
  }

  private static BareWheel turning(Duration step) {
    BareWheel wheel = new BareWheel(step);
    Thread.ofPlatform().daemon().name("bare-wheel").start(wheel::turn);
    return wheel;
  }

  /** For threads that park between their ticks. */
  static Loop parked(Duration step) {
    BareWheel wheel = turning(step);
    return (first, period, ticks) -> {
      Thread self = Thread.currentThread();
      Runnable wakeUp = () -> LockSupport.unpark(self);
      boolean more = true;
      for (long due = first; more; due += period) {
        wheel.add(due, wakeUp);
        while (System.nanoTime() - due < 0) {
          LockSupport.park(wheel);
        }
        more = ticks.tick(System.nanoTime(), due, 0, false);
      }
    };
  }

  /** Each tick on a new virtual thread. */
  static Loop forked(Duration step) {
    BareWheel wheel = turning(step);
    return (first, period, ticks) -> wheel.add(first, new ForkedTick(wheel, first, period, ticks));
  }

  private static final class ForkedTick implements Runnable {
    private final BareWheel wheel;
    private final long period;
    private final Ticks ticks;
    private long due;

    ForkedTick(BareWheel wheel, long first, long period, Ticks ticks) {
      this.wheel = wheel;
      this.period = period;
      this.ticks = ticks;
      this.due = first;
    }

    /** On the wheel's thread. */
    @Override
    public void run() {
      long scheduled = due;
      Thread.startVirtualThread(() -> ticks.tick(System.nanoTime(), scheduled, 0, false));
      due += period;
      wheel.add(due, this);
    }
  }

  /** Not before {@code due}, and at most a step later. */
  private void add(long due, Runnable action) {
    add(new Entry(Math.ceilDiv(due - origin, stepNanos), action));
  }

  private void add(Entry entry) {
    int slot = (int) (entry.step % SLOTS);
    Entry last;
    do {
      last = slots.get(slot);
      entry.next = last;
    } while (!slots.compareAndSet(slot, last, entry));
  }

  private void turn() {
    for (long step = 0; ; step++) {
      long at = origin + step * stepNanos;
      for (long now = System.nanoTime(); now - at < 0; now = System.nanoTime()) {
        LockSupport.parkNanos(this, at - now);
      }
      Entry entry = slots.getAndSet((int) (step % SLOTS), null);
      while (entry != null) {
        Entry following = entry.next;
        if (entry.step <= step) {
          entry.action.run();
        } else {
          add(entry); // of a later turn
        }
        entry = following;
      }
    }
  }
}
