package dev.innkeeper.runtime;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.plan.HealthCheckPlan;
import dev.innkeeper.runtime.plan.ServicePlan;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HealthCheck;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.LeaderElection;
import dev.innkeeper.runtime.service.Readiness;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.service.ServiceControl;
import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How one service is to be treated; given to {@link HostBuilder#add} as a lambda.
 *
 * <pre>{@code
 * builder.add("http", api, s -> s.dependsOn("migrate").stopTimeout(Duration.ofSeconds(5)));
 * }</pre>
 *
 * <p>Not thread-safe; read when the lambda returns, after which each method throws {@link
 * IllegalStateException}.
 *
 * @since 0.1
 */
public final class ServiceOptions {

  // Also chosen by a configuration, see ServiceChoices; null: not chosen.

  final Set<String> dependencies = new LinkedHashSet<>();
  @Nullable Duration startTimeout;
  @Nullable Duration stopTimeout;
  @Nullable Duration interruptAfter;
  @Nullable FailurePolicy startFailurePolicy;
  @Nullable FailurePolicy failurePolicy;
  @Nullable Boolean waitForReady;
  @Nullable Boolean platformThreads;
  @Nullable Readiness readiness;
  @Nullable HealthCheckPlan healthCheck;
  boolean watchdog;
  @Nullable LeaderElection election;

  /** Chosen by a configuration alone. */
  boolean enabled = true;

  /** The lambda has returned: nobody would read what is set from here on. */
  private boolean closed;

  ServiceOptions() {}

  void close() {
    closed = true;
  }

  private ServiceOptions open() {
    if (closed) {
      throw new IllegalStateException(
          "the options of a service were read when the lambda that chose them returned: what is set"
              + " now would have no effect");
    }
    return this;
  }

  ServiceOptions copy() {
    ServiceOptions copy = new ServiceOptions();
    copy.dependencies.addAll(dependencies);
    copy.startTimeout = startTimeout;
    copy.stopTimeout = stopTimeout;
    copy.interruptAfter = interruptAfter;
    copy.startFailurePolicy = startFailurePolicy;
    copy.failurePolicy = failurePolicy;
    copy.waitForReady = waitForReady;
    copy.platformThreads = platformThreads;
    copy.readiness = readiness;
    copy.healthCheck = healthCheck;
    copy.watchdog = watchdog;
    copy.election = election;
    copy.enabled = enabled;
    return copy;
  }

  /**
   * Services that must have started before this one starts, and that are stopped only after it has
   * stopped. The host's {@code build()} checks the names. Several calls add up.
   */
  public ServiceOptions dependsOn(String... names) {
    Set<String> all = open().dependencies;
    for (String name : names) {
      all.add(Objects.requireNonNull(name, "name"));
    }
    return this;
  }

  /**
   * How long the start may take, until {@code start} has returned and, with {@link
   * #waitForReady()}, until the service is ready; past it, the start has failed, see {@link
   * #onStartFailure}. Default: no limit of its own.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ServiceOptions startTimeout(Duration timeout) {
    open().startTimeout = Durations.positive("start timeout", timeout);
    return this;
  }

  /**
   * How long the service may take to stop, from being asked to being abandoned. Default, and at
   * most: its fair share of the host's shutdown timeout; for a stop while the host runs, the whole.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ServiceOptions stopTimeout(Duration timeout) {
    open().stopTimeout = Durations.positive("stop timeout", timeout);
    return this;
  }

  /**
   * How long after being asked to stop the service's work is interrupted, and how long after its
   * call its {@code stop}; zero: at once. Default: half of the time that is left then, for the work
   * of a {@link BackgroundService} at most 2 seconds; for a {@link RecurringJob} and a {@link
   * JobQueue}, which have things to finish, all but 2 seconds of it, or half if that is more; and
   * there it is never later than that, nor does it hold for handing back what was not done.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public ServiceOptions interruptAfter(Duration delay) {
    open().interruptAfter = Durations.zeroOrMore("interrupt after", delay);
    return this;
  }

  /**
   * What follows when the first start of the service fails, which is part of the host's start.
   *
   * <pre>{@code
   * s.onStartFailure(FailurePolicy.ignore())             // a cache: the others do without it
   * s.onStartFailure(FailurePolicy.restart()             // a broker that may come up later
   *     .maxRestarts(5, Duration.ofMinutes(10)))
   * }</pre>
   *
   * <p>Default: {@link FailurePolicy#stopHost()}, the host's start has failed. Ignored: the service
   * is {@link ServiceState#FAILED}, and those that depend on it start all the same, now and later;
   * {@link ServiceControl#start()} tries it again. With {@link FailurePolicy#restart()} the start
   * is tried again while those that depend on the service wait, and the host is {@link
   * HostState#STARTING}; each attempt has the {@link #startTimeout}, all of them together the
   * host's {@link HostBuilder#startupTimeout}, which no policy prolongs; {@link
   * RestartPolicy#orElse} says what follows the last attempt. A start is over when the service has
   * started and, if it has that step, its {@link HostedLifecycleService#started} has returned.
   */
  public ServiceOptions onStartFailure(FailurePolicy policy) {
    open().startFailurePolicy = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * What follows when the service fails after it has started. Default: {@link
   * FailurePolicy#stopHost()}.
   */
  public ServiceOptions onFailure(FailurePolicy policy) {
    open().failurePolicy = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * The service counts as started when it has called {@link ServiceContext#ready()}, in its {@code
   * start} or in its work; work that is done is ready, too. Default: when {@code start} has
   * returned.
   */
  public ServiceOptions waitForReady() {
    open().waitForReady = true;
    return this;
  }

  /**
   * The service is called, and its work runs, on platform threads: for work that keeps a processor
   * busy, that pins (native code, {@code synchronized} on JDK 21 to 23), or for timers that must be
   * precise. So are the workers of a {@link JobQueue}. The threads of its scopes are virtual all
   * the same. Default: virtual threads.
   */
  public ServiceOptions platformThreads() {
    open().platformThreads = true;
    return this;
  }

  /**
   * What {@link Host#isReady()} asks of the service. Default: {@link Readiness#STARTED}, that it
   * has started with its host, whatever becomes of it later.
   */
  public ServiceOptions readiness(Readiness asked) {
    open().readiness = Objects.requireNonNull(asked, "readiness");
    return this;
  }

  /**
   * Has the host ask how well the service is, again and again while it runs, and remember the
   * answer: a probe calls nobody. The first time is when it has started. A check that takes longer
   * than {@code timeout} is interrupted, and the service is down; the next waits until it has
   * returned. One that throws means that the service is down, too, with what was thrown as the
   * reason.
   *
   * @param every from the beginning of one check to that of the next
   * @throws IllegalArgumentException if one of them is not positive, or the timeout is not shorter
   *     than the period
   */
  public ServiceOptions healthCheck(Duration every, Duration timeout, HealthCheck check) {
    open().healthCheck =
        new HealthCheckPlan(every, timeout, Objects.requireNonNull(check, "check"));
    return this;
  }

  /**
   * Marks a service that the process is of no use without: while it is {@link Health.Status#DOWN},
   * a watchdog outside the process, such as that of systemd, hears nothing from the host, and in
   * the end kills the process. Default: not marked; a restart by the {@link FailurePolicy} is
   * cheaper, and usually enough.
   */
  public ServiceOptions watchdog() {
    open().watchdog = true;
    return this;
  }

  /**
   * The service runs only while this process leads: of all processes that stand for the same
   * election, one. In the others it is {@link ServiceState#STANDBY}, which is as good as running
   * for whoever asks whether the host is ready.
   *
   * <pre>{@code
   * LeaderElection election = JdbcLeaderElection.of("billing", dataSource);
   * builder
   *     .add("billing", billing, s -> s.whileLeader(election))
   *     .add("reports", reports, s -> s.whileLeader(election).dependsOn("billing"));
   * }</pre>
   *
   * <p>The host is a candidate from when it has started, so the start of the service is not part of
   * the host's: a failed one is a matter for {@link #onFailure}, and {@link #onStartFailure} has no
   * say. Services with the same election start and stop together, in the order of their
   * dependencies. When the lease cannot be renewed they are asked to stop, interrupted and
   * abandoned in what is left of it. One that had to be abandoned has failed, and {@link
   * #onFailure} says what follows; a restart does not, since it still runs. A lease is given back
   * when the services have stopped; if one of them was abandoned, it expires instead.
   *
   * <p>Without work that is interruptible, or when the process is paused for longer than the lease,
   * two processes may lead for a moment: {@link ServiceContext#fencingToken()} is for that.
   *
   * @see LeaderElection
   */
  public ServiceOptions whileLeader(LeaderElection election) {
    open().election = Objects.requireNonNull(election, "election");
    return this;
  }

  ServicePlan toSpec(
      String name,
      @Nullable HostedService instance,
      @Nullable Supplier<? extends HostedService> supplier) {
    return new ServicePlan(
        name,
        instance,
        supplier,
        List.copyOf(dependencies),
        startTimeout,
        stopTimeout,
        interruptAfter,
        startFailurePolicy == null ? FailurePolicy.stopHost() : startFailurePolicy,
        failurePolicy == null ? FailurePolicy.stopHost() : failurePolicy,
        waitForReady != null && waitForReady,
        platformThreads != null && platformThreads,
        readiness == null ? Readiness.STARTED : readiness,
        healthCheck,
        watchdog,
        election);
  }
}
