package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.runtime.service.LeaderElection;
import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.Schedule;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RecurringJob} yet to be made. Not thread-safe.
 *
 * @since 0.1
 */
public final class RecurringJobBuilder {

  // Also chosen by a configuration, see RecurringChoices:

  @Nullable Schedule schedule;
  @Nullable Duration period;
  boolean fixedDelay;
  @Nullable Duration timeout;
  Duration jitter = Duration.ZERO;
  boolean runsAtStart;
  boolean paused;
  WhenBusy whenBusy = WhenBusy.SKIP;
  int mostFailures = Integer.MAX_VALUE;

  /** Not chosen by a configuration; null: it runs in each process. */
  private @Nullable LeaderElection election;

  RecurringJobBuilder(@Nullable Schedule schedule, @Nullable Duration period, boolean fixedDelay) {
    this.fixedDelay = fixedDelay;
    this.schedule = schedule;
    this.period = period;
  }

  RecurringJobBuilder copy() {
    RecurringJobBuilder copy = new RecurringJobBuilder(schedule, period, fixedDelay);
    copy.timeout = timeout;
    copy.jitter = jitter;
    copy.runsAtStart = runsAtStart;
    copy.paused = paused;
    copy.whenBusy = whenBusy;
    copy.mostFailures = mostFailures;
    copy.election = election;
    return copy;
  }

  /**
   * How long a run may take before it is interrupted. Default: no limit.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public RecurringJobBuilder timeout(Duration limit) {
    timeout = Durations.positive("timeout", limit);
    return this;
  }

  /**
   * Each run waits a random time, less than this, after its tick, so that not all instances of a
   * program do the same at the same moment. Default: none.
   *
   * @throws IllegalArgumentException if it is negative, or longer than the period
   */
  public RecurringJobBuilder jitter(Duration most) {
    checkJitter(Durations.zeroOrMore("jitter", most));
    jitter = most;
    return this;
  }

  /** Also runs when the service has started. */
  public RecurringJobBuilder initialRun() {
    runsAtStart = true;
    return this;
  }

  /** Begins {@linkplain RecurringJob#pause() paused}. */
  public RecurringJobBuilder paused() {
    paused = true;
    return this;
  }

  /**
   * What becomes of a tick that comes while a run is going on. Default: {@link WhenBusy#SKIP}.
   *
   * @throws IllegalArgumentException if it is {@link WhenBusy#OVERLAP}, since the runs of a service
   *     do not overlap: jobs of a {@link JobScheduler} may
   * @throws IllegalStateException if the job has a fixed delay, so that no tick comes meanwhile
   */
  public RecurringJobBuilder whenBusy(WhenBusy policy) {
    if (Objects.requireNonNull(policy, "policy") == WhenBusy.OVERLAP) {
      throw new IllegalArgumentException(
          "the runs of a recurring job do not overlap: WhenBusy.OVERLAP is for jobs of a"
              + " JobScheduler");
    }
    checkNoFixedDelay();
    whenBusy = policy;
    return this;
  }

  /**
   * The service fails when so many runs in a row have, for {@link ServiceOptions#onFailure} to say
   * what follows. Default: never.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public RecurringJobBuilder failAfter(int failuresInARow) {
    if (failuresInARow < 1) {
      throw new IllegalArgumentException("failures in a row must be positive: " + failuresInARow);
    }
    mostFailures = failuresInARow;
    return this;
  }

  /**
   * Runs only in the process that leads, as {@link ServiceOptions#whileLeader} of the job's service
   * says. A tick that comes while another process leads is not skipped, and counts nowhere here.
   *
   * <pre>{@code
   * RecurringJob.on(nightly).whileLeader(election).build(run -> invoices.send())
   * }</pre>
   */
  public RecurringJobBuilder whileLeader(LeaderElection chosen) {
    election = Objects.requireNonNull(chosen, "election");
    return this;
  }

  /** Makes the job. */
  public RecurringJob build(RecurringJob.Body body) {
    Objects.requireNonNull(body, "body");
    return new RecurringJob(new RecurringChoices(copy(), body), election);
  }

  /**
   * What has been chosen.
   *
   * @throws IllegalArgumentException if the jitter is longer than the period
   * @throws IllegalStateException if there is a fixed delay, and a policy for ticks that come
   *     meanwhile
   */
  JobPlan plan(RecurringJob.Body body) {
    checkJitter(jitter);
    if (whenBusy != WhenBusy.SKIP) {
      checkNoFixedDelay();
    }
    return new JobPlan(
        schedule, period, fixedDelay, whenBusy, body, timeout, jitter, runsAtStart, mostFailures);
  }

  private void checkJitter(Duration most) {
    if (period != null && most.compareTo(period) > 0) {
      throw new IllegalArgumentException(
          "the jitter, "
              + Durations.write(most)
              + ", is longer than the period, "
              + Durations.write(period));
    }
  }

  private void checkNoFixedDelay() {
    if (fixedDelay) {
      throw new IllegalStateException(
          "a recurring job with a fixed delay is never busy when it is due: leave whenBusy out");
    }
  }
}
