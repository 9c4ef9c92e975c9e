package dev.innkeeper.runtime.jobs;

import java.util.Arrays;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is due when, in the order of the times, and of the arrival at each. What is far away costs
 * no more than what is near, and to go costs as much as to come. Not thread-safe.
 *
 * <p>With a hundred thousand entries most of the cost is memory that is in no cache. So those that
 * are due at one time are an array and not a list, which would lead through each of them.
 *
 * @param <T> the time
 */
final class DueTimes<T extends Comparable<T>> {

  private final TreeMap<T, Slot> slots = new TreeMap<>();

  /** The earliest, if that is known. */
  private @Nullable Slot earliest;

  /** The one to which something came last: what is taken together, often goes on together. */
  private @Nullable Slot latestUsed;

  /** A time, and what is due at it. */
  private final class Slot implements Due.Place {

    private final T at;
    private @Nullable Due[] dues = new Due[4];
    private int size;

    /** Those before are gone. */
    private int next;

    private int left;

    private Slot(T at) {
      this.at = at;
    }

    private void add(Due due) {
      if (size == dues.length) {
        makeRoom();
      }
      due.place = this;
      due.index = size;
      dues[size++] = due;
      left++;
    }

    /** By closing the gaps that those leave who are gone, if they are many. */
    private void makeRoom() {
      if (left > size / 2) {
        dues = Arrays.copyOf(dues, 2 * size);
        return;
      }
      int kept = 0;
      for (int i = next; i < size; i++) {
        Due due = dues[i];
        if (due != null) {
          due.index = kept;
          dues[kept++] = due;
        }
      }
      Arrays.fill(dues, kept, size, null);
      next = 0;
      size = kept;
    }

    private Due first() {
      while (dues[next] == null) {
        next++;
      }
      return Objects.requireNonNull(dues[next]);
    }

    @Override
    public void remove(Due due) {
      dues[due.index] = null;
      due.place = null;
      if (--left == 0) {
        removeSlot(this);
      }
    }
  }

  /** It is due then, and at no other time. */
  void add(Due due, T at) {
    due.withdraw();
    slotAt(at).add(due);
  }

  private Slot slotAt(T at) {
    Slot used = latestUsed;
    if (used == null || !used.at.equals(at)) {
      used = slots.computeIfAbsent(at, this::newSlot);
      latestUsed = used;
    }
    return used;
  }

  private Slot newSlot(T at) {
    if (earliest != null && at.compareTo(earliest.at) < 0) {
      earliest = null;
    }
    return new Slot(at);
  }

  @SuppressWarnings("ReferenceEquality") // their identity
  private void removeSlot(Slot slot) {
    slots.remove(slot.at);
    if (earliest == slot) {
      earliest = null;
    }
    if (latestUsed == slot) {
      latestUsed = null;
    }
  }

  private @Nullable Slot earliest() {
    if (earliest == null && !slots.isEmpty()) {
      earliest = slots.firstEntry().getValue();
    }
    return earliest;
  }

  /** The earliest time that there is; null: there is nothing. */
  @Nullable T first() {
    Slot first = earliest();
    return first == null ? null : first.at;
  }

  /** Takes the first that is due by {@code now}; null: there is none. */
  @Nullable Due poll(T now) {
    Slot first = earliest();
    if (first == null || first.at.compareTo(now) > 0) {
      return null;
    }
    Due due = first.first();
    first.remove(due);
    return due;
  }
}
