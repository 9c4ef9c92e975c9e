package dev.innkeeper.timer;

import java.time.Duration;
import java.util.Objects;

/**
 * How close to its time a tick comes, against what it costs: one axis, from {@link #precise()} over
 * {@link #standard()} to {@link #tolerance}.
 *
 * <pre>{@code
 * PeriodicTimer sampler =
 *     PeriodicTimer.builder(Duration.ofMillis(10)).accuracy(Accuracy.precise()).build();
 * PeriodicTimer oneOfMany =
 *     PeriodicTimer.builder(Duration.ofSeconds(1))
 *         .accuracy(Accuracy.tolerance(Duration.ofMillis(10)))
 *         .build();
 * }</pre>
 *
 * <p>It moves the moment at which the thread is woken and nothing else: a tick is never early,
 * {@link Tick#scheduled()} stays on the grid. Immutable; one may serve any number of timers.
 *
 * @since 0.1
 */
public abstract sealed class Accuracy {

  private static final Accuracy STANDARD = new Standard();

  private Accuracy() {}

  /**
   * The thread sleeps until the tick is due, and runs as soon as the platform has woken it: 100 to
   * 300 µs late on a machine that has the time. It never spins. The default.
   */
  public static Accuracy standard() {
    return STANDARD;
  }

  /** {@link #precise(SpinBudget)} on the budget that all such timers of the JVM share. */
  public static Accuracy precise() {
    return precise(SpinBudget.shared());
  }

  /**
   * On time to a microsecond, most of the time: the timer learns how late the platform wakes it,
   * has itself woken that much earlier, and spins for the rest ({@link Thread#onSpinWait()}). A
   * spinning thread holds its core, and its carrier if it is virtual; an interrupt or a close ends
   * the spin. When the budget is spent the timer sleeps as by {@link #standard()}, and {@link
   * Tick#budgetSpent()} says so.
   *
   * <p>On a time source that is not the {@linkplain TimeSource#system() system's} every wake-up is
   * on time by itself, and this is as {@link #standard()}.
   */
  public static Accuracy precise(SpinBudget budget) {
    return new Precise(budget);
  }

  /**
   * A tick may come up to {@code tolerance} later than it must, so that timers share wake-ups: each
   * is rounded up to a grid that all timers with this tolerance have in common, the coarsest of 1,
   * 2, 5, 10, 20, 50 … ms that is no coarser than the tolerance. That is what makes very many
   * timers cheap. Linux knows it as timer slack, macOS as leeway. With {@link MissedTicks#DELAY} a
   * tick that comes late by it can make the next call late, and so move the grid.
   *
   * @throws IllegalArgumentException if it is zero, negative, or over 146 years; and later, from
   *     the timer, if it is not less than the period
   */
  public static Accuracy tolerance(Duration tolerance) {
    Nanos.checked("tolerance", tolerance, false);
    return new Tolerance(tolerance);
  }

  /** Throws if a timer with this accuracy cannot have {@code period}. */
  void checkPeriod(long period) {}

  /** For the consumer of one timer. */
  abstract Sleeper sleeper(TimeSource time);

  private static final class Standard extends Accuracy {

    @Override
    Sleeper sleeper(TimeSource time) {
      return (due, sameTime, timer) -> sameTime.parkUntil(timer, due);
    }

    @Override
    public String toString() {
      return "standard";
    }
  }

  private static final class Precise extends Accuracy {

    private final SpinBudget budget;

    private Precise(SpinBudget budget) {
      this.budget = Objects.requireNonNull(budget, "budget");
    }

    @Override
    Sleeper sleeper(TimeSource time) {
      return time instanceof SystemTimeSource system
          ? new SpinningSleeper(system, budget)
          : standard().sleeper(time);
    }

    @Override
    public String toString() {
      return "precise within " + budget;
    }
  }

  private static final class Tolerance extends Accuracy implements Sleeper {

    private final Duration tolerance;

    private Tolerance(Duration tolerance) {
      this.tolerance = tolerance;
    }

    @Override
    void checkPeriod(long period) {
      if (tolerance.compareTo(Duration.ofNanos(period)) >= 0) {
        throw new IllegalArgumentException(
            this + " must be less than the period " + Duration.ofNanos(period));
      }
    }

    @Override
    Sleeper sleeper(TimeSource time) {
      return this;
    }

    @Override
    public void sleepUntil(long due, TimeSource time, Object timer) {
      time.parkUntil(timer, due, tolerance);
    }

    @Override
    public String toString() {
      return "tolerance " + tolerance;
    }
  }
}
