package dev.innkeeper.runtime.plan;

import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The times of one stop. They are fixed when it begins, but for the shares in the steps around it,
 * which are fixed when those begin, and used by whoever has begun them alone.
 */
public final class StopTimes {

  private final long begin;
  private final long deadline;

  /** For each service, how many are still to stop on the longest chain from it on. */
  private final int[] chains;

  private final StopShares shares;

  /** The shares in the steps around the stop, once these have begun. */
  private StopShares stoppingShares = new StopShares(0, 0);

  private StopShares stoppedShares = new StopShares(0, 0);

  /**
   * A plan for a stop that was asked for at {@code begin}, whose callers are let go at {@code
   * deadline}, whatever happens.
   */
  public StopTimes(long begin, long deadline, int[] chains) {
    this.begin = begin;
    this.deadline = deadline;
    this.chains = chains.clone();
    this.shares = StopShares.of(begin, deadline, longest(chains));
  }

  /**
   * The deadline comes nearer by so much. What is left is at least the reserve, for the services,
   * and the reserve again, for the report.
   */
  public StopTimes hastened(long nanos, long now) {
    long least = now + 2 * StopShares.reserve(deadline - begin);
    long earlier = deadline - nanos;
    StopTimes nearer = new StopTimes(now, earlier - least > 0 ? earlier : least, chains);
    nearer.beginStoppingStep(now);
    nearer.beginStoppedStep(now);
    return nearer;
  }

  /** When callers are let go. */
  public long deadline() {
    return deadline;
  }

  private static int longest(int[] chains) {
    return Arrays.stream(chains).max().orElse(0);
  }

  /** Until when a service has that is asked to stop at {@code askedAt}. */
  public long endOfShare(int service, long askedAt, @Nullable Duration stopTimeout) {
    long limit = stopTimeout == null ? Long.MAX_VALUE / 2 : Durations.nanos(stopTimeout);
    return shares.endOf(askedAt, chains[service], limit);
  }

  /** Until when the callbacks before all services may take. */
  public long endOfPrelude() {
    return shares.endOfPrelude(longest(chains));
  }

  /** When to look where those are that still run. */
  public long beginOfLastLook() {
    return shares.beginOfLastLook(begin);
  }

  /** When what still runs is abandoned. */
  public long endOfServices() {
    return shares.end();
  }

  /** The reserve is for stacks and the callbacks at the end first, then for logging the report. */
  public long middleOfReserve() {
    return shares.end() + (deadline - shares.end()) / 2;
  }

  // ---- the steps around the stop: each service has a share in them as well

  /** The stopping step begins, and ends where the sure shares of the services do. */
  public void beginStoppingStep(long now) {
    stoppingShares = StopShares.without(now, endOfPrelude(), longest(chains));
  }

  public long endOfStoppingStep(int service, long now) {
    return stoppingShares.endOf(now, chains[service], Long.MAX_VALUE / 2);
  }

  /** The stopped step begins: it may take what the services have left, and a bit of the reserve. */
  public void beginStoppedStep(long now) {
    stoppedShares = StopShares.without(now, endOfStoppedStep(), longest(chains));
  }

  public long endOfStoppedStep(int service, long now) {
    return stoppedShares.endOf(now, chains[service], Long.MAX_VALUE / 2);
  }

  public long endOfStoppedStep() {
    return shares.end() + (deadline - shares.end()) / 4;
  }
}
