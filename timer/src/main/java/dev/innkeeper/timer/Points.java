package dev.innkeeper.timer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The points of a schedule, which may be a user's: what it says is checked. */
record Points(Schedule schedule) {

  /** Null: there are no more. */
  @Nullable Instant after(Instant point) {
    Instant next = schedule.next(point);
    if (next != null && !next.isAfter(point)) {
      throw new IllegalStateException(
          "schedule '" + schedule + "' gave " + next + " as the next after " + point);
    }
    return next;
  }
}
