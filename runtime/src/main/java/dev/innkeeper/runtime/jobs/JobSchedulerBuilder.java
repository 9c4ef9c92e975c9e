package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.runtime.service.LeaderElection;
import dev.innkeeper.runtime.thread.Names;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link JobScheduler} yet to be made. Not thread-safe.
 *
 * @since 0.1
 */
public final class JobSchedulerBuilder {

  private final String name;
  Duration tolerance = Tolerance.DEFAULT;
  private @Nullable Function<? super String, String> description;
  private @Nullable LeaderElection election;

  JobSchedulerBuilder(String name) {
    this.name = Names.checked("scheduler", name);
  }

  /**
   * By how much runs may be late, so that they share wake-ups: a coarser one costs less. A period
   * must be longer. Default: a millisecond.
   *
   * @throws IllegalArgumentException if it is negative, or over 146 years
   */
  public JobSchedulerBuilder tolerance(Duration most) {
    tolerance = Tolerance.checked(most);
    return this;
  }

  /**
   * What the runs of a job are called in the log, in events and in exceptions, by its key: {@code
   * shop/reminders#label}. It ends up in the log, so it should have nothing in it that must not be
   * there. Default: the number of the run.
   *
   * <p>Called for each run. If it throws, the label says so; {@code null} is shown as it is.
   * Control characters are escaped, and of a long label the first 100 characters are shown.
   */
  public JobSchedulerBuilder describedBy(Function<? super String, String> label) {
    description = Objects.requireNonNull(label, "label");
    return this;
  }

  /**
   * Runs its jobs only in the process that leads, as {@link ServiceOptions#whileLeader} of the
   * scheduler's service says. Ticks that come while another process leads are not skipped, and
   * count nowhere here.
   */
  public JobSchedulerBuilder whileLeader(LeaderElection chosen) {
    election = Objects.requireNonNull(chosen, "election");
    return this;
  }

  /** Makes the scheduler. */
  public JobScheduler build() {
    return new JobScheduler(new JobRegistry(name, new Tolerance(tolerance), description), election);
  }
}
