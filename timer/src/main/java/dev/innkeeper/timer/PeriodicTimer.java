package dev.innkeeper.timer;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Wakes one consumer at the points of a fixed grid in time.
 *
 * <pre>{@code
 * try (PeriodicTimer timer = PeriodicTimer.every(Duration.ofSeconds(2))) {
 *   while (timer.waitForNextTick()) {
 *     report();
 *   }
 * }
 * }</pre>
 *
 * <p>Tick n = 1, 2, … is due at {@code start + initialDelay + (n - 1) * period}, where the start is
 * the timer's construction and the initial delay is one period unless it is set. A tick is never
 * early, and its lateness is not passed on to the next: after a million ticks the error is that of
 * one. What becomes of ticks that pass while the consumer is busy is for {@link MissedTicks} to
 * say, how close to its time a tick comes for {@link Accuracy}.
 *
 * <p><b>Threads, interruption, close:</b> see {@link WaitableTimer}. <b>Clock:</b> the monotonic
 * one; steps of the wall clock have no effect.
 *
 * <p>The contract is .NET's {@code PeriodicTimer}, which coalesces missed ticks without counting
 * them and has no other choice.
 *
 * @since 0.1
 */
public final class PeriodicTimer extends SingleConsumerTimer {

  private final MissedTicks missedTicks;
  private final Accuracy accuracy;
  private final Sleeper sleeper;

  // Guarded by the lock.
  private long period;
  private long due;

  private PeriodicTimer(Builder builder) {
    super(builder.time, builder.until);
    missedTicks = builder.missedTicks;
    accuracy = builder.accuracy;
    sleeper = accuracy.sleeper(time);
    period = builder.period;
    due = time.nanoTime() + builder.initialDelay;
  }

  /**
   * A timer with this period, whose first tick is due one period from now.
   *
   * @throws IllegalArgumentException if the period is zero, negative, or over 146 years
   */
  public static PeriodicTimer every(Duration period) {
    return builder(period).build();
  }

  /**
   * A timer yet to be made: its clock starts with {@link Builder#build()}.
   *
   * @throws IllegalArgumentException if the period is zero, negative, or over 146 years
   */
  public static Builder builder(Duration period) {
    return new Builder(period);
  }

  @Override
  boolean take(long called) {
    long now = time.nanoTime();
    if (now - due < 0) {
      return false;
    }
    MissedTicks.Step step = missedTicks.next(due, period, called, now);
    ticked(step.scheduled(), now, step.missed(), sleeper.ticked());
    due = step.nextDue();
    return true;
  }

  @Override
  void sleep() {
    long next = due;
    lock.unlock();
    try {
      sleeper.sleepUntil(next, time, this);
    } finally {
      lock.lock();
    }
  }

  /** The period in force. */
  public Duration period() {
    lock.lock();
    try {
      return Duration.ofNanos(period);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Moves the grid: the next tick is due one new period from now, also for a wait in progress. On a
   * closed timer it has no further effect.
   *
   * @throws IllegalArgumentException if the period is zero, negative, over 146 years, or not longer
   *     than the timer's {@linkplain Accuracy#tolerance tolerance}; the old one stays in force
   */
  public void changePeriod(Duration newPeriod) {
    Objects.requireNonNull(newPeriod, "newPeriod");
    long nanos = Nanos.checked("period", newPeriod, false);
    accuracy.checkPeriod(nanos);
    change(() -> {
      period = nanos;
      due = time.nanoTime() + nanos;
    });
  }

  @Override
  public String toString() {
    lock.lock();
    try {
      return "PeriodicTimer[every "
          + Duration.ofNanos(period)
          + (isOver() ? ", over" : ", tick " + nextNumber() + " next")
          + "]";
    } finally {
      lock.unlock();
    }
  }

  /**
   * A timer yet to be made. Not thread-safe.
   *
   * @since 0.1
   */
  public static final class Builder {

    private final long period;
    private long initialDelay;
    private MissedTicks missedTicks = MissedTicks.SKIP;
    private Accuracy accuracy = Accuracy.standard();
    private TimeSource time = TimeSource.system();
    private @Nullable Signal until;

    private Builder(Duration period) {
      this.period = Nanos.checked("period", period, false);
      this.initialDelay = this.period;
    }

    /**
     * When the first tick is due, from construction; zero: at once. Default: one period.
     *
     * @throws IllegalArgumentException if it is negative or over 146 years
     */
    public Builder initialDelay(Duration delay) {
      Objects.requireNonNull(delay, "delay");
      initialDelay = Nanos.checked("initial delay", delay, true);
      return this;
    }

    /** What to do when ticks were missed. Default: {@link MissedTicks#SKIP}. */
    public Builder missedTicks(MissedTicks choice) {
      missedTicks = Objects.requireNonNull(choice, "missedTicks");
      return this;
    }

    /**
     * How close to its time a tick comes, and at what cost. Default: {@link Accuracy#standard()}.
     *
     * @throws IllegalArgumentException if it is a tolerance that is not less than the period
     */
    public Builder accuracy(Accuracy choice) {
      Objects.requireNonNull(choice, "accuracy").checkPeriod(period);
      accuracy = choice;
      return this;
    }

    /** The time to go by. Default: {@link TimeSource#system()}. */
    public Builder timeSource(TimeSource source) {
      time = Objects.requireNonNull(source, "timeSource");
      return this;
    }

    /** Ends the timer, as {@link PeriodicTimer#close()} does, when {@code signal} is raised. */
    public Builder until(Signal signal) {
      until = Objects.requireNonNull(signal, "until");
      return this;
    }

    /** Makes the timer and starts its clock. */
    public PeriodicTimer build() {
      return new PeriodicTimer(this);
    }
  }
}
