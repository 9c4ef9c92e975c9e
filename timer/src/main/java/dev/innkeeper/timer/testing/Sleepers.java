package dev.innkeeper.timer.testing;

import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The time, and those that wait for one. Guarded by the lock of the {@link TurnScheduler}, but for
 * {@link #now}.
 */
final class Sleepers {

  /** Where the clock begins: five minutes before it wraps around. */
  static final long ORIGIN = Long.MAX_VALUE - Duration.ofMinutes(5).toNanos();

  private static final long LOOK = TimeSource.WALL_CLOCK_LOOK.toNanos();

  /** The earliest first, then by arrival. */
  private final TreeSet<Participant> byDueTime =
      new TreeSet<>(
          Comparator.<Participant>comparingLong(p -> p.due - ORIGIN)
              .thenComparingLong(p -> p.arrival));

  private long arrivals;

  /** Written by the driver alone, while nobody is busy; read by all. */
  private volatile long now = ORIGIN;

  long now() {
    return now;
  }

  /** Time does not go back: who overslept is woken now. */
  void moveTo(long time) {
    if (time - now > 0) {
      now = time;
    }
  }

  /**
   * From now on {@code sleeper} waits for its deadline.
   *
   * @param look a time at which it only looks at something; null: it does not
   * @return whether it has something to wait for
   */
  boolean add(Participant sleeper, long deadline, @Nullable Long look, boolean byWallClock) {
    long due = look != null && look - deadline < 0 ? look : deadline;
    if (due - now <= 0) {
      return false;
    }
    sleeper.timed = true;
    sleeper.due = due;
    sleeper.deadline = deadline;
    sleeper.byWallClock = byWallClock;
    sleeper.parkedAt = now;
    sleeper.arrival = arrivals++;
    byDueTime.add(sleeper);
    return true;
  }

  /** It has woken. */
  void remove(Participant sleeper) {
    if (sleeper.timed) {
      byDueTime.remove(sleeper);
      sleeper.timed = false;
    }
  }

  /** The first of those due by {@code target}; null: nobody is. */
  @Nullable Participant firstDueBy(long target) {
    return byDueTime.isEmpty() || byDueTime.first().due - target > 0 ? null : byDueTime.first();
  }

  /** Later than {@code target}, if there is none by then. Nobody is due after his deadline. */
  long earliestDeadline(long target) {
    long earliest = target + 1;
    for (Participant next : byDueTime) {
      if (next.due - earliest >= 0) {
        return earliest;
      }
      earliest = next.deadline - earliest < 0 ? next.deadline : earliest;
    }
    return earliest;
  }

  /**
   * Those that wait for the wall clock notice that it has moved when they look at it next, which is
   * simulated only now: a year of looking once a minute is half a million wake-ups for nothing.
   */
  void wallClockHasMoved() {
    List<Participant> waiting = byDueTime.stream().filter(p -> p.byWallClock).toList();
    waiting.forEach(byDueTime::remove);
    for (Participant p : waiting) {
      long nextLook = now + LOOK - (now - p.parkedAt) % LOOK;
      p.due = nextLook - p.due < 0 ? nextLook : p.due;
      p.deadline = p.due;
    }
    byDueTime.addAll(waiting);
  }
}
