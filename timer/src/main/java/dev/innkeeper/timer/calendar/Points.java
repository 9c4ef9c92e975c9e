package dev.innkeeper.timer.calendar;

import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.ZonedSchedule;
import dev.innkeeper.timer.message.Shown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The points of a schedule that a timer still has to run. The schedule may be a user's, so its
 * answers are checked.
 *
 * <p>A point of a schedule with fixed hours is run once, however the wall clock is set: on each day
 * that has the hour there is one run. What was run is kept as spans, and a span only ends where the
 * clock was set, so there is one, or there are few. A schedule that goes by elapsed time has no
 * such memory: an hour that the clock shows again is another hour.
 *
 * <p>Used by the timer's consumer alone, once it is made.
 */
final class Points {

  /** After so many steps of the clock the oldest span is forgotten. */
  private static final int MAX_SPANS = 100;

  /** All points from the first to the last were run. */
  private record Span(Instant first, Instant last) {

    boolean contains(Instant point) {
      return !point.isBefore(first) && !point.isAfter(last);
    }
  }

  private final Schedule schedule;
  private final boolean runOnce;

  /** Only the last one grows. */
  private final List<Span> run = new ArrayList<>(0);

  Points(Schedule schedule) {
    this.schedule = schedule;
    this.runOnce = schedule instanceof ZonedSchedule zoned && zoned.hasFixedHours();
  }

  Schedule schedule() {
    return schedule;
  }

  /** Whether a step of the wall clock moves the points with it, so that no tick moves. */
  boolean goByTheMonotonicClock() {
    return schedule instanceof ElapsedSchedule;
  }

  /** The first to run after {@code point}; null: there are no more. */
  @Nullable Instant after(Instant point) {
    Instant next = next(point);
    for (Span span = spanWith(next); span != null; span = spanWith(next)) {
      next = next(span.last);
    }
    return next;
  }

  private @Nullable Instant next(Instant point) {
    Instant next = schedule.next(point);
    if (next != null && !next.isAfter(point)) {
      throw new IllegalStateException(
          "schedule '%s' does not go forward: next(%s) returned %s,"
                  .formatted(Shown.of(schedule), point, next)
              + " expected a later instant, or null at the end");
    }
    return next;
  }

  private @Nullable Span spanWith(@Nullable Instant point) {
    if (point != null) {
      for (Span span : run) {
        if (span.contains(point)) {
          return span;
        }
      }
    }
    return null;
  }

  /** These have been run, or passed over by a consumer that was too slow. */
  void wereRun(Instant first, Instant last) {
    if (!runOnce) {
      return;
    }
    Span before = run.isEmpty() ? null : run.getLast();
    if (before != null && first.equals(schedule.next(before.last))) {
      run.set(run.size() - 1, new Span(before.first, last));
      return;
    }
    if (run.size() == MAX_SPANS) {
      run.removeFirst();
    }
    run.add(new Span(first, last));
  }
}
