package dev.innkeeper.timer;

import dev.innkeeper.timer.message.Shown;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Wakes one consumer at the points of a {@link Schedule}.
 *
 * <pre>{@code
 * Schedule nightly = Schedule.daily(LocalTime.of(3, 0), ZoneId.of("Europe/Berlin"));
 * try (CalendarTimer timer = CalendarTimer.on(nightly)) {
 *   while (timer.waitForNextTick()) {
 *     vacuum(timer.lastScheduled());
 *   }
 * }
 * }</pre>
 *
 * <p>The first tick is the first point after the timer's construction, each other the one after the
 * last; none is early. A schedule that ends, ends the timer. What becomes of points that pass while
 * the consumer is busy is for {@link MissedTicks} to say. But when a thousand have been skipped, or
 * have come late in a row and a thousand more are due, the timer goes on with the first that is
 * still to come, and says so in the log.
 *
 * <p><b>Threads, interruption, close:</b> see {@link WaitableTimer}; the schedule is asked by the
 * consumer, in {@link #waitForNextTick}, which throws what it throws and consumes no tick.
 *
 * <p><b>Clock:</b> the wall clock, looked at again at least once a minute, so a machine that was
 * suspended or whose clock was set is noticed. Set forward: points were missed. Set back, by more
 * than a second: the timer goes on with the first point after the new time, and says so in the log,
 * which is the {@link System.Logger} of this class. A schedule with fixed hours (daily, weekly,
 * monthly, and cron whose hours are neither {@code *} nor a step) leaves out the points that were
 * run already; for one that goes by elapsed time (hourly, cron with every hour, one of your own)
 * time has passed, so the clock may come to such a point again, and then it runs again. {@link
 * Schedule#every} goes by the monotonic clock alone: when the wall clock is set, no tick moves.
 *
 * @since 0.1
 */
public final class CalendarTimer extends SingleConsumerTimer {

  /** More points than this in a row that are due already are not worked off one by one. */
  static final int MAX_BEHIND = 1_000;

  /** A smaller step is an adjustment: the due point stays, a repeated one would be too soon. */
  private static final Duration A_SECOND = Duration.ofSeconds(1);

  private final MissedTicks missedTicks;

  // Guarded by the lock.
  private Points points;

  /** The point of the next tick; null: there is none. */
  private @Nullable Instant due;

  /** The point of the last tick; null: there was none. */
  private @Nullable Instant lastScheduled;

  /** How often the schedule was changed: who has asked it without the lock sees whether it was. */
  private int changes;

  /** When the timer last looked, on both clocks. */
  private Instant seen;

  private long seenNanos;

  // The consumer's own.

  /** When it called, on both clocks: the wall clock may be set while it waits. */
  private long lastCall;

  private Instant calledAt;

  /**
   * Whether the clock was set forward since the last tick, so that points were never waited for.
   */
  private boolean jumped;

  /** How many points in a row were due when their turn came. */
  private long behind;

  private CalendarTimer(Builder builder) {
    super(builder.time, builder.until);
    missedTicks = builder.missedTicks;
    seenNanos = time.nanoTime();
    seen = time.instant();
    calledAt = seen;
    points = new Points(builder.schedule);
    due = points.after(seen);
  }

  /**
   * A timer on this schedule, whose first tick is the first point from now on. It throws what the
   * schedule throws.
   *
   * @throws IllegalStateException if the schedule does not go forward
   */
  public static CalendarTimer on(Schedule schedule) {
    return builder(schedule).build();
  }

  /** A timer yet to be made: its first tick is the first point after {@link Builder#build()}. */
  public static Builder builder(Schedule schedule) {
    return new Builder(schedule);
  }

  @Override
  boolean take(long called) {
    long nanos = time.nanoTime();
    Instant now = time.instant();
    Duration step = stepUntil(nanos, now);
    if (points.goByTheMonotonicClock()) {
      shift(step);
    } else if (step.compareTo(A_SECOND.negated()) < 0) {
      startAgain(now.minus(step), now);
      sees(nanos, now);
      return false;
    } else if (step.compareTo(A_SECOND) > 0) {
      jumped = true;
    }
    sees(nanos, now);
    if (called != lastCall) {
      lastCall = called;
      calledAt = now.minusNanos(nanos - called);
    }
    return due != null && !now.isBefore(due) && take(due, now, nanos);
  }

  /** By how much the wall clock was set since the timer last looked. */
  private Duration stepUntil(long nanos, Instant now) {
    return Duration.between(seen.plusNanos(nanos - seenNanos), now);
  }

  private void sees(long nanos, Instant now) {
    seenNanos = nanos;
    seen = now;
  }

  /** The points keep their places on the monotonic clock, so they move on the wall clock. */
  private void shift(Duration step) {
    due = due == null ? null : due.plus(step);
    calledAt = calledAt.plus(step);
  }

  private boolean take(Instant point, Instant now, long nanos) {
    int before = changes;
    MissedTicks.PointStep step;
    Instant next;
    Points asked = points;
    lock.unlock();
    try {
      step = missedTicks.next(asked, point, calledAt, now);
      next = caughtUp(asked, step, now);
    } finally {
      lock.lock();
    }
    if (changes != before || isOver() || Thread.currentThread().isInterrupted()) {
      return false;
    }
    asked.wereRun(jumped ? step.scheduled() : point, step.scheduled());
    jumped = false;
    due = next;
    lastScheduled = step.scheduled();
    long lateness = Nanos.saturated(Duration.between(lastScheduled, now));
    ticked(nanos - lateness, nanos, step.missed(), false);
    return true;
  }

  private void startAgain(Instant expected, Instant now) {
    int before = changes;
    Points asked = points;
    Instant next;
    lock.unlock();
    try {
      next = asked.after(now);
      warn(
          "The clock was set back from {0} to {1}: {2} goes on with {3}",
          expected, now, Shown.of(asked.schedule()), next);
    } finally {
      lock.lock();
    }
    jumped = false;
    if (changes == before) {
      due = next;
    }
  }

  /** The next point, or the first that is still to come if there were too many before it. */
  private @Nullable Instant caughtUp(Points points, MissedTicks.PointStep step, Instant now) {
    Instant next = step.nextDue();
    if (next == null || next.isAfter(now)) {
      behind = 0;
      return next;
    }
    behind += 1 + step.missed();
    if (behind < MAX_BEHIND) {
      return next;
    }
    behind = 0;
    boolean manyMore = step.missed() > 0 || areDue(MAX_BEHIND, points, next, now);
    if (!manyMore) {
      return next;
    }
    Instant toCome = points.after(now);
    warn(
        "Over {0} points of {1} have passed: those from {2} on are left out, next is {3}",
        MAX_BEHIND, Shown.of(points.schedule()), next, toCome);
    return toCome;
  }

  private static boolean areDue(int count, Points points, Instant first, Instant now) {
    Instant point = first;
    for (int n = 1; n < count && point != null && !point.isAfter(now); n++) {
      point = points.after(point);
    }
    return point != null && !point.isAfter(now);
  }

  /** Looked up when it is needed, which is next to never: the first logger is slow to get. */
  private static void warn(String message, @Nullable Object... details) {
    try {
      System.getLogger(CalendarTimer.class.getName()).log(Level.WARNING, message, details);
    } catch (Throwable t) { // a log that is broken is no reason to end the ticks
      return;
    }
  }

  @Override
  void sleep() {
    Instant point = due;
    if (point == null) {
      return;
    }
    boolean monotonic = points.goByTheMonotonicClock();
    long nanos = seenNanos + Nanos.saturated(Duration.between(seen, point));
    lock.unlock();
    try {
      if (monotonic) {
        time.parkUntil(this, nanos);
      } else {
        time.parkUntil(this, point);
      }
    } finally {
      lock.lock();
    }
  }

  @Override
  boolean isAtEnd() {
    return due == null;
  }

  /** The schedule in force. */
  public Schedule schedule() {
    lock.lock();
    try {
      return points.schedule();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Goes on by another schedule: the next tick is its first point from now on, also for a wait in
   * progress. On a closed timer it has no further effect. It throws what the schedule throws, and
   * the old one stays in force.
   *
   * @throws IllegalStateException if the schedule does not go forward
   */
  public void changeSchedule(Schedule newSchedule) {
    Points newPoints = new Points(Objects.requireNonNull(newSchedule, "newSchedule"));
    long nanos = time.nanoTime();
    Instant now = time.instant();
    Instant newDue = newPoints.after(now);
    change(() -> {
      points = newPoints;
      due = newDue;
      sees(nanos, now);
      changes++;
    });
  }

  /**
   * The point on the schedule that the {@linkplain #lastTick() last tick} stands for.
   *
   * @throws IllegalStateException before the first tick
   */
  public Instant lastScheduled() {
    lock.lock();
    try {
      if (lastScheduled == null) {
        throw noTickYet("lastScheduled()");
      }
      return lastScheduled;
    } finally {
      lock.unlock();
    }
  }

  /** When the next tick is due; null if the schedule is at its end. */
  public @Nullable Instant nextScheduled() {
    lock.lock();
    try {
      return due == null || !points.goByTheMonotonicClock()
          ? due
          : due.plus(stepUntil(time.nanoTime(), time.instant()));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "CalendarTimer["
        + Shown.of(schedule())
        + (hasEnded() ? ", over" : ", next at " + nextScheduled())
        + "]";
  }

  private boolean hasEnded() {
    lock.lock();
    try {
      return isOver();
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

    private final Schedule schedule;
    private MissedTicks missedTicks = MissedTicks.SKIP;
    private TimeSource time = TimeSource.system();
    private @Nullable Signal until;

    private Builder(Schedule schedule) {
      this.schedule = Objects.requireNonNull(schedule, "schedule");
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

    /** Ends the timer, as {@link CalendarTimer#close()} does, when {@code signal} is raised. */
    public Builder until(Signal signal) {
      until = Objects.requireNonNull(signal, "until");
      return this;
    }

    /**
     * Makes the timer, and asks the schedule for its first point. It throws what that throws.
     *
     * @throws IllegalStateException if the schedule does not go forward
     */
    public CalendarTimer build() {
      return new CalendarTimer(this);
    }
  }
}
