package dev.innkeeper.runtime;

import dev.innkeeper.runtime.engine.Attachment;
import dev.innkeeper.runtime.engine.Interception;
import dev.innkeeper.runtime.engine.Surroundings;
import dev.innkeeper.runtime.events.Notices;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.plan.HostPlan;
import dev.innkeeper.runtime.plan.ServiceGraph;
import dev.innkeeper.runtime.plan.ServicePlan;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostListener;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ContextCapture;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.LeaderElection;
import dev.innkeeper.runtime.service.ServiceInterceptor;
import dev.innkeeper.runtime.thread.Names;
import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.TimeSource;
import dev.innkeeper.timer.message.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the services of a {@link Host}, and how it is to treat them.
 *
 * <p>Not thread-safe. The services inherit the context class loader of the thread that calls {@link
 * #build()}.
 *
 * @since 0.1
 */
public final class HostBuilder {

  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(25);
  private static final Duration SLOW_START = Duration.ofSeconds(10);
  private static final String MDC_KEY = "service";

  /** A service, or what makes it, as it was added. */
  record Registration(
      String name,
      @Nullable HostedService instance,
      @Nullable Supplier<? extends HostedService> supplier,
      ServiceOptions options) {

    ServicePlan toSpec() {
      return options.toSpec(name, instance, supplier);
    }

    /** What a job has chosen for its service. */
    @Nullable LeaderElection ownElection() {
      return switch (instance) {
        case RecurringJob job -> job.election().orElse(null);
        case JobScheduler scheduler -> scheduler.election().orElse(null);
        case null, default -> null;
      };
    }
  }

  private final String name;
  private final List<Registration> services = new ArrayList<>();
  private final List<HostExtension> extensions = new ArrayList<>();
  private final List<ServiceInterceptor> interceptors = new ArrayList<>();
  private final List<ContextCapture> captures = new ArrayList<>();
  private final List<HostListener> listeners = new ArrayList<>();
  private TimeSource time = TimeSource.system();
  private HostSettings settings = HostSettings.NONE;

  // Also chosen by a configuration, see HostChoices; null: not chosen.

  @Nullable Boolean startConcurrently;
  @Nullable Boolean stopConcurrently;
  @Nullable Boolean stopWhenComplete;
  @Nullable Duration startupTimeout;
  @Nullable Duration shutdownTimeout;
  @Nullable Duration drainDelay;
  @Nullable Duration slowStart;
  @Nullable Boolean warnIfForgotten;
  @Nullable String mdcKey;
  @Nullable Long randomSeed;

  HostBuilder(String name) {
    this.name = Names.checked("host", name);
  }

  private HostBuilder copy() {
    HostBuilder copy = new HostBuilder(name);
    services.forEach(
        s -> copy.services.add(new Registration(s.name, s.instance, s.supplier, s.options.copy())));
    copy.extensions.addAll(extensions);
    copy.interceptors.addAll(interceptors);
    copy.captures.addAll(captures);
    copy.listeners.addAll(listeners);
    copy.time = time;
    copy.settings = settings;
    copy.startConcurrently = startConcurrently;
    copy.stopConcurrently = stopConcurrently;
    copy.stopWhenComplete = stopWhenComplete;
    copy.startupTimeout = startupTimeout;
    copy.shutdownTimeout = shutdownTimeout;
    copy.drainDelay = drainDelay;
    copy.slowStart = slowStart;
    copy.warnIfForgotten = warnIfForgotten;
    copy.mdcKey = mdcKey;
    copy.randomSeed = randomSeed;
    return copy;
  }

  // ---- services

  /**
   * Adds a service; a lambda is its {@code start}, and work that goes on belongs in {@link
   * #background}. Two instances of one class are two services, under two names.
   */
  public HostBuilder add(String name, HostedService service) {
    return add(name, service, options -> {});
  }

  /** Adds a service with options. */
  public HostBuilder add(String name, HostedService service, Consumer<ServiceOptions> options) {
    return add(name, Objects.requireNonNull(service, "service"), null, options);
  }

  /**
   * Adds a service that is made anew for each start: when the host starts, and when the service is
   * restarted. For the host's start it is called before any service is started, because the service
   * may want to take part in the step before; what it throws is a failed start.
   */
  public HostBuilder add(String name, Supplier<? extends HostedService> supplier) {
    return add(name, supplier, options -> {});
  }

  /** Adds a service that is made anew for each start, with options. */
  public HostBuilder add(
      String name, Supplier<? extends HostedService> supplier, Consumer<ServiceOptions> options) {
    return add(name, null, Objects.requireNonNull(supplier, "supplier"), options);
  }

  /** Adds services by their names, in the order of the map, for containers that inject one. */
  public HostBuilder addAll(Map<String, ? extends HostedService> services) {
    return addAll(services, (name, options) -> {});
  }

  /**
   * Adds services by their names, in the order of the map, with options for each of them.
   *
   * <pre>{@code
   * builder.addAll(beans, (name, s) -> {
   *   s.onFailure(FailurePolicy.restart());
   *   if (!name.equals("migrate")) {
   *     s.dependsOn("migrate");
   *   }
   * });
   * }</pre>
   *
   * @param options called for each service, with its name and its options
   */
  public HostBuilder addAll(
      Map<String, ? extends HostedService> services, BiConsumer<String, ServiceOptions> options) {
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(services, "services")
        .forEach((name, service) -> add(name, service, s -> options.accept(name, s)));
    return this;
  }

  /** Adds a background service: as {@link #add}, and a lambda is its {@code execute}. */
  public HostBuilder background(String name, BackgroundService service) {
    return add(name, service);
  }

  /** Adds a background service with options: {@link #add} for lambdas. */
  public HostBuilder background(
      String name, BackgroundService service, Consumer<ServiceOptions> options) {
    return add(name, service, options);
  }

  /** Adds a job that runs at the points of a schedule. */
  public HostBuilder recurring(String name, Schedule schedule, RecurringJob.Body body) {
    return recurring(name, RecurringJob.on(schedule).build(body));
  }

  /**
   * Adds a job that runs once in each period.
   *
   * @throws IllegalArgumentException if the period is zero or negative
   */
  public HostBuilder recurring(String name, Duration period, RecurringJob.Body body) {
    return recurring(name, RecurringJob.every(period).build(body));
  }

  /** Adds a job that runs at the points of a schedule, with options for its service. */
  public HostBuilder recurring(
      String name, Schedule schedule, RecurringJob.Body body, Consumer<ServiceOptions> options) {
    return recurring(name, RecurringJob.on(schedule).build(body), options);
  }

  /**
   * Adds a job that runs once in each period, with options for its service.
   *
   * @throws IllegalArgumentException if the period is zero or negative
   */
  public HostBuilder recurring(
      String name, Duration period, RecurringJob.Body body, Consumer<ServiceOptions> options) {
    return recurring(name, RecurringJob.every(period).build(body), options);
  }

  /** Adds a recurring job. */
  public HostBuilder recurring(String name, RecurringJob job) {
    return add(name, job);
  }

  /** Adds a recurring job with options for its service. */
  public HostBuilder recurring(String name, RecurringJob job, Consumer<ServiceOptions> options) {
    return add(name, job, options);
  }

  /** Adds a queue of jobs, under its own name. */
  public HostBuilder queue(JobQueue<?, ?> queue) {
    return add(queue.name(), queue);
  }

  /** Adds a queue of jobs, under its own name, with options for its service. */
  public HostBuilder queue(JobQueue<?, ?> queue, Consumer<ServiceOptions> options) {
    return add(queue.name(), queue, options);
  }

  /** Adds a scheduler of jobs that come and go, and returns it. */
  public JobScheduler jobScheduler(String name) {
    JobScheduler scheduler = JobScheduler.builder(name).build();
    jobScheduler(scheduler);
    return scheduler;
  }

  /** Adds a scheduler of jobs, under its own name. */
  public HostBuilder jobScheduler(JobScheduler scheduler) {
    return add(scheduler.name(), scheduler);
  }

  /** Adds a scheduler of jobs, under its own name, with options for its service. */
  public HostBuilder jobScheduler(JobScheduler scheduler, Consumer<ServiceOptions> options) {
    return add(scheduler.name(), scheduler, options);
  }

  private HostBuilder add(
      String name,
      @Nullable HostedService instance,
      @Nullable Supplier<? extends HostedService> supplier,
      Consumer<ServiceOptions> options) {
    String checked = Names.checked("service", name);
    ServiceOptions chosen = new ServiceOptions();
    Objects.requireNonNull(options, "options").accept(chosen);
    services.add(new Registration(checked, instance, supplier, chosen.copy()));
    chosen.close();
    return this;
  }

  // ---- start and stop

  /**
   * Starts each service the moment those that it depends on have started. Default: one after the
   * other, in the order of registration.
   */
  public HostBuilder startConcurrently() {
    return startConcurrently(true);
  }

  HostBuilder startConcurrently(boolean concurrently) {
    startConcurrently = concurrently;
    return this;
  }

  /**
   * Stops each service the moment those that depend on it have stopped. Default: one after the
   * other, in the reverse of the start.
   */
  public HostBuilder stopConcurrently() {
    return stopConcurrently(true);
  }

  HostBuilder stopConcurrently(boolean concurrently) {
    stopConcurrently = concurrently;
    return this;
  }

  /**
   * The host stops by itself when no work is going on or to come: the {@link
   * BackgroundService#execute} of every background service has ended, well or with an ignored
   * failure, or the service was stopped. For a host of run-to-completion services. Default: it runs
   * on.
   */
  public HostBuilder stopWhenComplete() {
    stopWhenComplete = true;
    return this;
  }

  /**
   * How long the whole start may take; past it, it has failed and is rolled back. Default: no
   * limit.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public HostBuilder startupTimeout(Duration timeout) {
    startupTimeout = Durations.positive("startup timeout", timeout);
    return this;
  }

  /**
   * How long the whole stop may take; at the end of it, what still runs is abandoned. Default: 25
   * seconds, because Kubernetes kills after 30. Time in which the process stood still moves the
   * end, by a fifth of the timeout at most. Time since {@code requestDrain()} counts towards it,
   * but at least a fifth always remains.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public HostBuilder shutdownTimeout(Duration timeout) {
    shutdownTimeout = Durations.positive("shutdown timeout", timeout);
    return this;
  }

  /**
   * How long a stop waits, with {@link Host#isReady()} already false, before it asks the first
   * service to stop: for load balancers to look away. It is part of the shutdown timeout. Default:
   * zero. A host that was never ready does not wait.
   *
   * @throws IllegalArgumentException if it is negative; {@link #build()} refuses one that is not
   *     shorter than the shutdown timeout
   */
  public HostBuilder drainDelay(Duration delay) {
    drainDelay = Durations.zeroOrMore("drain delay", delay);
    return this;
  }

  /**
   * How long the start of a service may take before the host warns of it, in the log and by a
   * {@link HostEvent.ServiceStillStarting} event. The warning says what the start has yet to do,
   * which services wait for it, and where its thread is. It is repeated when the start has taken
   * twice as long, and so on. A service that is started while the host runs is warned of, too.
   * Zero: never. Default: 10 seconds.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public HostBuilder warnAboutSlowStart(Duration after) {
    slowStart = Durations.zeroOrMore("warning about a slow start", after);
    return this;
  }

  /**
   * Whether a line goes to standard error if the JVM ends and nobody asks the host, which was
   * started by {@link Host#start()}, to stop within a second: its program has forgotten to close
   * it. Turn this off if the host is stopped later than that, for instance because a framework lets
   * requests in flight end first. Default: on.
   */
  public HostBuilder warnIfForgotten(boolean warn) {
    warnIfForgotten = warn;
    return this;
  }

  // ---- interceptors, listeners, time

  /** Has {@code interceptor} called around every call to a service and every task. Adds up. */
  public HostBuilder intercept(ServiceInterceptor interceptor) {
    interceptors.add(Objects.requireNonNull(interceptor, "interceptor"));
    return this;
  }

  /**
   * Puts what {@code capture} captures on the thread that submits a job to a {@link JobQueue}
   * around each attempt at that job, outside of the {@linkplain #intercept interceptors}. Adds up;
   * the first is outermost.
   */
  public HostBuilder propagate(ContextCapture capture) {
    captures.add(Objects.requireNonNull(capture, "capture"));
    return this;
  }

  /** Tells {@code listener} what happens in the host. Adds up. */
  public HostBuilder listener(HostListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /**
   * Installs what stands around the host: metrics, probes, a page for operators. Adds up.
   *
   * @throws IllegalArgumentException if this very extension is installed already
   */
  @SuppressWarnings("ReferenceEquality") // two that are equal may be two
  public HostBuilder install(HostExtension extension) {
    Objects.requireNonNull(extension, "extension");
    if (extensions.stream().anyMatch(there -> there == extension)) {
      throw new IllegalArgumentException(
          "extension " + Shown.of(extension) + " is installed already: once is enough");
    }
    extensions.add(extension);
    return this;
  }

  /**
   * The key under which the name of a service stands in the MDC of its threads, the children that
   * it forks included; empty: none. Default: {@code service}.
   */
  public HostBuilder mdcKey(String key) {
    mdcKey = Objects.requireNonNull(key, "key");
    return this;
  }

  /** The time to go by. Default: {@link TimeSource#system()}. */
  public HostBuilder timeSource(TimeSource source) {
    time = Objects.requireNonNull(source, "timeSource");
    return this;
  }

  /**
   * What the jitter of restarts, retries and jobs is drawn from, for tests. Default: different each
   * time.
   */
  public HostBuilder randomSeed(long seed) {
    randomSeed = seed;
    return this;
  }

  /**
   * Settings from a configuration: they win over what was chosen here, and that is logged. A second
   * call replaces what the first has set; {@link HostSettings#and} puts several together.
   */
  public HostBuilder settings(HostSettings configured) {
    settings = Objects.requireNonNull(configured, "settings");
    return this;
  }

  HostSettings settings() {
    return settings;
  }

  List<Registration> services() {
    return services;
  }

  // ---- the host

  /**
   * Makes the host. The builder may be used again; hosts do not share anything but the services.
   *
   * @throws IllegalArgumentException if two services have one name, if one depends on a name that
   *     is not there, if there is a cycle, which the message shows in order, if the drain delay is
   *     not shorter than the shutdown timeout, if a service depends on one that may stand by and
   *     has not the same election, if the host is to stop when its work is complete and has no
   *     background service, or if the {@linkplain #settings configuration} names something that is
   *     not there, or has a value that is refused
   */
  public Host build() {
    HostBuilder effective = copy();
    for (int i = 0; i < effective.extensions.size(); i++) { // one may install another
      effective.extensions.get(i).configure(effective);
    }
    Configuration configuration = new Configuration(effective, new Notices(name));
    Host host = effective.buildAsChosen(configuration);
    configuration.commit();
    return host;
  }

  private Host buildAsChosen(Configuration configuration) {
    ElectedServices.choose(services);
    List<ServicePlan> specs = services.stream().map(Registration::toSpec).toList();
    ElectedServices.check(specs);
    ServiceGraph graph = new ServiceGraph(specs);
    Duration stop = shutdownTimeout == null ? SHUTDOWN_TIMEOUT : shutdownTimeout;
    String key = mdcKey == null ? MDC_KEY : mdcKey;
    boolean completes = stopWhenComplete != null && stopWhenComplete;
    if (completes && specs.stream().noneMatch(ServicePlan::mayBeBackgroundService)) {
      throw new IllegalArgumentException(
          "host '"
              + name
              + "' has stopWhenComplete() and no background service whose work could complete: add"
              + " one, or leave stopWhenComplete() out");
    }
    HostPlan plan =
        new HostPlan(
            name,
            specs,
            graph,
            specs.stream().anyMatch(ServicePlan::mayBeLifecycleService),
            startConcurrently != null && startConcurrently,
            stopConcurrently != null && stopConcurrently,
            completes,
            startupTimeout,
            stop,
            checkedDrainDelay(stop),
            slowStartOrNull(),
            key.isEmpty() ? null : key,
            randomSeed == null ? new SplittableRandom().nextLong() : randomSeed);
    return new Host(
        plan,
        new Surroundings(
            time,
            new Interception(List.copyOf(interceptors)),
            List.copyOf(captures),
            List.copyOf(listeners),
            attachments(plan.elections()),
            Thread.currentThread().getContextClassLoader()),
        configuration,
        warnIfForgotten == null || warnIfForgotten);
  }

  /** Elections are prepared last: an extension may open what they need. */
  private List<Attachment> attachments(List<LeaderElection> elections) {
    List<Attachment> all = new ArrayList<>();
    for (HostExtension each : extensions) {
      all.add(new Attachment(each.getClass().getName(), each::opened, each::closed));
    }
    for (LeaderElection each : elections) {
      String named = "election '" + each.name() + "'";
      all.add(new Attachment(named, host -> each.prepare(), report -> {}));
    }
    return all;
  }

  private @Nullable Duration slowStartOrNull() {
    Duration chosen = slowStart == null ? SLOW_START : slowStart;
    return chosen.isZero() ? null : chosen;
  }

  private Duration checkedDrainDelay(Duration stop) {
    Duration delay = drainDelay == null ? Duration.ZERO : drainDelay;
    if (delay.compareTo(stop) >= 0) {
      throw new IllegalArgumentException(
          "the drain delay, "
              + Durations.write(delay)
              + ", must be shorter than the shutdown timeout, "
              + Durations.write(stop)
              + ", which it is part of");
    }
    return delay;
  }
}
