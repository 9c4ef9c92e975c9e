package dev.innkeeper.runtime.jobs;

import static dev.innkeeper.runtime.settings.JobKeys.CRON;
import static dev.innkeeper.runtime.settings.JobKeys.EVERY;
import static dev.innkeeper.runtime.settings.JobKeys.FAIL_AFTER;
import static dev.innkeeper.runtime.settings.JobKeys.FIXED_DELAY;
import static dev.innkeeper.runtime.settings.JobKeys.INITIAL_RUN;
import static dev.innkeeper.runtime.settings.JobKeys.JITTER;
import static dev.innkeeper.runtime.settings.JobKeys.PAUSED;
import static dev.innkeeper.runtime.settings.JobKeys.TIMEOUT;
import static dev.innkeeper.runtime.settings.JobKeys.WHEN_BUSY;
import static dev.innkeeper.runtime.settings.JobKeys.ZONE;

import dev.innkeeper.runtime.settings.Adjustable;
import dev.innkeeper.runtime.settings.Group;
import dev.innkeeper.runtime.settings.Key;
import dev.innkeeper.runtime.settings.Options;
import dev.innkeeper.runtime.settings.Options.Overruling;
import dev.innkeeper.runtime.settings.Values;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.ZonedSchedule;
import dev.innkeeper.timer.message.Shown;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is chosen for a {@link RecurringJob}, over all its lives: by the code for good, and by the
 * configuration of the host that was built last.
 */
final class RecurringChoices implements Adjustable {

  private static final List<Key<?>> TIMING = List.of(CRON, EVERY, FIXED_DELAY);

  /** What must go together. */
  private static final List<Key<?>> CHECKED = List.of(CRON, EVERY, FIXED_DELAY, JITTER, WHEN_BUSY);

  static final Options<RecurringJobBuilder> OPTIONS =
      new Options<RecurringJobBuilder>()
          .together(CRON, job -> true, RecurringChoices::schedule)
          .together(ZONE, job -> zone(job) != null, RecurringChoices::zone)
          .together(EVERY, job -> true, job -> job.fixedDelay ? null : job.period)
          .together(FIXED_DELAY, job -> true, job -> job.fixedDelay ? job.period : null)
          .add(TIMEOUT, job -> job.timeout, RecurringJobBuilder::timeout)
          .add(JITTER, job -> job.jitter, (job, most) -> job.jitter = most)
          .add(INITIAL_RUN, job -> job.runsAtStart, (job, run) -> job.runsAtStart = run)
          .add(PAUSED, job -> job.paused, (job, paused) -> job.paused = paused)
          .add(
              WHEN_BUSY,
              job -> job.whenBusy.name(),
              (job, policy) -> job.whenBusy = WhenBusy.valueOf(policy))
          .add(FAIL_AFTER, RecurringChoices::failAfter, RecurringJobBuilder::failAfter);

  private final RecurringJobBuilder code;
  private final RecurringJob.Body body;
  private final JobPlan built;
  private volatile JobPlan plan;
  private Consumer<Boolean> pausing = paused -> {};

  /** {@code code} is not changed from here on. */
  RecurringChoices(RecurringJobBuilder code, RecurringJob.Body body) {
    this.code = code;
    this.body = body;
    this.built = code.plan(body);
    this.plan = built;
  }

  /** Before there is a host. */
  void whenPaused(Consumer<Boolean> action) {
    pausing = action;
  }

  JobPlan plan() {
    return plan;
  }

  boolean isPaused() {
    return code.paused;
  }

  @Override
  public Group group() {
    return Group.JOBS;
  }

  @Override
  public Adjusted adjusted(Values values, Overruling overruling) {
    if (values.isEmpty()) {
      return new AdjustedJob(code, values, built);
    }
    RecurringJobBuilder changed = code.copy();
    OPTIONS.set(changed, values, RecurringChoices::setTiming, overruling);
    return new AdjustedJob(changed, values, values.refusing(CHECKED, () -> changed.plan(body)));
  }

  private final class AdjustedJob implements Adjusted {

    private final RecurringJobBuilder choices;
    private final Values values;
    private final JobPlan adjusted;

    AdjustedJob(RecurringJobBuilder choices, Values values, JobPlan adjusted) {
      this.choices = choices;
      this.values = values;
      this.adjusted = adjusted;
    }

    /** A job that was paused or resumed since is left alone, unless it is configured. */
    @Override
    public void commit() {
      plan = adjusted;
      values.get(PAUSED).ifPresent(pausing);
    }

    @Override
    public void describe(List<String> lines) {
      OPTIONS.describe(choices, values, lines);
    }
  }

  // ---- when it runs

  private static void setTiming(RecurringJobBuilder job, Values values) {
    List<Key<?>> chosen = TIMING.stream().filter(values::has).toList();
    if (chosen.size() > 1) {
      throw values.refused(chosen, "they exclude each other: keep one");
    }
    if (values.has(ZONE) && !values.has(CRON)) {
      throw values.refused(
          List.of(ZONE), "it is the zone of " + values.written(CRON) + ": choose that, too");
    }
    values.get(CRON).ifPresent(cron -> setCron(job, cron, values));
    values.get(EVERY).ifPresent(period -> setPeriod(job, EVERY, period, false, values));
    values.get(FIXED_DELAY).ifPresent(delay -> setPeriod(job, FIXED_DELAY, delay, true, values));
  }

  private static void setCron(RecurringJobBuilder job, String cron, Values values) {
    List<Key<?>> keys = List.of(CRON);
    ZoneId zone =
        values
            .get(ZONE)
            .or(() -> Optional.ofNullable(zone(job)))
            .orElseThrow(() ->
                values.refused(
                    keys,
                    "it needs a time zone, and the code has none: choose "
                        + values.written(ZONE)
                        + ", too"));
    job.schedule = values.refusing(keys, () -> Schedule.cron(cron, zone));
    job.period = null;
    job.fixedDelay = false;
  }

  private static void setPeriod(
      RecurringJobBuilder job, Key<Duration> key, Duration period, boolean delay, Values values) {
    values.refusing(List.of(key), () -> PeriodicTimer.builder(period)); // checks it
    job.schedule = null;
    job.period = period;
    job.fixedDelay = delay;
  }

  // ---- what was chosen

  private static @Nullable String schedule(RecurringJobBuilder job) {
    return job.schedule == null ? null : Shown.of(job.schedule);
  }

  private static @Nullable ZoneId zone(RecurringJobBuilder job) {
    return job.schedule instanceof ZonedSchedule zoned ? zoned.zone() : null;
  }

  private static @Nullable Integer failAfter(RecurringJobBuilder job) {
    return job.mostFailures == Integer.MAX_VALUE ? null : job.mostFailures;
  }
}
