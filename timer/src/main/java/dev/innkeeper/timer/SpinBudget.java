package dev.innkeeper.timer;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of the machine {@linkplain Accuracy#precise precise} timers may spend on spinning, all
 * together.
 *
 * <pre>{@code
 * SpinBudget generous = SpinBudget.of(0.5, Duration.ofMillis(1));
 * PeriodicTimer.builder(period).accuracy(Accuracy.precise(generous)).build();
 * }</pre>
 *
 * <p>The timers of a JVM share {@link #shared()}, unless they are given another: a budget for each
 * timer would be none, as a hundred of them would take all cores. The share is an average over a
 * second. Thread-safe.
 *
 * @since 0.1
 */
public final class SpinBudget {

  private static final long WINDOW = Duration.ofSeconds(1).toNanos();

  private static final SpinBudget SHARED = of(0.05, Duration.ofNanos(500_000));

  private final double share;
  private final long perTick;

  /** When what has been taken will have been earned, if nobody takes more. Written by takers. */
  private final AtomicLong earnedAt = new AtomicLong(TimeSource.system().nanoTime());

  private SpinBudget(double share, long perTick) {
    this.share = share;
    this.perTick = perTick;
  }

  /** The JVM's: 5 % of one core, and 500 µs for a tick. */
  public static SpinBudget shared() {
    return SHARED;
  }

  /**
   * A budget of its own.
   *
   * @param shareOfACore how much of one core may be spent, on average over a second: 0.05 is 5 %;
   *     more than 1 is more than one core; less than the spin of one tick in a second is nothing
   * @param perTick how long a thread may spin for one tick
   * @throws IllegalArgumentException if the share is not positive and finite, or if {@code perTick}
   *     is zero, negative, or over a second
   */
  public static SpinBudget of(double shareOfACore, Duration perTick) {
    if (!(shareOfACore > 0) || Double.isInfinite(shareOfACore)) {
      throw new IllegalArgumentException(
          "share of a core must be positive and finite: " + shareOfACore);
    }
    Objects.requireNonNull(perTick, "perTick");
    long nanos = Nanos.checked("time for a tick", perTick, false);
    if (nanos > WINDOW) {
      throw new IllegalArgumentException("time for a tick must be at most a second: " + perTick);
    }
    return new SpinBudget(shareOfACore, nanos);
  }

  long perTick() {
    return perTick;
  }

  /** Whether a spin of this length could be had now. */
  boolean has(long now, long spin) {
    return spin <= perTick && earnedAfter(earnedAt.get(), now, spin) - now <= WINDOW;
  }

  /** Takes a spin of this length, if it is to be had. */
  boolean take(long now, long spin) {
    while (has(now, spin)) {
      long before = earnedAt.get();
      long after = earnedAfter(before, now, spin);
      if (after - now <= WINDOW && earnedAt.compareAndSet(before, after)) {
        return true;
      }
    }
    return false;
  }

  private long earnedAfter(long before, long now, long spin) {
    long cost = (long) Math.min(spin / share, 2.0 * WINDOW);
    return (before - now > 0 ? before : now) + cost;
  }

  @Override
  public String toString() {
    return share * 100 + " % of a core, " + Duration.ofNanos(perTick) + " a tick";
  }
}
