package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.port.HostPort;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One alarm for many times. It goes off on the host thread, at the earliest of them. */
final class SharedAlarm {

  private final HostPort port;
  private final Supplier<@Nullable Long> action;

  /** The earliest that is set, from which the later ones follow. */
  private final AtomicReference<@Nullable Setting> earliest = new AtomicReference<>();

  private volatile boolean closed;

  private static final class Setting {

    private final long at;
    private final @Nullable Setting later;

    /** Written by the thread that sets it, once it is set. */
    private volatile HostPort.@Nullable Alarm alarm;

    private volatile boolean hasGoneOff;

    private Setting(long at, @Nullable Setting later) {
      this.at = at;
      this.later = later;
    }
  }

  /** {@code action} sees to what is due, and returns when there will be more, if ever. */
  SharedAlarm(HostPort port, Supplier<@Nullable Long> action) {
    this.port = port;
    this.action = action;
  }

  /** Goes off at {@code due} or earlier, and after this call. */
  void set(long due) {
    Setting there = earliest.get();
    if (there != null && there.at - due <= 0 && !there.hasGoneOff) {
      return;
    }
    Setting earlier = new Setting(due, there);
    if (!earliest.compareAndSet(there, earlier)) {
      set(due);
      return;
    }
    try {
      HostPort.Alarm alarm = port.setAlarm(due, () -> goesOff(earlier));
      earlier.alarm = alarm;
      if (closed) {
        alarm.cancel(); // the thread that has closed it may have missed this one
        earliest.set(null);
      }
    } catch (Throwable t) {
      earlier.hasGoneOff = true; // nobody is to count on it
      throw t;
    }
  }

  private void goesOff(Setting mine) {
    mine.hasGoneOff = true;
    for (Setting first = earliest.get();
        first != null && first.hasGoneOff;
        first = earliest.get()) {
      earliest.compareAndSet(first, first.later);
    }
    Long next = action.get();
    if (next != null) {
      set(next);
    }
  }

  /** There will be no more: what it refers to is garbage. */
  void close() {
    closed = true;
    for (Setting each = earliest.getAndSet(null); each != null; each = each.later) {
      HostPort.Alarm alarm = each.alarm;
      if (alarm != null) {
        alarm.cancel();
      }
    }
  }
}
