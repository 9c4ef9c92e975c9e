package dev.innkeeper.runtime.engine;

import dev.innkeeper.timer.TimeSource;
import java.time.Duration;

/**
 * The time of a host: that of its time source without what was lost while the process stood still.
 * So whatever a host keeps (time-outs, graces, back-offs) moves by what was lost, without being
 * touched.
 *
 * <p>A process that is suspended, or held by a debugger, is not told; its clock runs on. The host
 * thread sees it when it wakes up much later than it has asked for.
 */
final class HostClock {

  /** A thread that wakes that late has not run. */
  private static final long MOST_LATE = Duration.ofSeconds(1).toNanos();

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
   * On the host thread, which began to wait at {@code began} and asked to be woken at {@code
   * asked}. Returns how much time was lost, which does not count from here on; zero: none. When in
   * the wait the process stopped is not known, so all of it counts as lost: who had five seconds
   * left has them again.
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // the host thread's alone
  long lostSince(long began, long asked) {
    long now = now();
    if (now - asked <= MOST_LATE) {
      return 0;
    }
    lost += now - began;
    return now - began;
  }
}
