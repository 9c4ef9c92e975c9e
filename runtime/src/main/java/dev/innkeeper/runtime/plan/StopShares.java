package dev.innkeeper.runtime.plan;

import java.time.Duration;

/**
 * How the time for a stop is divided, so that nobody starves and what one does not need passes on.
 *
 * <p>With the deadline D, a reserve r for the report, and h the length of the longest chain of
 * services still to stop from one on, itself included: who is asked at time t has {@code D - r - t
 * - f(h - 1)}, which leaves f to each of those behind it. f is fixed when the stop begins at T:
 * {@code min(1 s, (D - r - T) / 2H)} with H the longest chain of all.
 *
 * <p>Pure. Times are nanoseconds that may wrap around.
 *
 * @param end {@code D - r}: when nobody is waited for any more
 * @param floor f
 */
public record StopShares(long end, long floor) {

  private static final long RESERVE = Duration.ofMillis(250).toNanos();
  private static final long LAST_LOOK = Duration.ofSeconds(1).toNanos();
  private static final long FLOOR = Duration.ofSeconds(1).toNanos();

  public static StopShares of(long begin, long deadline, int longestChain) {
    return without(begin, deadline - reserve(deadline - begin), longestChain);
  }

  /** The same without a reserve. */
  public static StopShares without(long begin, long end, int longestChain) {
    long half = Math.max(0, end - begin) / 2;
    return new StopShares(end, Math.min(FLOOR, half / Math.max(1, longestChain)));
  }

  /** A quarter of a stop that is too short for the whole reserve. */
  static long reserve(long whole) {
    return Math.min(RESERVE, Math.max(0, whole) / 4);
  }

  /** Until when one that is asked at {@code asked}, with {@code chain} to stop from it on, has. */
  public long endOf(long asked, int chain, long stopTimeout) {
    long share = Math.max(0, end - asked - floor * Math.max(0, chain - 1));
    return asked + Math.min(share, stopTimeout);
  }

  /** When to look where those are that still run: a second before the end, if there is one. */
  public long beginOfLastLook(long begin) {
    return end - Math.min(LAST_LOOK, Math.max(0, end - begin) / 3);
  }

  /** Until when something that comes before all services may take, without cutting a share. */
  public long endOfPrelude(int longestChain) {
    return end - floor * longestChain;
  }
}
