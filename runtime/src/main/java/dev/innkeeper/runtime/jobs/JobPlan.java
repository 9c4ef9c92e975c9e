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
 * @param fixedDelay the period is counted from the end of each run
 * @param whenBusy what becomes of a tick that comes while a run is going on
 * @param timeout null: none
 * @param mostFailures how many in a row the service bears
 */
record JobPlan(
    @Nullable Schedule schedule,
    @Nullable Duration period,
    boolean fixedDelay,
    WhenBusy whenBusy,
    RecurringJob.Body body,
    @Nullable Duration timeout,
    Duration jitter,
    boolean runsAtStart,
    int mostFailures) {

  @Override
  public String toString() {
    if (schedule != null) {
      return Shown.of(schedule);
    }
    String duration = Durations.write(Objects.requireNonNull(period));
    return fixedDelay ? duration + " after each run" : "every " + duration;
  }
}
