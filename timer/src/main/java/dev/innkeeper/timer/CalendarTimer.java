package dev.innkeeper.timer;

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
 * the consumer is busy is for {@link MissedTicks} to say; after a thousand of them in a row the
 * timer goes on with the first that is still to come, and says so in the log.
 *
 * <p><b>Threads, interruption, close:</b> see {@link WaitableTimer}; the schedule is asked by the
 * consumer, in {@link #waitForNextTick}, which throws what it throws and consumes no tick.
 *
 * <p><b>Clock:</b> the wall clock, looked at again at least once a minute, so a machine that was
 * suspended or whose clock was set is noticed. Set forward: points were missed. Set back: what has
 * been does not come again. By more than a day, though, the old time is taken for the error: the
 * timer goes on with the first point after the new time, and says so in the log, which is the
 * {@link System.Logger} of this class.
 *
 * @since 0.1
 */
public final class CalendarTimer extends SingleConsumerTimer {

  /** More points than this in a row that are due already are not worked off one by one. */
  static final int MAX_BEHIND = 1_000;

  private static final Duration A_DAY = Duration.ofDays(1);

  private final MissedTicks missedTicks;

  /** Guarded by the lock. */
  private Place place;

  /** The wall clock at the last look. The consumer's own. */
  private Instant seen;

  /** How many points in a row were due when their turn came. The consumer's own. */
  private long behind;

  /**
   * Where the timer stands on its schedule: a value, so that the schedule, which is a user's, can
   * be asked for the next one without a lock.
   *
   * @param due the point of the next tick; null: there is none
   * @param number of the last tick
   * @param last the point of the last tick; null: there was none
   */
  private record Place(Points points, @Nullable Instant due, long number, @Nullable Instant last) {

    Place goOn(MissedTicks.PointStep step, @Nullable Instant next) {
      return new Place(points, next, number + 1 + step.missed(), step.scheduled());
    }

    Place waitFor(Points newPoints, @Nullable Instant newDue) {
      return new Place(newPoints, newDue, number, last);
    }
  }

  private CalendarTimer(Builder builder) {
    super(builder.time, builder.until);
    missedTicks = builder.missedTicks;
    seen = time.instant();
    Points points = new Points(builder.schedule);
    place = new Place(points, points.after(seen), 0, null);
  }

  /** A timer on this schedule, whose first tick is the first point from now on. */
  public static CalendarTimer on(Schedule schedule) {
    return builder(schedule).build();
  }

  /** A timer yet to be made: its first tick is the first point after {@link Builder#build()}. */
  public static Builder builder(Schedule schedule) {
    return new Builder(schedule);
  }

  @Override
  @Nullable Tick take(long called) {
    Place here = place();
    long nanos = time.nanoTime();
    Instant now = time.instant();
    if (now.isBefore(seen.minus(A_DAY))) {
      startAgain(here, now);
      return null;
    }
    seen = now;
    if (here.due == null || now.isBefore(here.due)) {
      return null;
    }
    MissedTicks.PointStep step =
        missedTicks.next(here.points, here.due, now.minusNanos(nanos - called), now);
    Place there = here.goOn(step, caughtUp(here.points, step, now));
    if (!replace(here, there)) {
      return null;
    }
    long lateness = Nanos.saturated(Duration.between(step.scheduled(), now));
    return new Tick(there.number, nanos - lateness, nanos, step.missed(), false);
  }

  private void startAgain(Place here, Instant now) {
    Instant next = here.points.after(now);
    warn(
        "The clock was set back from {0} to {1}: {2} goes on with {3}",
        seen, now, here.points.schedule(), next);
    seen = now;
    replace(here, here.waitFor(here.points, next));
  }

  /** The next point, or the first that is still to come if there were too many before it. */
  private @Nullable Instant caughtUp(Points points, MissedTicks.PointStep step, Instant now) {
    Instant next = step.nextDue();
    boolean stillBehind = next != null && !next.isAfter(now);
    behind = stillBehind ? behind + 1 + step.missed() : 0;
    if (behind < MAX_BEHIND) {
      return next;
    }
    behind = 0;
    Instant toCome = points.after(now);
    warn(
        "Over {0} points of {1} have passed: left out are those from {2} on, next is {3}",
        MAX_BEHIND, points.schedule(), next, toCome);
    return toCome;
  }

  /** Looked up when it is needed, which is next to never: the first logger is slow to get. */
  private static void warn(String message, @Nullable Object... details) {
    System.getLogger(CalendarTimer.class.getName()).log(Level.WARNING, message, details);
  }

  /** False: the schedule was changed meanwhile. */
  @SuppressWarnings("ReferenceEquality") // a place that is equal may be another one
  private boolean replace(Place expected, Place next) {
    lock.lock();
    try {
      boolean unchanged = place == expected;
      if (unchanged) {
        place = next;
      }
      return unchanged;
    } finally {
      lock.unlock();
    }
  }

  private Place place() {
    lock.lock();
    try {
      return place;
    } finally {
      lock.unlock();
    }
  }

  @Override
  void sleep() {
    Instant due = place().due;
    if (due != null) {
      time.parkUntil(this, due);
    }
  }

  @Override
  boolean isAtEnd() {
    return place.due == null;
  }

  /** The schedule in force. */
  public Schedule schedule() {
    return place().points.schedule();
  }

  /**
   * Goes on by another schedule: the next tick is its first point from now on, also for a wait in
   * progress. On a closed timer it has no further effect.
   */
  public void changeSchedule(Schedule newSchedule) {
    Points points = new Points(Objects.requireNonNull(newSchedule, "schedule"));
    Instant due = points.after(time.instant());
    change(() -> place = place.waitFor(points, due));
  }

  /**
   * The point on the schedule that the {@linkplain #lastTick() last tick} stands for.
   *
   * @throws IllegalStateException before the first tick
   */
  public Instant lastScheduled() {
    Instant last = place().last;
    if (last == null) {
      throw new IllegalStateException("no tick yet");
    }
    return last;
  }

  /** When the next tick is due; null if the schedule is at its end. */
  public @Nullable Instant nextScheduled() {
    return place().due;
  }

  @Override
  public String toString() {
    Place here = place();
    return "CalendarTimer["
        + here.points.schedule()
        + (hasEnded() ? ", over" : ", next at " + here.due)
        + "]";
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

    /** Makes the timer, and asks the schedule for its first point. */
    public CalendarTimer build() {
      return new CalendarTimer(this);
    }
  }
}
