package dev.innkeeper.runtime;

import dev.innkeeper.runtime.engine.Engine;
import dev.innkeeper.runtime.engine.Engine.StopRequest;
import dev.innkeeper.runtime.engine.Surroundings;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.machine.HostFailures;
import dev.innkeeper.runtime.machine.HostFailures.Cause;
import dev.innkeeper.runtime.plan.HostPlan;
import dev.innkeeper.runtime.plan.ServicePlan;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.ApplicationLifetime;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostView;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.service.ServiceControl;
import dev.innkeeper.runtime.thread.Bounded;
import dev.innkeeper.runtime.thread.InterruptFlag;
import dev.innkeeper.runtime.thread.Workplace;
import dev.innkeeper.timer.message.KnownNames;
import dev.innkeeper.timer.message.Names;
import dev.innkeeper.timer.message.Shown;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Starts background services in order, keeps them running, and closes up on time.
 *
 * <pre>{@code
 * Host host = Host.builder("orders")
 *     .add("migrate", new Migrations(db))
 *     .add("http", new HttpApi(db), s -> s.dependsOn("migrate"))
 *     .background("inbox", new Inbox(db), s -> s.dependsOn("migrate"))
 *     .build();
 * host.run();                        // until SIGTERM, Ctrl-C, a failure, or requestStop()
 * }</pre>
 *
 * <p><b>A start</b> runs, in this order:
 *
 * <ol>
 *   <li>{@link HostedLifecycleService#starting} of each service that has it;
 *   <li>each service's {@link HostedService#start}, behind those that it depends on: one after the
 *       other, or each as soon as it can;
 *   <li>{@link BackgroundService#execute} of each, as soon as its own start has returned;
 *   <li>{@link HostedLifecycleService#started} of each service that has it;
 *   <li>the {@linkplain ApplicationLifetime#onStarted started callbacks}.
 * </ol>
 *
 * <p>The first start that throws ends it, unless the service's {@linkplain
 * ServiceOptions#onStartFailure policy} says otherwise: those still starting are interrupted, and
 * what had started is stopped again.
 *
 * <p><b>While it runs</b>, a service that fails stops the host, or is restarted, or neither, as its
 * {@linkplain ServiceOptions#onFailure policy} says; {@link #control} stops, starts and restarts
 * one.
 *
 * <p><b>A stop</b>, whatever triggered it, runs once, in this order:
 *
 * <ol>
 *   <li>{@link #isReady()} turns false;
 *   <li>the {@linkplain ApplicationLifetime#onStopping stopping callbacks};
 *   <li>the {@linkplain HostBuilder#drainDelay drain delay};
 *   <li>{@link HostedLifecycleService#stopping} of each service that has it;
 *   <li>each service, behind those that depend on it: it is asked ({@link
 *       ServiceContext#isStopRequested()}, its timers, its {@linkplain
 *       ServiceContext#onStopRequested hooks}), its work is given time to end and is interrupted if
 *       it does not, then its {@link HostedService#stop} is called; what has not ended by then is
 *       abandoned;
 *   <li>{@link HostedLifecycleService#stopped} of each service that has it;
 *   <li>the {@linkplain ApplicationLifetime#onStopped stopped callbacks};
 *   <li>the {@link StopReport}, which is logged and returned.
 * </ol>
 *
 * <p>The whole stop has one deadline, {@link HostBuilder#shutdownTimeout}: at it the methods here
 * return, whatever the services do. Time in which the process stood still moves it, by a fifth of
 * the timeout at most. A JVM cannot kill a thread, so one that was abandoned runs on, as a daemon;
 * the report has its stack.
 *
 * <p><b>Threads:</b> every method may be called from any thread, except that {@link #run}, {@link
 * #stop} and {@link #close} refuse the host's own, which would wait for themselves.
 * <b>Interruption:</b> see the methods. <b>Clock:</b> the host's {@link HostBuilder#timeSource}.
 * The model is .NET's Generic Host.
 *
 * @since 0.1
 */
public final class Host implements HostView, AutoCloseable {

  /**
   * A limit that is not reached. Spring interrupts a thread that starts a context which is to be
   * closed, and takes it for stuck if it waits without a limit then: the JVM would end in the
   * middle of the rollback.
   */
  private static final Duration LONGER_THAN_A_ROLLBACK = Duration.ofDays(1);

  private final Engine engine;

  /** What {@link #run()} would throw, once somebody has asked. */
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private final Configuration configuration;

  /** Whether to warn if the JVM ends and nobody has stopped this host. */
  private final boolean warnIfForgotten;

  Host(
      HostPlan plan,
      Surroundings surroundings,
      Configuration configuration,
      boolean warnIfForgotten) {
    engine = new Engine(this, plan, surroundings);
    this.configuration = configuration;
    this.warnIfForgotten = warnIfForgotten;
    engine.whenStopped(() -> ForgottenHosts.forget(engine));
  }

  /** A host yet to be made. Its name is that of its scope, and the first part of its threads'. */
  public static HostBuilder builder(String name) {
    return new HostBuilder(name);
  }

  /**
   * Starts the host, waits until it is asked to stop, and stops it: the main method of a program.
   * It stops when the JVM is told to end (SIGTERM, SIGINT, {@link System#exit}), and the JVM then
   * waits, within the deadline, for the calling thread to end.
   *
   * <p>An interrupt of the calling thread is a request to stop; the flag is set on return. A
   * request to stop that comes during the start is rolled back like a failure, and this returns
   * normally.
   *
   * <p>Failures, and a report that is not clean, are seen: what the log has not shown a second
   * after the end (or a fifth of the time for the stop, if that is less) is written to standard
   * error, once. While the JVM ends, a log binding may end first; then that holds for any report.
   *
   * @return how the stop went
   * @throws ServiceFailedException if the host stopped because a service had failed; out of {@code
   *     main}, that makes the exit code 1
   * @throws HostStartException if a service could not start
   * @throws IllegalStateException if the host was started before, if the JVM is shutting down, or
   *     if the caller is a thread of this host
   */
  public StopReport run() {
    refuseOwnThreads("run()");
    ShutdownHook hook = ShutdownHook.install(engine);
    try {
      launchUnless(hook);
      awaitStopped("the thread that runs it was interrupted");
    } finally {
      hook.remove();
    }
    awaitLastLines();
    if (hook.isTriggered()) {
      engine.events().log().printReportIfLost();
    }
    List<String> keepers = hook.keepersOfTheJvm();
    if (!keepers.isEmpty()) {
      engine.events().notices().keptAliveBy(keepers);
    }
    throwIfFailed();
    return engine.stopReport();
  }

  /** What the log does not show in its time is printed: an interrupt does not cut that short. */
  private void awaitLastLines() {
    long deadline = engine.time().nanoTimeAfter(engine.plan().timeForLog().multipliedBy(2));
    boolean interrupted = false;
    boolean over = false;
    while (!over) {
      try {
        engine.seen().awaitUntil(deadline);
        over = true;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    InterruptFlag.restore(interrupted);
  }

  /** A signal may come before the start: then there is none. */
  private void launchUnless(ShutdownHook hook) {
    try {
      engine.launch();
    } catch (IllegalStateException e) {
      if (!hook.isTriggered()) {
        throw e;
      }
    }
  }

  private void throwIfFailed() {
    FailureOfHost failure = failureOfRun();
    if (failure != null) {
      throw failure;
    }
  }

  /** Null: no service has failed it. */
  private @Nullable FailureOfHost failureOfRun() {
    HostFailures failures = engine.failures();
    if (failures.causes().isEmpty()) {
      return null;
    }
    if (!engine.wasRunning()) {
      return startFailure();
    }
    Cause first = failures.causes().getFirst();
    return with(
        failures,
        new ServiceFailedException(
            name(), first.service(), first.thrown(), this::hasLoggedFailures));
  }

  private HostStartException startFailure() {
    HostFailures failures = engine.failures();
    String what = "host '" + name() + "' did not start";
    if (failures.causes().isEmpty()) {
      StopRequest request = engine.stopRequest();
      String reason = request == null ? "its thread failed" : request.reason();
      return with(
          failures, new HostStartException(what + ": " + reason, null, this::hasLoggedFailures));
    }
    Cause first = failures.causes().getFirst();
    String because =
        what + ", because of '" + first.service() + "': " + Shown.ofFailure(first.thrown());
    return with(failures, new HostStartException(because, first.thrown(), this::hasLoggedFailures));
  }

  private boolean hasLoggedFailures() {
    return engine.events().log().hasShownFailures();
  }

  private static <T extends Throwable> T with(HostFailures failures, T thrown) {
    failures.causes().stream().skip(1).forEach(cause -> thrown.addSuppressed(cause.thrown()));
    failures.later().forEach(thrown::addSuppressed);
    return thrown;
  }

  /**
   * Starts the host and returns when all services have started; the started callbacks may still be
   * running then. It installs no shutdown hook that stops the host, and does not keep the JVM
   * alive: the program calls {@link #stop()} or {@link #close()} when it ends.
   *
   * <p>A program that forgets to is warned. When the JVM ends while the host runs, a shutdown hook
   * waits up to a second for somebody to ask the host to stop; if nobody has, it writes a line to
   * standard error. See {@link HostBuilder#warnIfForgotten}.
   *
   * <p>An interrupt of the calling thread is a request to stop: the start is rolled back, and the
   * flag is set when this throws.
   *
   * @throws HostStartException if a service could not start, or if the host was asked to stop; what
   *     had started has been stopped again
   * @throws IllegalStateException if the host was started before, or stopped
   */
  public void start() {
    engine.launch();
    if (warnIfForgotten) {
      ForgottenHosts.watch(engine);
    }
    boolean interrupted = false;
    while (!engine.startEnded().isRaised()) {
      try {
        if (interrupted) {
          engine.startEnded().await(LONGER_THAN_A_ROLLBACK);
        } else {
          engine.startEnded().await();
        }
      } catch (InterruptedException e) {
        interrupted = true;
        engine.requestStop("the thread that starts it was interrupted");
      }
    }
    InterruptFlag.restore(interrupted);
    if (!engine.wasRunning()) {
      throw startFailure();
    }
  }

  /**
   * Stops the host and returns when it has stopped, at the deadline at the latest. Every caller
   * gets the same report; failures of services are in it, and are not thrown. A host that was never
   * started is stopped without touching its services.
   *
   * @throws InterruptedException if interrupted while it waits; the stop goes on
   * @throws IllegalStateException if the caller is a thread of this host, which would wait for
   *     itself: it can call {@link ApplicationLifetime#requestStop()}
   */
  public StopReport stop() throws InterruptedException {
    beginToStop("stop()");
    engine.stopped().await();
    return engine.stopReport();
  }

  /**
   * As {@link #stop()}, but an interrupt does not end the waiting; the flag is set on return.
   *
   * @throws IllegalStateException if the caller is a thread of this host
   */
  @Override
  public void close() {
    beginToStop("close()");
    awaitStopped("close() was interrupted");
  }

  private void beginToStop(String method) {
    refuseOwnThreads(method);
    engine.stopBeforeStart();
    engine.requestStop(method + " was called");
  }

  /** Until then an interrupt is a request to stop, and its flag is kept. */
  private void awaitStopped(String ifInterrupted) {
    boolean interrupted = false;
    while (!engine.stopped().isRaised()) {
      try {
        engine.stopped().await();
      } catch (InterruptedException e) {
        interrupted = true;
        engine.requestStop(ifInterrupted);
      }
    }
    InterruptFlag.restore(interrupted);
  }

  private void refuseOwnThreads(String method) {
    if (engine.isAt(Workplace.current())) {
      throw new IllegalStateException(
          method
              + " on "
              + Names.ofThread(Thread.currentThread())
              + " would wait for itself: use ServiceContext.lifetime().requestStop()");
    }
  }

  /**
   * Waits until the host has stopped, but no longer than {@code timeout}; does not ask it to.
   *
   * @return whether it has stopped
   * @throws InterruptedException if interrupted before or while it waits
   */
  public boolean awaitTermination(Duration timeout) throws InterruptedException {
    return engine.stopped().await(Objects.requireNonNull(timeout, "timeout"));
  }

  /**
   * All settings that are in force, one a line, with where each comes from: the code, the
   * configuration, or the default.
   *
   * <pre>{@code
   * shutdownTimeout = 20s (application.properties)
   * drainDelay = 5s (environment: INNKEEPER_DRAIN_DELAY)
   * services.inbox.stopTimeout = 2s (code)
   * queues.mails.workers = 1 (default)
   * }</pre>
   */
  public String describeSettings() {
    return configuration.describe();
  }

  @Override
  public String name() {
    return engine.plan().name();
  }

  @Override
  public HostState state() {
    return engine.state();
  }

  @Override
  public boolean isLive() {
    HostState state = state();
    return state != HostState.NEW && state != HostState.STOPPED;
  }

  @Override
  public boolean isReady() {
    return engine.isReady();
  }

  @Override
  public Health health() {
    return engine.health();
  }

  @Override
  public List<ServiceStatus> services() {
    return engine.statuses();
  }

  @Override
  public ServiceStatus service(String name) {
    return engine.status(find(name));
  }

  /**
   * The recurring jobs in it, by the names of their services, in the order of registration. Here,
   * and in the two methods that follow, a service that a supplier makes is not among them.
   */
  public Map<String, RecurringJob> jobs() {
    return instancesOf(RecurringJob.class);
  }

  /** The queues in it, by the names of their services, in the order of registration. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // any queue is one of something
  public Map<String, JobQueue<?, ?>> queues() {
    return (Map) instancesOf(JobQueue.class);
  }

  /** The job schedulers in it, by the names of their services, in the order of registration. */
  public Map<String, JobScheduler> jobSchedulers() {
    return instancesOf(JobScheduler.class);
  }

  @Override
  public <S> Map<String, S> instancesOf(Class<S> type) {
    Objects.requireNonNull(type, "type");
    Map<String, S> found = new LinkedHashMap<>();
    for (ServicePlan service : engine.plan().services()) {
      if (type.isInstance(service.instance())) {
        found.put(service.name(), type.cast(service.instance()));
      }
    }
    return Collections.unmodifiableMap(found);
  }

  @Override
  public ServiceControl control(String name) {
    return new Operator(engine, find(name));
  }

  private int find(String name) {
    return engine
        .find(Objects.requireNonNull(name, "name"))
        .orElseThrow(() ->
            new IllegalArgumentException(
                "host '"
                    + name()
                    + "' has no service '"
                    + Shown.text(name)
                    + "'; "
                    + KnownNames.insteadOf(
                        name, services().stream().map(ServiceStatus::name).toList())));
  }

  /** What {@link #run()} would throw now; it need not have been called, and this does not wait. */
  @Override
  public Optional<Throwable> failure() {
    HostFailures now = engine.failures();
    if (now.causes().isEmpty()) {
      return Optional.empty();
    }
    Throwable known = failure.get();
    if (known == null) { // its message asks the exception, which is the user's
      AtomicReference<@Nullable Throwable> made = new AtomicReference<>();
      Bounded.run(() -> made.set(failureOfRun()));
      known = made.get() == null ? now.causes().getFirst().thrown() : made.get();
      failure.compareAndSet(null, known);
    }
    return Optional.ofNullable(failure.get());
  }

  @Override
  public List<StuckThread> threads(String name) {
    return engine.threads(find(name));
  }

  @Override
  public Ping ping() {
    return engine.ping();
  }

  @Override
  public ApplicationLifetime lifetime() {
    return engine.lifetime();
  }

  @Override
  public String toString() {
    return "Host[" + name() + ", " + state() + "]";
  }
}
