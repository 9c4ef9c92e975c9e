package dev.innkeeper.runtime.engine;

import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The time of a host: that of its time source without what was lost while the process stood still.
 * So whatever a host keeps (time-outs, graces, back-offs) moves by what was lost, without being
 * touched.
 *
 * <p>A process that is suspended, or held by a debugger, is not told; its clock runs on. The host
 * thread sees it when it looks at the clock much later than it was to: it waits until a time that
 * it knows, and what it does between two waits takes no time to speak of.
 */
final class HostClock {

  /** A thread that is that late has not run. */
  private static final long MOST_LATE = Duration.ofSeconds(1).toNanos();

  private static final long MOST_GIVEN_AGAIN = Duration.ofSeconds(30).toNanos();

  /**
   * The process stood still.
   *
   * @param late for how long at least
   * @param moved what of its time does not count
   */
  record Freeze(long late, long moved) {}

  private final TimeSource time;

  /** Written by the host thread. */
  private volatile long lost;

  HostClock(TimeSource time) {
    this.time = time;
  }

  /** Of two times of a host. */
  static long earlier(long a, long b) {
    return a - b < 0 ? a : b;
  }

  long now() {
    return time.nanoTime() - lost;
  }

  /** In the time source's own time, as it is now. */
  long toSource(long ofTheHost) {
    return ofTheHost + lost;
  }

  long fromSource(long ofTheSource) {
    return ofTheSource - lost;
  }

  /**
   * On the host thread, which looked last at {@code seen} and was to look again by {@code asked},
   * and does so {@code now}: if it was frozen meanwhile, some time does not count from here on.
   * Null: it was not.
   *
   * <p>That it is late says how long the process stood still at least. When it stopped is not
   * known: so what had half a minute left, or less, has all of that again, and what had more has
   * half a minute.
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // the host thread's alone
  @Nullable Freeze freeze(long seen, long asked, long now) {
    long late = now - asked;
    if (late <= MOST_LATE) {
      return null;
    }
    long moved = Math.min(now - seen, late + MOST_GIVEN_AGAIN);
    lost += moved;
    return new Freeze(late, moved);
  }

  /** Manual time passes beside a thread that is at work, and says nothing about it. */
  boolean passesByItself() {
    return time == TimeSource.system();
  }
}
