package dev.innkeeper.runtime.events;

import dev.innkeeper.runtime.thread.BriefLock;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which failures are told, and how: the same failure of the same service in full once, then in one
 * line a minute that counts. One that has not come for an hour is told in full again, since logs
 * are rotated. From any thread.
 *
 * <p>It has no thread: a count is told by the first failure after the minute, or at the stop.
 */
final class RepeatedFailures {

  private static final long A_MINUTE = Duration.ofMinutes(1).toNanos();
  private static final long AN_HOUR = Duration.ofHours(1).toNanos();

  /** So many kinds of failures are known at a time. */
  private static final int MOST = 100;

  /** A failure came again: so many times, in so many nanoseconds. */
  record Count(Failing last, int times, long nanos) {}

  /** What is to be told: the counts first. */
  record Told(boolean inFull, List<Count> counts) {}

  /** What is known of one kind. */
  private static final class Known {
    private long toldAt;
    private long seenAt;
    private int untold;
    private Failing last;

    private Known(Failing last) {
      this.last = last;
    }

    private @Nullable Count count(long now) {
      if (untold == 0) {
        return null;
      }
      Count count = new Count(last, untold, now - toldAt);
      untold = 0;
      toldAt = now;
      return count;
    }
  }

  private final TimeSource time;
  private final BriefLock lock = new BriefLock();

  // Guarded by the lock:

  /** The one that has come last, last. */
  private final Map<Failing.Kind, Known> known = new LinkedHashMap<>(16, 0.75f, true);

  /** Nobody will ask for the rest. */
  private boolean closed;

  RepeatedFailures(TimeSource time) {
    this.time = time;
  }

  /** What is to be told now that there is this failure. */
  Told add(Failing failing) {
    Failing.Kind kind = failing.kind(); // user code, so not under the lock
    return lock.get(() -> added(kind, failing, time.nanoTime()));
  }

  /** Under the lock. */
  private Told added(Failing.Kind kind, Failing failing, long now) {
    List<Count> counts = new ArrayList<>();
    Known before = known.get(kind);
    boolean inFull = before == null || now - before.seenAt >= AN_HOUR;
    Known entry = before == null ? new Known(failing) : before;
    if (inFull) {
      addCount(entry, now, counts);
      entry.toldAt = now;
    } else {
      entry.untold++;
      entry.last = failing;
      if (closed || now - entry.toldAt >= A_MINUTE) {
        addCount(entry, now, counts);
      }
    }
    entry.seenAt = now;
    known.put(kind, entry);
    forgetOneTooMany(now, counts);
    return new Told(inFull, counts);
  }

  private void forgetOneTooMany(long now, List<Count> counts) {
    if (known.size() > MOST) {
      Iterator<Known> eldestFirst = known.values().iterator();
      addCount(eldestFirst.next(), now, counts);
      eldestFirst.remove();
    }
  }

  /** What has not been told. */
  List<Count> rest() {
    return lock.get(() -> {
      List<Count> counts = new ArrayList<>();
      long now = time.nanoTime();
      known.values().forEach(entry -> addCount(entry, now, counts));
      return counts;
    });
  }

  /** From here on nothing is kept for later. */
  void close() {
    lock.run(() -> closed = true);
  }

  boolean hasRest() {
    return lock.get(() -> known.values().stream().anyMatch(entry -> entry.untold > 0));
  }

  private static void addCount(Known entry, long now, List<Count> counts) {
    Count count = entry.count(now);
    if (count != null) {
      counts.add(count);
    }
  }
}
