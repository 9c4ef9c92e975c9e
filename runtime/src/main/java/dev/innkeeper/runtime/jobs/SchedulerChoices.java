package dev.innkeeper.runtime.jobs;

import static dev.innkeeper.runtime.settings.SchedulerKeys.TOLERANCE;

import dev.innkeeper.runtime.settings.Adjustable;
import dev.innkeeper.runtime.settings.Group;
import dev.innkeeper.runtime.settings.Options;
import dev.innkeeper.runtime.settings.Options.Overruling;
import dev.innkeeper.runtime.settings.Values;
import java.time.Duration;
import java.util.List;

/** What a configuration chooses for a {@link JobScheduler}. */
final class SchedulerChoices implements Adjustable {

  static final Options<JobSchedulerBuilder> OPTIONS =
      new Options<JobSchedulerBuilder>()
          .add(TOLERANCE, scheduler -> scheduler.tolerance, JobSchedulerBuilder::tolerance);

  private final JobRegistry registry;

  SchedulerChoices(JobRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Group group() {
    return Group.SCHEDULERS;
  }

  @Override
  public Adjusted adjusted(Values values, Overruling overruling) {
    JobSchedulerBuilder changed = new JobSchedulerBuilder(registry.name());
    changed.tolerance(registry.tolerance().built());
    OPTIONS.set(changed, values, (scheduler, together) -> {}, overruling);
    if (!values.isEmpty()) {
      values.refusing(List.of(TOLERANCE), () -> checked(changed.tolerance));
    }
    return new AdjustedScheduler(changed, values);
  }

  /** Against the periods of those jobs that are there already. */
  private Duration checked(Duration tolerance) {
    for (Entry entry : registry.entries()) {
      long period = registry.lock().get(() -> entry.timing().period());
      Tolerance.check(Duration.ofNanos(period), tolerance, registry.name());
    }
    return tolerance;
  }

  private final class AdjustedScheduler implements Adjusted {

    private final JobSchedulerBuilder choices;
    private final Values values;

    AdjustedScheduler(JobSchedulerBuilder choices, Values values) {
      this.choices = choices;
      this.values = values;
    }

    @Override
    public void commit() {
      registry.tolerance().set(choices.tolerance);
    }

    @Override
    public void describe(List<String> lines) {
      OPTIONS.describe(choices, values, lines);
    }
  }
}
