package dev.innkeeper.timer;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
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
 * say.
 *
 * <p><b>Threads:</b> one consumer at a time may wait; a second gets an {@link
 * IllegalStateException}. Everything else may be called from any thread. <b>Interruption:</b>
 * {@link #waitForNextTick} throws, consumes no tick, and may be called again. <b>Close:</b> the
 * consumer gets {@code false}, now and for ever; a due tick that it has not taken is void.
 * <b>Clock:</b> the monotonic one; steps of the wall clock have no effect. A timer has no thread of
 * its own: one that nobody waits on or refers to is garbage. <b>Flight recorder:</b> each tick is
 * an event {@code dev.innkeeper.Tick}.
 *
 * <p>The contract is .NET's {@code PeriodicTimer}, which coalesces missed ticks without counting
 * them and has no other choice.
 *
 * @since 0.1
 */
public final class PeriodicTimer implements AutoCloseable {

  private final TimeSource time;
  private final MissedTicks missedTicks;
  private final @Nullable Signal until;

  /** Guards every field below. Never held while waiting. */
  private final ReentrantLock lock = new ReentrantLock();

  private long period;
  private long due;
  private long number;
  private @Nullable Tick last;
  private boolean closed;

  /** The consumer in {@link #waitForNextTick}: set and cleared by itself. */
  private @Nullable Thread waiter;

  private PeriodicTimer(Builder builder) {
    time = builder.time;
    missedTicks = builder.missedTicks;
    until = builder.until;
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

  /**
   * Waits for the next tick, or takes one that is due already.
   *
   * @return {@code true} for a tick, which {@link #lastTick()} then describes; {@code false} once
   *     the timer has been closed or its {@linkplain Builder#until signal} raised
   * @throws InterruptedException if interrupted before or while it waits; no tick is consumed
   * @throws IllegalStateException if another thread waits already; that thread is not disturbed
   */
  public boolean waitForNextTick() throws InterruptedException {
    Tick tick = awaitTick();
    if (tick != null) {
      FlightRecording.record(tick);
    }
    return tick != null;
  }

  /** Null: the timer is over. */
  private @Nullable Tick awaitTick() throws InterruptedException {
    long called = time.nanoTime();
    lock.lock();
    try {
      if (isOver()) {
        return null;
      }
      if (waiter != null) {
        throw new IllegalStateException(
            "a timer has one consumer, and thread '" + waiter.getName() + "' waits already");
      }
      waiter = Thread.currentThread();
      try {
        return awaitTick(called) ? last : null;
      } finally {
        waiter = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitTick(long called) throws InterruptedException {
    long ticket = until == null ? 0 : until.enter();
    try {
      while (!isOver()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        long now = time.nanoTime();
        if (now - due >= 0) {
          take(called, now);
          return true;
        }
        parkUntilDue();
      }
      return false;
    } finally {
      if (until != null) {
        until.leave(ticket);
      }
    }
  }

  private boolean isOver() {
    return closed || (until != null && until.isRaised());
  }

  private void take(long called, long now) {
    MissedTicks.Step step = missedTicks.next(due, period, called, now);
    number += 1 + step.missed();
    last = new Tick(number, step.scheduled(), now, step.missed());
    due = step.nextDue();
  }

  /** Woken by the clock, an interrupt, {@link #close}, {@link #changePeriod}, or the signal. */
  private void parkUntilDue() {
    long deadline = due;
    lock.unlock();
    try {
      time.parkUntil(this, deadline);
    } finally {
      lock.lock();
    }
  }

  /**
   * The tick that {@link #waitForNextTick} returned last.
   *
   * @throws IllegalStateException before the first tick
   */
  public Tick lastTick() {
    lock.lock();
    try {
      if (last == null) {
        throw new IllegalStateException("no tick yet");
      }
      return last;
    } finally {
      lock.unlock();
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
   * @throws IllegalArgumentException if the period is zero, negative, or over 146 years; the old
   *     one stays in force
   */
  public void changePeriod(Duration newPeriod) {
    long nanos = Nanos.checked("period", newPeriod, false);
    Thread toWake;
    lock.lock();
    try {
      period = nanos;
      due = time.nanoTime() + nanos;
      toWake = waiter;
    } finally {
      lock.unlock();
    }
    wake(toWake);
  }

  /**
   * Ends the timer: {@link #waitForNextTick} returns {@code false}, now and for ever. Idempotent.
   */
  @Override
  public void close() {
    Thread toWake;
    lock.lock();
    try {
      closed = true;
      toWake = waiter;
    } finally {
      lock.unlock();
    }
    wake(toWake);
  }

  private void wake(@Nullable Thread thread) {
    if (thread != null) {
      time.unpark(thread);
    }
  }

  @Override
  public String toString() {
    lock.lock();
    try {
      return "PeriodicTimer[every "
          + Duration.ofNanos(period)
          + (isOver() ? ", over" : ", tick " + (number + 1) + " next")
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
      initialDelay = Nanos.checked("initial delay", delay, true);
      return this;
    }

    /** What to do when ticks were missed. Default: {@link MissedTicks#SKIP}. */
    public Builder missedTicks(MissedTicks choice) {
      missedTicks = Objects.requireNonNull(choice, "missedTicks");
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
