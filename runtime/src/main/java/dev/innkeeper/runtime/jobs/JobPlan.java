package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.message.Shown;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was chosen for a {@link RecurringJob}: immutable.
 *
 * @param schedule if it goes by one
 * @param period else
 * @param timeout null: none
 * @param mostFailures how many in a row the service bears
 */
record JobPlan(
    @Nullable Schedule schedule,
    @Nullable Duration period,
    RecurringJob.Body body,
    @Nullable Duration timeout,
    Duration jitter,
    boolean runsAtStart,
    int mostFailures) {

  @Override
  public String toString() {
    return schedule == null
        ? "every " + Durations.write(Objects.requireNonNull(period))
        : Shown.of(schedule);
  }
}
