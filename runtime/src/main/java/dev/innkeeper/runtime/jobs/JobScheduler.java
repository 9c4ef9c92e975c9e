package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.runtime.port.HostPort;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.LeaderElection;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.settings.Adjustables;
import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A service that runs jobs which come and go while the program runs: reminders, polls of what
 * customers have added, retries at a time of their own. For work that is known when the program is
 * written, there is {@link RecurringJob}.
 *
 * <pre>{@code
 * HostBuilder builder = Host.builder("shop");
 * JobScheduler reminders = builder.jobScheduler("reminders");
 * …
 * reminders.scheduleEvery("poll-" + feed.id(), Duration.ofMinutes(5), run -> feed.poll());
 * reminders.schedule("digest", Schedule.daily(LocalTime.of(7, 0), berlin), run -> sendDigest());
 * reminders.scheduleAt("order-4711", order.due(), run -> remind(order));
 * reminders.scheduleAfter("retry-4711", Duration.ofHours(1), run -> charge(order));
 * reminders.find("order-4711").ifPresent(ScheduledJob::cancel);
 * }</pre>
 *
 * <p><b>Jobs</b> have a key each; one that is taken is an error, unless {@link
 * ScheduleOptions#replace} is chosen. They may be added before the service has started: then they
 * count from its start. They are kept when it is stopped or restarted: what became due meanwhile is
 * run when it runs again, of a period or schedule only the last point, and those before it are
 * counted as skipped. A job that is run once is gone when that run has ended, well or not; one that
 * the stop has interrupted, and that has ended by that, is run again. Nothing outlives the process.
 *
 * <p><b>Runs:</b> each on a virtual thread of its own, and none while one of the same job goes on,
 * unless {@link ScheduleOptions#whenBusy} says otherwise. A run that fails is logged as an error,
 * and the next comes at its time all the same. It is known in the log and in events by its number,
 * as {@code shop/reminders#4711}, and not by its key, unless {@link
 * JobSchedulerBuilder#describedBy} was chosen. Listeners are told of runs that fail, by {@code
 * HostEvent.JobFailed}, whose item is the key, and of ticks that were skipped; the flight recorder
 * has all runs.
 *
 * <p><b>Stop:</b> when the service is asked to stop, no more runs begin. Those in progress are not
 * disturbed until the last two seconds of its time, or half of it if that is less; {@link
 * ServiceOptions#interruptAfter} says otherwise. Then they are interrupted. A host in which a
 * scheduler runs is never {@linkplain HostBuilder#stopWhenComplete complete}.
 *
 * <p><b>Threads:</b> a scheduler is one service of one host at a time; its methods may be called
 * from any thread, also from the body of a job. None waits. A schedule of your own is asked for its
 * next point on a thread that all jobs of the scheduler share. <b>Clock:</b> the monotonic one for
 * a period and a delay, the wall clock for a schedule and an instant. A run may be late by the
 * {@linkplain JobSchedulerBuilder#tolerance tolerance}, a millisecond, so that runs share wake-ups;
 * those by the wall clock do not share them.
 *
 * @since 0.1
 */
public final class JobScheduler implements BackgroundService {

  /**
   * How a scheduler is doing: an immutable snapshot. A test may implement it; methods that are
   * added later have a default.
   *
   * @since 0.1
   */
  public interface Status {

    /** How many jobs there are. */
    int jobs();

    /** How many ticks were skipped, over all jobs that there were. */
    long skipped();
  }

  static {
    Adjustables.open(JobScheduler.class, scheduler -> new SchedulerChoices(scheduler.registry));
  }

  private final JobRegistry registry;
  private final @Nullable LeaderElection election;

  /** The last life that has begun. */
  private volatile @Nullable SchedulerWork work;

  JobScheduler(JobRegistry registry, @Nullable LeaderElection election) {
    this.registry = registry;
    this.election = election;
  }

  /**
   * A scheduler yet to be made.
   *
   * @param name that of its service, unless it is added to the host under another
   * @throws IllegalArgumentException if the name is empty or has control characters
   */
  public static JobSchedulerBuilder builder(String name) {
    return new JobSchedulerBuilder(name);
  }

  /** The name that it was built with. */
  public String name() {
    return registry.name();
  }

  /** What decides in which process it runs; see {@link JobSchedulerBuilder#whileLeader}. */
  public Optional<LeaderElection> election() {
    return Optional.ofNullable(election);
  }

  // ---- jobs

  /**
   * Adds a job that runs once in each period, for the first time when one has passed.
   *
   * @throws IllegalArgumentException if the period is not longer than the tolerance, or over 146
   *     years
   * @throws IllegalStateException if the key is taken
   */
  public ScheduledJob scheduleEvery(String key, Duration period, ScheduledJob.Body body) {
    return scheduleEvery(key, period, body, options -> {});
  }

  /** As above, with options. */
  public ScheduledJob scheduleEvery(
      String key, Duration period, ScheduledJob.Body body, Consumer<ScheduleOptions> options) {
    Timing.Every every = registry.every(period);
    return registry.add(
        key,
        choices -> {
          Duration delay = choices.initialDelay();
          return delay == null ? every : every.delayedBy(Durations.nanos(delay));
        },
        body,
        options);
  }

  /**
   * Adds a job that runs at the points of a schedule. It throws what that throws.
   *
   * @throws IllegalStateException if the key is taken, or the schedule does not go forward
   */
  public ScheduledJob schedule(String key, Schedule schedule, ScheduledJob.Body body) {
    return schedule(key, schedule, body, options -> {});
  }

  /** As above, with options. */
  public ScheduledJob schedule(
      String key, Schedule schedule, ScheduledJob.Body body, Consumer<ScheduleOptions> options) {
    Timing timing = registry.on(schedule);
    return registry.add(key, choices -> timing, body, options);
  }

  /**
   * Adds a job that runs once, at {@code instant}; at once if that is past.
   *
   * @throws IllegalStateException if the key is taken
   */
  public ScheduledJob scheduleAt(String key, Instant instant, ScheduledJob.Body body) {
    return scheduleAt(key, instant, body, options -> {});
  }

  /** As above, with options. */
  public ScheduledJob scheduleAt(
      String key, Instant instant, ScheduledJob.Body body, Consumer<ScheduleOptions> options) {
    Timing timing = new Timing.At(Objects.requireNonNull(instant, "instant"));
    return registry.add(key, choices -> timing, body, options);
  }

  /**
   * Adds a job that runs once, when {@code delay} has passed.
   *
   * @throws IllegalArgumentException if it is negative
   * @throws IllegalStateException if the key is taken
   */
  public ScheduledJob scheduleAfter(String key, Duration delay, ScheduledJob.Body body) {
    return scheduleAfter(key, delay, body, options -> {});
  }

  /** As above, with options. */
  public ScheduledJob scheduleAfter(
      String key, Duration delay, ScheduledJob.Body body, Consumer<ScheduleOptions> options) {
    Timing timing = JobRegistry.after(delay);
    return registry.add(key, choices -> timing, body, options);
  }

  /** The job that has this key; empty: there is none, or it has ended. */
  public Optional<ScheduledJob> find(String key) {
    return registry.find(Objects.requireNonNull(key, "key"));
  }

  /**
   * The jobs that there are, in no order. Nothing waits for that, so of those that come or go
   * meanwhile it has some.
   */
  public List<ScheduledJob> jobs() {
    return registry.jobs();
  }

  /** How it is doing. */
  public Status status() {
    return registry.status();
  }

  // ---- as a service

  /**
   * From here on jobs are run.
   *
   * @throws IllegalStateException if the scheduler is another service already
   */
  @Override
  public void start(ServiceContext context) {
    SchedulerWork life = new SchedulerWork(registry, context);
    registry.begin(life);
    work = life;
    HostPort.behind(context, "scheduler '" + name() + "'").drains();
    context.onStopRequested(life::wakeForStop);
    context.ready();
  }

  @Override
  public void execute(ServiceContext context) throws InterruptedException {
    Objects.requireNonNull(work, "not started").work();
  }

  /** Ends the requests that were not run. */
  @Override
  public void stop(ServiceContext context) {
    Objects.requireNonNull(work, "not started").close();
  }

  @Override
  public String toString() {
    return "JobScheduler[" + name() + "]";
  }
}
