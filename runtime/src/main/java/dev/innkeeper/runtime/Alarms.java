package dev.innkeeper.runtime;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What the host thread has to do at which time. Guarded by the host's {@link HostMonitor}.
 *
 * <p>Alarms are not taken back: what is no longer so when one goes off, its action sees.
 */
final class Alarms {

  private final long origin;
  private final PriorityQueue<Alarm> queue =
      new PriorityQueue<>(
          Comparator.comparingLong(Alarm::sinceOrigin).thenComparingLong(Alarm::number));
  private long set;

  /** {@code origin} is a time before all alarms: the clock may wrap around after it. */
  Alarms(long origin) {
    this.origin = origin;
  }

  void set(long due, Runnable action) {
    queue.add(new Alarm(due - origin, set++, action));
  }

  /** Takes the first that is due. */
  @Nullable Runnable poll(long now) {
    Alarm first = queue.peek();
    if (first == null || first.sinceOrigin > now - origin) {
      return null;
    }
    return queue.remove().action;
  }

  /** When the next one is due. */
  @Nullable Long next() {
    Alarm first = queue.peek();
    return first == null ? null : Long.valueOf(first.sinceOrigin + origin);
  }

  private record Alarm(long sinceOrigin, long number, Runnable action) {}
}
