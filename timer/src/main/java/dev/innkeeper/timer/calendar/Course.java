package dev.innkeeper.timer.calendar;

import dev.innkeeper.timer.CalendarTimer;
import dev.innkeeper.timer.MissedTicks;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.message.Shown;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a schedule has come: which point is due next, which were run, and what becomes of both
 * when points were missed or the wall clock was set.
 *
 * <p>Not thread-safe. What asks the schedule, which may be a user's, changes nothing, so that it
 * can be called without a lock; what changes something asks nobody but those of ours.
 */
public final class Course {

  /** More points than this in a row that are due already are not worked off one by one. */
  static final int MAX_BEHIND = 1_000;

  /**
   * One step along a schedule.
   *
   * @param due the point that was due
   * @param scheduled the point that the tick stands for: it, or a later one
   * @param missed points passed over before that
   * @param next the point to go on with; null if there are no more
   * @param behind how many points in a row were due when their turn came
   */
  public record Step(
      Instant due, Instant scheduled, long missed, @Nullable Instant next, long behind) {}

  private final Points points;
  private @Nullable Instant due;

  /** Whether the clock was set forward since the last step, so points were never waited for. */
  private boolean jumped;

  private long behind;

  /**
   * From the first point after {@code start} on. It throws what the schedule throws.
   *
   * @throws IllegalStateException if the schedule does not go forward
   */
  public Course(Schedule schedule, Instant start) {
    points = new Points(schedule);
    due = points.after(start);
  }

  public Schedule schedule() {
    return points.schedule();
  }

  /** Whether a step of the wall clock moves the points with it, so that no tick moves. */
  public boolean goesByTheMonotonicClock() {
    return points.goByTheMonotonicClock();
  }

  /** The next point; null: the schedule is at its end. */
  public @Nullable Instant due() {
    return due;
  }

  // ---- a tick

  /**
   * What a tick stands for that is taken now, when the next point is due, and asked for at {@code
   * called}. Asks the schedule.
   */
  public Step step(MissedTicks choice, Instant called, Instant now) {
    Instant point = Objects.requireNonNull(due, "due");
    return switch (choice) {
      case SKIP -> skipping(point, now);
      case BURST -> step(point, point, 0, points.after(point), now);
      case DELAY -> delayed(point, called, now);
    };
  }

  private Step skipping(Instant point, Instant now) {
    Instant scheduled = point;
    Instant next = points.after(point);
    int passed = 0;
    while (next != null && !next.isAfter(now) && passed < MAX_BEHIND) {
      scheduled = next;
      next = points.after(next);
      passed++;
    }
    return step(point, scheduled, passed, next, now);
  }

  private Step delayed(Instant point, Instant called, Instant now) {
    Instant next = points.after(called.isAfter(point) ? called : point);
    boolean lateByAPeriod = next != null && !next.isAfter(now);
    return step(point, point, 0, lateByAPeriod ? points.after(now) : next, now);
  }

  /** Goes on with the first point that is still to come if there were too many before it. */
  private Step step(
      Instant point, Instant scheduled, long missed, @Nullable Instant next, Instant now) {
    if (next == null || next.isAfter(now)) {
      return new Step(point, scheduled, missed, next, 0);
    }
    long behindNow = behind + 1 + missed;
    if (behindNow < MAX_BEHIND) {
      return new Step(point, scheduled, missed, next, behindNow);
    }
    boolean manyMore = missed > 0 || areDue(MAX_BEHIND, next, now);
    if (!manyMore) {
      return new Step(point, scheduled, missed, next, 0);
    }
    Instant toCome = points.after(now);
    warn(
        "Over {0} points of {1} have passed: those from {2} on are left out, next is {3}",
        MAX_BEHIND, Shown.of(schedule()), next, toCome);
    return new Step(point, scheduled, missed, toCome, 0);
  }

  private boolean areDue(int count, Instant first, Instant now) {
    Instant point = first;
    for (int n = 1; n < count && point != null && !point.isAfter(now); n++) {
      point = points.after(point);
    }
    return point != null && !point.isAfter(now);
  }

  /** The tick was taken. */
  public void take(Step step) {
    points.wereRun(jumped ? step.scheduled : step.due, step.scheduled);
    jumped = false;
    due = step.next;
    behind = step.behind;
  }

  // ---- the wall clock was set

  /** Of one that goes by the monotonic clock: its points keep their places on that. */
  public void shift(Duration step) {
    due = due == null ? null : due.plus(step);
  }

  /** Points that were passed over were not run. */
  public void clockWasSetForward() {
    jumped = true;
  }

  /**
   * With what it goes on when the clock shows {@code now} instead of {@code expected}. Asks the
   * schedule, and says so in the log.
   */
  public @Nullable Instant pointAfterTheClockWasSetBack(Instant expected, Instant now) {
    Instant next = points.after(now);
    warn(
        "The clock was set back from {0} to {1}: {2} goes on with {3}",
        expected, now, Shown.of(schedule()), next);
    return next;
  }

  /** It does so. */
  public void goOnWith(@Nullable Instant next) {
    jumped = false;
    due = next;
  }

  /** Looked up when it is needed, which is next to never: the first logger is slow to get. */
  private static void warn(String message, @Nullable Object... details) {
    try {
      System.getLogger(CalendarTimer.class.getName()).log(Level.WARNING, message, details);
    } catch (Throwable t) { // a log that is broken is no reason to end the ticks
      return;
    }
  }
}
