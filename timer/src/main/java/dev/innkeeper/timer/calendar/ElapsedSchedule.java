package dev.innkeeper.timer.calendar;

import dev.innkeeper.timer.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** See {@link Schedule#every}. */
public record ElapsedSchedule(Duration period) implements Schedule {

  @Override
  public @Nullable Instant next(Instant after) {
    Objects.requireNonNull(after, "after");
    boolean beyondTheEndOfTime = Duration.between(after, Instant.MAX).compareTo(period) < 0;
    return beyondTheEndOfTime ? null : after.plus(period);
  }

  @Override
  public String toString() {
    return "every " + period;
  }
}
