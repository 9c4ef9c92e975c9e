package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.runtime.port.HostPort;
import dev.innkeeper.runtime.report.RunOutcome;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.JobRun;
import dev.innkeeper.runtime.service.LeaderElection;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.settings.Adjustables;
import dev.innkeeper.runtime.thread.BriefLock;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A service that does something again and again, on a period or a {@link Schedule}.
 *
 * <pre>{@code
 * RecurringJob cleanup =
 *     RecurringJob.on(Schedule.daily(LocalTime.of(3, 0), berlin))
 *         .timeout(Duration.ofMinutes(30))
 *         .build(run -> database.vacuum());
 * Host host = Host.builder("orders").recurring("cleanup", cleanup).build();
 * …
 * cleanup.runNow().await();
 * }</pre>
 *
 * <p><b>Runs</b> never overlap. A tick that comes while a run is going on is skipped and counted,
 * and so are those that the machine slept through; but one that falls into a {@linkplain #runNow()
 * requested} run is run after it. A run that fails is logged, and the next comes at its time all
 * the same, unless {@link RecurringJobBuilder#failAfter} says otherwise. One that takes too long is
 * interrupted, and has succeeded if it returns all the same, with the thread's interrupt flag
 * clear; if it goes on for two seconds more it counts as {@linkplain RunOutcome#ABANDONED
 * abandoned}, and ticks are skipped until it has ended.
 *
 * <p><b>Stop:</b> a run in progress is not disturbed until the last two seconds of the service's
 * time, or half of it if that is less; {@link ServiceOptions#interruptAfter} says otherwise. A
 * schedule that ends completes the service.
 *
 * <p><b>Threads:</b> a job is one service of one host at a time; its methods may be called from any
 * thread. Runs are called on the service's thread. <b>Clock:</b> the monotonic one for a period,
 * the wall clock for a schedule.
 *
 * @since 0.1
 */
public final class RecurringJob implements BackgroundService {

  /**
   * What a job does.
   *
   * @since 0.1
   */
  @FunctionalInterface
  public interface Body {

    /**
     * Does it once. An interrupt means that it took too long, was cancelled, or that the time of a
     * stop is over: throw {@link InterruptedException}, or set the thread's interrupt flag again
     * and return. A run that returns with the flag clear has succeeded.
     *
     * @throws Exception if it could not: the run has failed
     */
    void run(JobRun run) throws Exception;
  }

  /**
   * How a job is doing: an immutable snapshot. A test may implement it; methods that are added
   * later have a default.
   *
   * @since 0.1
   */
  public interface Status {

    /** Whether a run is going on. */
    boolean running();

    /** Whether it is {@linkplain RecurringJob#pause() paused}. */
    boolean paused();

    /** When the last run was due, without the jitter; when it was asked for, if that is why. */
    Optional<Instant> lastScheduled();

    /** When the last run began. */
    Optional<Instant> lastStart();

    /** How long the last run that has ended took. */
    Optional<Duration> lastDuration();

    /** How the last run that has ended did so. */
    Optional<RunOutcome> lastOutcome();

    /** What the last run that has ended threw, if it failed. */
    Optional<Throwable> lastFailure();

    /** When the next tick is due, without the jitter; empty if there are no ticks. */
    Optional<Instant> nextDue();

    /** How many runs have begun. */
    long runs();

    /** How many runs have failed. */
    long failures();

    /** How many runs have failed since the last one that did not. */
    int failuresInARow();

    /**
     * How many ticks came to nothing, because a run was going on or waited for its turn, or because
     * the machine slept.
     */
    long skipped();

    /** How many ticks came while a run was going on, and were kept to be run after it. */
    default long queued() {
      return 0;
    }
  }

  static {
    Adjustables.open(RecurringJob.class, job -> job.choices);
  }

  private final RecurringChoices choices;
  private final @Nullable LeaderElection election;

  /** Guards {@link #work}, the record, and what is not one thread's of the work. */
  private final BriefLock lock = new BriefLock();

  private final RunRecord record;

  /** The last life that has begun. */
  private @Nullable RecurringWork work;

  RecurringJob(RecurringChoices choices, @Nullable LeaderElection election) {
    this.choices = choices;
    this.election = election;
    this.record = new RunRecord(choices.isPaused());
    choices.whenPaused(paused -> lock.run(() -> record.pause(paused)));
  }

  /** What decides in which process it runs; see {@link RecurringJobBuilder#whileLeader}. */
  public Optional<LeaderElection> election() {
    return Optional.ofNullable(election);
  }

  /** A job yet to be made, that runs at the points of a schedule. */
  public static RecurringJobBuilder on(Schedule schedule) {
    return new RecurringJobBuilder(Objects.requireNonNull(schedule, "schedule"), null, false);
  }

  /**
   * A job yet to be made, that runs once in each period, for the first time when one has passed.
   *
   * @throws IllegalArgumentException if the period is zero, negative, or over 146 years
   */
  public static RecurringJobBuilder every(Duration period) {
    PeriodicTimer.builder(period); // refuses what no timer takes: one rule for both
    return new RecurringJobBuilder(null, period, false);
  }

  /**
   * A job yet to be made, that runs again when {@code delay} has passed since the end of its last
   * run, a requested one as well; for the first time when it has passed since the start. No tick is
   * skipped.
   *
   * @throws IllegalArgumentException if the delay is zero, negative, or over 146 years
   */
  public static RecurringJobBuilder withFixedDelay(Duration delay) {
    Objects.requireNonNull(delay, "delay");
    PeriodicTimer.builder(delay);
    return new RecurringJobBuilder(null, delay, true);
  }

  // ---- as a service

  /**
   * From here on requests are taken.
   *
   * @throws IllegalStateException if the job is another service already
   */
  @Override
  public void start(ServiceContext context) {
    HostPort.behind(context, "a recurring job").drains();
    RecurringWork life = new RecurringWork(choices.plan(), context, lock, record);
    lock.run(() -> {
      if (work != null && work.isOpen()) {
        throw new IllegalStateException(
            "job '" + work.name() + "' is a service already; a second one needs a second job");
      }
      work = life;
    });
    context.ready();
  }

  @Override
  public void execute(ServiceContext context) throws Exception {
    life().work();
  }

  /** Ends the requests that were not run. */
  @Override
  public void stop(ServiceContext context) {
    life().close();
  }

  private RecurringWork life() {
    return Objects.requireNonNull(lock.get(() -> work), "not started");
  }

  // ---- for operators

  /**
   * Runs it now, paused or not. If a run is going on, this one comes after it; while one waits for
   * its turn, all who ask get that one. It has no influence on the schedule: a tick that falls into
   * it is run after it. A run that waits for another of its own job waits for itself.
   *
   * @return the run; cancelling it does so for all who asked for it
   * @throws RejectedExecutionException if the service has not started, or is ending
   */
  public JobHandle<Void> runNow() {
    JobHandle<Void> run = lock.get(() -> work == null ? null : work.request());
    if (run == null) {
      throw new RejectedExecutionException(
          "the recurring job ("
              + choices.plan()
              + ") cannot be run yet: its service has not started; was the job added to a host"
              + " (HostBuilder.recurring), and is the host up?");
    }
    return run;
  }

  /** Lets ticks pass, without counting them as skipped, until {@link #resume()}. */
  public void pause() {
    lock.run(() -> record.pause(true));
  }

  /** Runs again at the next tick. Those that have passed are not made up for. */
  public void resume() {
    lock.run(() -> record.pause(false));
  }

  /** How it is doing. */
  public Status status() {
    return lock.get(() -> record.status(work == null ? null : work.nextDue(), false));
  }

  @Override
  public String toString() {
    return "RecurringJob[" + choices.plan() + "]";
  }
}
