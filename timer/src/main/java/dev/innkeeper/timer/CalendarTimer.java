package dev.innkeeper.timer;

import dev.innkeeper.timer.calendar.Clocks;
import dev.innkeeper.timer.calendar.Course;
import dev.innkeeper.timer.message.Shown;
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

  private final MissedTicks missedTicks;

  // Guarded by the lock.

  /** Replaced when the schedule is changed: who has asked it without the lock sees that. */
  private Course course;

  /** The point of the last tick; null: there was none. */
  private @Nullable Instant lastScheduled;

  /** When the timer last looked. */
  private Clocks seen;

  // The consumer's own.

  /** When it called, on both clocks: the wall clock may be set while it waits. */
  private long lastCall;

  private Instant calledAt;

  private CalendarTimer(Builder builder) {
    super(builder.time, builder.until);
    missedTicks = builder.missedTicks;
    seen = Clocks.of(time);
    calledAt = seen.instant();
    course = new Course(builder.schedule, calledAt);
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
    Clocks now = Clocks.of(time);
    Duration step = seen.stepUntil(now);
    if (course.goesByTheMonotonicClock()) {
      course.shift(step);
      calledAt = calledAt.plus(step);
    } else if (Clocks.isBack(step)) {
      startAgain(now.instant().minus(step), now.instant());
      seen = now;
      return false;
    } else if (Clocks.isForward(step)) {
      course.clockWasSetForward();
    }
    seen = now;
    if (called != lastCall) {
      lastCall = called;
      calledAt = now.instant().minusNanos(now.nanos() - called);
    }
    Instant due = course.due();
    return due != null && !now.instant().isBefore(due) && take(now);
  }

  private boolean take(Clocks now) {
    Course asked = course;
    Course.Step step;
    lock.unlock();
    try {
      step = asked.step(missedTicks, calledAt, now.instant());
    } finally {
      lock.lock();
    }
    if (wasChanged(asked) || isOver() || Thread.currentThread().isInterrupted()) {
      return false;
    }
    asked.take(step);
    lastScheduled = step.scheduled();
    long lateness = Nanos.saturated(Duration.between(lastScheduled, now.instant()));
    ticked(now.nanos() - lateness, now.nanos(), step.missed(), false);
    return true;
  }

  private void startAgain(Instant expected, Instant now) {
    Course asked = course;
    Instant next;
    lock.unlock();
    try {
      next = asked.pointAfterTheClockWasSetBack(expected, now);
    } finally {
      lock.lock();
    }
    if (!wasChanged(asked)) {
      asked.goOnWith(next);
    }
  }

  @SuppressWarnings("ReferenceEquality") // its identity
  private boolean wasChanged(Course asked) {
    return course != asked;
  }

  @Override
  void sleep() {
    Instant point = course.due();
    if (point == null) {
      return;
    }
    boolean monotonic = course.goesByTheMonotonicClock();
    long nanos = seen.nanos() + Nanos.saturated(Duration.between(seen.instant(), point));
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
    return course.due() == null;
  }

  /** The schedule in force. */
  public Schedule schedule() {
    lock.lock();
    try {
      return course.schedule();
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
    Objects.requireNonNull(newSchedule, "newSchedule");
    Clocks now = Clocks.of(time);
    Course newCourse = new Course(newSchedule, now.instant());
    change(() -> {
      course = newCourse;
      seen = now;
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
      Instant due = course.due();
      return due == null || !course.goesByTheMonotonicClock()
          ? due
          : due.plus(seen.stepUntil(Clocks.of(time)));
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
