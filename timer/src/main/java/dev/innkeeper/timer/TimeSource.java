package dev.innkeeper.timer;

import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The time, and every way of waiting for it.
 *
 * <p>Innkeeper reads no clock and parks no thread except through one of these, so that a test can
 * put {@link ManualTimeSource} in the place of {@link #system()} and own the time of a whole host:
 *
 * <pre>{@code
 * TimeSource time = TimeSource.system();
 * long deadline = time.nanoTimeAfter(Duration.ofSeconds(5));
 * if (!time.await(this, deadline, () -> done)) {      // whoever sets done calls time.unpark(thread)
 *   throw new TimeoutException();
 * }
 * }</pre>
 *
 * <p>Waiting has the shape of {@link java.util.concurrent.locks.LockSupport}: one permit a thread,
 * {@code park} may return for no reason, and callers look at their condition again in a loop.
 *
 * <p><b>Threads:</b> every method may be called from any thread. <b>Interruption:</b> an interrupt
 * ends a {@code park} and leaves the flag set; those that declare an {@link InterruptedException}
 * throw it, and clear the flag. <b>Units:</b> deadlines are values of {@link #nanoTime()}, which
 * may wrap around: compare them by difference, never with {@code <}.
 *
 * @since 0.1
 */
public sealed interface TimeSource permits SystemTimeSource, ManualTimeSource {

  /** How often a wait for the wall clock looks at it, at least. */
  Duration WALL_CLOCK_LOOK = Duration.ofMinutes(1);

  /** The JVM's own time: {@link System#nanoTime()}, {@link Instant#now()}, real parking. */
  static TimeSource system() {
    return SystemTimeSource.INSTANCE;
  }

  /** Nanoseconds on the monotonic clock, from an arbitrary origin. */
  long nanoTime();

  /** The wall clock. It may be stepped either way; nothing that must be on time goes by it. */
  Instant instant();

  /**
   * The deadline that is {@code delay} from now. A delay of more than 146 years counts as that
   * long, so {@code Duration.ofSeconds(Long.MAX_VALUE)} means "never" and does not overflow.
   */
  default long nanoTimeAfter(Duration delay) {
    return nanoTime() + Nanos.saturated(Objects.requireNonNull(delay, "delay"));
  }

  /**
   * Waits until this thread is {@linkplain #unpark unparked} or interrupted, or for no reason.
   *
   * @param blocker what is waited for, shown in thread dumps
   */
  void park(Object blocker);

  /**
   * As {@link #park}, and no longer than until {@link #nanoTime()} reaches {@code deadline}.
   * Returns at once when it has.
   */
  void parkUntil(Object blocker, long deadline);

  /**
   * As {@link #parkUntil(Object, long)}, and no longer than until {@link #nanoTime()} reaches
   * {@code look}, at which the caller will only look at something, or tell of it: a report that
   * something is slow, a check that it is well. The time until a look changes nothing, so a {@link
   * ManualTimeSource} that drives a call wakes the caller on its way to a deadline, but never lets
   * time pass for a look alone.
   */
  void parkUntil(Object blocker, long deadline, long look);

  /**
   * As {@link #parkUntil(Object, long)}, but the deadline may be passed by up to {@code tolerance},
   * so that waits share wake-ups: it ends at the {@linkplain #sharedWakeUp shared wake-up}.
   *
   * @throws IllegalArgumentException if the tolerance is negative, or over 146 years
   */
  default void parkUntil(Object blocker, long deadline, Duration tolerance) {
    parkUntil(blocker, sharedWakeUp(deadline, tolerance));
  }

  /**
   * The deadline, rounded up to a point of the grid that all waits with this tolerance have in
   * common, the coarsest of 1, 2, 5, 10, 20, 50 … ms that is no coarser than the tolerance. A
   * tolerance below a millisecond is a grid of its own; zero is none. In the JVM's own time the
   * grid is one for all; that of a {@link ManualTimeSource} begins when it is made.
   *
   * @param deadline in {@link #nanoTime()}
   * @throws IllegalArgumentException if the tolerance is negative, or over 146 years
   */
  default long sharedWakeUp(long deadline, Duration tolerance) {
    return WakeUpGrid.roundUp(deadline, WakeUpGrid.within(tolerance));
  }

  /**
   * As {@link #park}, and no longer than until {@link #instant()} reaches {@code deadline}. The
   * wall clock is looked at every {@link #WALL_CLOCK_LOOK}, so that a wait ends in time after the
   * machine was suspended or its clock was set.
   */
  void parkUntil(Object blocker, Instant deadline);

  /**
   * Waits until {@code condition} holds. Whoever makes it hold {@linkplain #unpark unparks} this
   * thread afterwards; if nobody does, the wait is for ever.
   *
   * @param blocker what is waited for, shown in thread dumps
   * @throws InterruptedException if interrupted before or while it waits
   */
  default void await(Object blocker, BooleanSupplier condition) throws InterruptedException {
    Objects.requireNonNull(blocker, "blocker");
    Objects.requireNonNull(condition, "condition");
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (condition.getAsBoolean()) {
        return;
      }
      park(blocker);
    }
  }

  /**
   * As {@link #await(Object, BooleanSupplier)}, but not beyond {@code deadline}.
   *
   * @return whether the condition holds
   * @throws InterruptedException if interrupted before or while it waits
   */
  default boolean await(Object blocker, long deadline, BooleanSupplier condition)
      throws InterruptedException {
    Objects.requireNonNull(blocker, "blocker");
    Objects.requireNonNull(condition, "condition");
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (condition.getAsBoolean()) {
        return true;
      }
      if (nanoTime() - deadline >= 0) {
        return false;
      }
      parkUntil(blocker, deadline);
    }
  }

  /**
   * As {@link #await(Object, BooleanSupplier)}, but an interrupt does not end the wait: it is kept,
   * and the flag is set at the end.
   */
  default void awaitUninterruptibly(Object blocker, BooleanSupplier condition) {
    Objects.requireNonNull(blocker, "blocker");
    Objects.requireNonNull(condition, "condition");
    boolean interrupted = false;
    while (!condition.getAsBoolean()) {
      park(blocker);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      interrupt(Thread.currentThread());
    }
  }

  /** Lets others run that are ready to. The calling thread goes on by itself afterwards. */
  void letOthersRun();

  /** Ends the {@code park} of {@code thread}, or its next one if it is in none. */
  void unpark(Thread thread);

  /** Interrupts {@code thread}, and ends the {@code park} that it may be in. */
  void interrupt(Thread thread);

  /**
   * Waits for {@code thread} to end, not beyond {@code deadline}.
   *
   * @return whether it has ended
   * @throws InterruptedException if this thread is interrupted before or while it waits
   */
  boolean join(Thread thread, long deadline) throws InterruptedException;

  /**
   * Runs a call that waits for something this time source knows nothing of: a socket, a queue, a
   * latch. The system's time source just calls it. A {@link ManualTimeSource} lets others run, and
   * time pass, until it returns; without this it would take the waiting thread for a busy one.
   *
   * @throws Exception what {@code outside} throws
   */
  <T extends @Nullable Object> T idle(Callable<T> outside) throws Exception;

  /**
   * Makes a thread known before it is started: wrap the body, start a thread on the result. From
   * this call until its body has returned, a {@link ManualTimeSource} counts the thread as busy
   * whenever it does not wait here. A thread that could not be started is {@linkplain #dismiss
   * dismissed}.
   */
  Runnable enlist(Runnable body);

  /** Takes back an {@link #enlist}: {@code enlisted} will never be run. */
  void dismiss(Runnable enlisted);
}
