package dev.innkeeper.runtime;

import dev.innkeeper.timer.TimeSource;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How the host thread waits: for a condition, and meanwhile it sets off what is due.
 *
 * <p>An alarm need not be taken back: what is no longer so when it goes off, its action sees. But
 * one that would go off late keeps what it is about.
 */
final class AlarmClock {

  private final HostMonitor monitor;
  private final TimeSource time;

  /** A time before all alarms: the clock may wrap around after it. */
  private final long origin;

  /** Guarded by the monitor, as the number. */
  private final TreeSet<Alarm> queue = new TreeSet<>();

  private long alarmsSet;

  /** The host thread: written by itself before it first looks at a condition. */
  private volatile @Nullable Thread thread;

  /** What was set, for {@link #cancel}. */
  record Alarm(long sinceOrigin, long number, Runnable action) implements Comparable<Alarm> {

    @Override
    public int compareTo(Alarm other) {
      int byTime = Long.compare(sinceOrigin, other.sinceOrigin);
      return byTime == 0 ? Long.compare(number, other.number) : byTime;
    }
  }

  AlarmClock(HostMonitor monitor, TimeSource time) {
    this.monitor = monitor;
    this.time = time;
    this.origin = time.nanoTime();
  }

  /** Has {@code action} run on the host thread when {@code due} has come. */
  Alarm set(long due, Runnable action) {
    Alarm alarm =
        monitor.get(() -> {
          Alarm numbered = new Alarm(due - origin, alarmsSet++, action);
          queue.add(numbered);
          return numbered;
        });
    if (monitor.get(() -> isFirst(alarm))) {
      lookAgain();
    }
    return alarm;
  }

  /** Under the monitor. Only for the first need the host thread wake earlier than it would. */
  private boolean isFirst(Alarm alarm) {
    return !queue.isEmpty() && queue.first().number == alarm.number;
  }

  /** Under the monitor. One that went off: no effect. */
  void cancel(Alarm alarm) {
    queue.remove(alarm);
  }

  /** Makes the host thread look at its condition, and at its alarms, again. */
  void lookAgain() {
    Thread waiting = thread;
    if (waiting != null) {
      time.unpark(waiting);
    }
  }

  /** On the host thread. The condition is evaluated under the monitor. */
  void await(BooleanSupplier condition) {
    awaitOr(condition, null);
  }

  /** As {@link #await}, but not beyond the deadline. */
  void awaitUntil(BooleanSupplier condition, long deadline) {
    awaitOr(condition, deadline);
  }

  /** Woken by {@link #lookAgain}, or by the clock for the next alarm. */
  private void awaitOr(BooleanSupplier condition, @Nullable Long deadline) {
    thread = Thread.currentThread();
    while (!monitor.get(condition::getAsBoolean)) {
      long now = time.nanoTime();
      if (deadline != null && now - deadline >= 0) {
        return;
      }
      Runnable alarm = monitor.get(() -> poll(now));
      if (alarm != null) {
        alarm.run();
      } else {
        parkUntil(earlier(monitor.get(this::next), deadline));
      }
    }
  }

  private @Nullable Runnable poll(long now) {
    Alarm first = queue.isEmpty() ? null : queue.first();
    if (first == null || first.sinceOrigin > now - origin) {
      return null;
    }
    queue.remove(first);
    return first.action;
  }

  private @Nullable Long next() {
    return queue.isEmpty() ? null : Long.valueOf(queue.first().sinceOrigin + origin);
  }

  private static @Nullable Long earlier(@Nullable Long a, @Nullable Long b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a - b < 0 ? a : b;
  }

  private void parkUntil(@Nullable Long when) {
    if (when == null) {
      time.park(this);
    } else {
      time.parkUntil(this, when);
    }
    boolean unused = Thread.interrupted();
  }
}
