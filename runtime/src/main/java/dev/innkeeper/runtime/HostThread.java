package dev.innkeeper.runtime;

import dev.innkeeper.runtime.HostFailures.Failure;
import dev.innkeeper.runtime.ServiceStatus.StuckThread;
import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The thread that owns a host: it opens the scope, forks the runners, keeps the deadlines, gives up
 * on those that overstay, and reports.
 *
 * <p>It is a platform thread, because services may spin on every carrier and it must get its turn
 * all the same; a daemon, so that services which were abandoned do not keep the JVM; and it never
 * calls user code. Closing the scope waits for its threads without a limit, and only the owner may
 * do it: so callers of the host wait for {@link #stopped}, never for this thread, which may stay in
 * the scope's close for ever.
 */
final class HostThread {

  /** How long the host thread looks at stacks before it looks at its alarms. */
  private static final long SLICE = Duration.ofMillis(5).toNanos();

  /** Why a host goes down, since when, and until when. */
  private record StopRequest(String reason, long at, long deadline) {}

  private final Host host;
  private final HostConfig config;
  private final TimeSource time;
  private final HostMonitor monitor;
  private final HostLog log;
  private final LifetimeEvents lifetime;
  private final EventQueue events;
  private final AlarmClock clock;
  private final Interrupter interrupter;
  private final List<ServiceRunner> runners;
  private final ServiceGraph.Arrows stopOrder;

  /** Raised when the start has ended, whether well or by being rolled back. */
  private final Signal startEnded;

  /** Raised when the stop has ended and the report is there. */
  private final Signal stopped;

  // Guarded by the monitor:
  private int starting;
  private int running;
  private long startedAt;
  private boolean mayStop;
  private final HostFailures failures;

  /** The host thread's alone: events whose callbacks it did not wait for any longer. */
  private final List<String> overdue = new ArrayList<>();

  // Written under the monitor, read without it:
  private volatile HostState state = HostState.NEW;
  private volatile @Nullable StopRequest stopRequest;
  private volatile @Nullable StopPlan plan;
  private volatile @Nullable StopReport report;
  private volatile boolean wasRunning;

  HostThread(Host host, HostConfig config) {
    this.host = host;
    this.config = config;
    time = config.time();
    monitor = new HostMonitor(time);
    log = new HostLog(config.name());
    lifetime = new LifetimeEvents(log, () -> requestStop("a stop was requested"));
    events = new EventQueue(time);
    clock = new AlarmClock(monitor, time);
    interrupter = new Interrupter(config.name() + "/interrupts", time, clock);
    failures = HostFailures.none(config.name());
    startEnded = new Signal(time);
    stopped = new Signal(time);
    runners = makeRunners();
    starting = runners.size();
    running = runners.size();
    stopOrder = config.graph().stop(config.stopConcurrently());
    link(config.graph().start(config.startConcurrently()), stopOrder);
  }

  private List<ServiceRunner> makeRunners() {
    List<ServiceSpec> specs = config.services();
    return IntStream.range(0, specs.size())
        .mapToObj(number -> new ServiceRunner(number, specs.get(number), this))
        .toList();
  }

  private void link(ServiceGraph.Arrows start, ServiceGraph.Arrows stop) {
    for (int i = 0; i < runners.size(); i++) {
      runners
          .get(i)
          .link(
              pick(start.before().get(i)),
              pick(start.next().get(i)),
              pick(stop.before().get(i)),
              pick(stop.next().get(i)));
    }
  }

  private List<ServiceRunner> pick(List<Integer> numbers) {
    return numbers.stream().map(runners::get).toList();
  }

  // ---- the story, on the host thread

  /**
   * NEW → STARTING, once.
   *
   * @throws IllegalStateException if it is not NEW
   */
  void launch() {
    monitor.run(() -> {
      if (state != HostState.NEW) {
        throw new IllegalStateException(
            "host '" + config.name() + "' cannot be started, it is " + state);
      }
      state = HostState.STARTING;
      startedAt = time.nanoTime();
    });
    Runnable body = time.enlist(this::run);
    try {
      Thread.ofPlatform()
          .daemon()
          .name(config.name())
          .inheritInheritableThreadLocals(false)
          .start(body);
    } catch (Throwable t) {
      time.dismiss(body);
      letCallersGo();
      throw t;
    }
  }

  /** Whatever happens, those who wait for this host are released before the scope is closed. */
  private void run() {
    try {
      new Inherited(config.contextClassLoader(), host).adopt();
      Thread.currentThread().setContextClassLoader(config.contextClassLoader());
      try (TaskScope scope = TaskScope.open(config.name(), time)) {
        live(scope);
      }
    } catch (Throwable t) {
      broken(t);
    }
  }

  private void live(TaskScope scope) {
    try {
      tell(scope);
    } catch (Throwable t) {
      broken(t);
    } finally {
      letCallersGo();
    }
  }

  /** It is the start's failure, or the run's, so that it comes out of the caller. */
  private void broken(Throwable thrown) {
    monitor.run(() -> failures.causes().add(new Failure("the host's own thread", thrown)));
    letCallersGo();
    log.broken(thrown);
  }

  /** Everything, in order; each line waits for its end. */
  private void tell(TaskScope scope) {
    forkThreads(scope);
    awaitStarted();
    clock.await(this::isStopRequested);
    beginStop();
    awaitCallbacks(lifetime.stopping(), plan().endOfPrelude());
    stopServices();
    awaitCallbacks(lifetime.stopped(), plan().middleOfReserve());
    report();
  }

  private void forkThreads(TaskScope scope) {
    fork(scope, config.name() + "/events", events::run);
    runners.forEach(runner -> fork(scope, runner.threadName(), runner::run));
  }

  private static void fork(TaskScope scope, String threadName, Runnable body) {
    Task<?> unused =
        scope.fork(
            threadName,
            () -> {
              body.run();
              return null;
            });
  }

  private void awaitStarted() {
    if (config.startupTimeout() != null) {
      clock.set(startedAt + Durations.nanos(config.startupTimeout()), this::startupIsOverdue);
    }
    clock.await(() -> starting == 0 || isStopRequested());
    boolean up =
        monitor.get(() -> {
          boolean allStarted = stopRequest == null;
          wasRunning = allStarted;
          state = allStarted ? HostState.RUNNING : state;
          return allStarted;
        });
    if (up) {
      Duration took = since(startedAt);
      events.post(() -> log.started(runners.size(), took));
      events.post(lifetime.started()::happen);
      startEnded.raise();
    }
  }

  private void startupIsOverdue() {
    if (state == HostState.STARTING) {
      startTimedOut(Objects.requireNonNull(config.startupTimeout()), notStarted());
    }
  }

  private List<ServiceRunner> notStarted() {
    return runners.stream().filter(runner -> !runner.hasStarted()).toList();
  }

  private void beginStop() {
    StopRequest request = request();
    StopPlan fixed =
        monitor.get(() -> {
          state = HostState.STOPPING;
          int[] chains = config.graph().chainsFrom(stopOrder, i -> runners.get(i).isToBeStopped());
          plan = new StopPlan(request.at, request.deadline, chains);
          return plan;
        });
    events.post(() -> log.stopping(request.reason));
    for (ServiceRunner runner : runners) {
      if (runner.giveUpStart()) {
        clock.set(fixed.endOfShare(runner.number(), request.at, null), runner::abandonStart);
      }
    }
    clock.set(fixed.beginOfLastLook(), () -> lookAtStragglers(0));
    clock.set(fixed.endOfServices(), () -> runners.forEach(ServiceRunner::abandon));
  }

  /** A few at a time, because other alarms may be due. */
  private void lookAtStragglers(int from) {
    long pause = time.nanoTime() + SLICE;
    int next = from;
    while (next < runners.size() && time.nanoTime() - pause < 0) {
      runners.get(next++).lookWhereItIs();
    }
    int rest = next;
    if (rest < runners.size()) {
      clock.set(time.nanoTime(), () -> lookAtStragglers(rest));
    }
  }

  private void stopServices() {
    monitor.run(() -> mayStop = true);
    runners.forEach(ServiceRunner::askIfItsTurn);
    clock.await(() -> running == 0);
  }

  /**
   * On {@code host/events}; a callback that hangs is not waited for, nor is a thread that gets no
   * carrier when there is nothing to call.
   */
  private void awaitCallbacks(LifetimeEvents.Event event, long deadline) {
    boolean expected = event.hasCallbacks();
    Signal done = new Signal(time);
    events.post(event::happen);
    events.post(() -> {
      done.raise();
      clock.lookAgain();
    });
    if (expected) {
      clock.awaitUntil(done::isRaised, deadline);
      if (!done.isRaised()) {
        overdue.add(event.name());
      }
    }
  }

  /**
   * The last lines of the log, on a thread of their own: an appender may hang, or lack a carrier.
   */
  private void report() {
    StopReport ended = reportNow();
    monitor.run(() -> report = ended);
    Signal logged = new Signal(time);
    Runnable body =
        time.enlist(() -> {
          overdue.forEach(log::callbacksOverdue);
          log.stopped(ended);
          logged.raise();
          clock.lookAgain();
        });
    try {
      Thread.ofPlatform().daemon().name(config.name() + "/report").start(body);
    } catch (Throwable t) {
      time.dismiss(body);
      throw t;
    }
    clock.awaitUntil(logged::isRaised, deadline());
  }

  private StopReport reportNow() {
    return new StopReport(
        config.name(),
        stopRequest == null ? Duration.ZERO : since(request().at),
        runners.stream().map(ServiceRunner::status).toList());
  }

  /** Idempotent. */
  private void letCallersGo() {
    monitor.run(() -> {
      state = HostState.STOPPED;
      report = report == null ? reportNow() : report;
    });
    events.close();
    startEnded.raise();
    stopped.raise();
  }

  // ---- from the runners, on any thread

  void setAlarm(long due, Runnable action) {
    clock.set(due, action);
  }

  void post(Runnable event) {
    events.post(event);
  }

  void oneHasStarted() {
    monitor.run(() -> starting--);
    clock.lookAgain();
  }

  void oneHasEnded() {
    monitor.run(() -> running--);
    clock.lookAgain();
  }

  void orderInterrupt(Runnable interrupt) {
    interrupter.order(interrupt);
  }

  void startFailed(String service, Throwable thrown) {
    stopBecauseOf(
        new Failure(service, thrown),
        "'" + service + "' failed to start",
        () -> failures.later().add(thrown));
  }

  /** While running, or while others are still starting. After a stop request the report has it. */
  void serviceFailed(String service, Throwable thrown) {
    stopBecauseOf(new Failure(service, thrown), "'" + service + "' failed", () -> {});
  }

  /** In one section, so that what came before the stop request is not a matter of luck. */
  private void stopBecauseOf(Failure failure, String reason, Runnable ifStoppingAlready) {
    monitor.run(() -> {
      if (stopRequest == null) {
        failures.causes().add(failure);
        requestStop(reason);
      } else {
        ifStoppingAlready.run();
      }
    });
  }

  /**
   * {@code limit} has passed, and those among {@code suspects} that are still starting overran it.
   */
  void startTimedOut(Duration limit, List<ServiceRunner> suspects) {
    List<ServiceRunner> late = suspects.stream().filter(ServiceRunner::isStarting).toList();
    List<ServiceRunner> named = late.isEmpty() ? suspects : late;
    String names = named.stream().map(ServiceRunner::name).collect(Collectors.joining(", "));
    Throwable failure = new TimeoutException("not started within " + limit + ": " + names);
    late.stream()
        .flatMap(runner -> runner.stuckThreads().stream())
        .forEach(thread -> failure.addSuppressed(asThrowable(thread)));
    startFailed(names, failure);
    late.forEach(runner -> runner.startTimedOut(failure));
  }

  private static Throwable asThrowable(StuckThread thread) {
    Throwable stack = new Exception("thread '" + thread.thread() + "' is still here");
    stack.setStackTrace(thread.stack().toArray(StackTraceElement[]::new));
    return stack;
  }

  // ---- from the callers, on any thread

  /** The first request counts; before the start there is nothing to stop. */
  void requestStop(String reason) {
    monitor.run(() -> {
      if (stopRequest == null && state.compareTo(HostState.NEW) > 0) {
        long now = time.nanoTime();
        stopRequest = new StopRequest(reason, now, now + Durations.nanos(config.shutdownTimeout()));
      }
    });
    clock.lookAgain();
  }

  /** NEW → STOPPED, if it is still NEW. */
  void stopBeforeStart() {
    boolean neverStarted =
        monitor.get(() -> {
          if (state != HostState.NEW) {
            return false;
          }
          state = HostState.STOPPED;
          report = reportNow();
          return true;
        });
    if (neverStarted) {
      startEnded.raise();
      stopped.raise();
    }
  }

  /** Null if the start went well. */
  @Nullable HostStartException startFailure() {
    return wasRunning ? null : monitor.get(failures::copy).ofStart(reason());
  }

  /** Null if no service failed before the stop was requested. */
  @Nullable ServiceFailedException runFailure() {
    return monitor.get(failures::copy).ofRun();
  }

  boolean hasTimeForStacks() {
    return plan == null || time.nanoTime() - plan().middleOfReserve() < 0;
  }

  boolean isStopRequested() {
    return stopRequest != null;
  }

  long stopRequestedAt() {
    return request().at;
  }

  /** Under the monitor. */
  boolean servicesMayStop() {
    return mayStop;
  }

  private StopRequest request() {
    StopRequest request = stopRequest;
    if (request == null) {
      throw new IllegalStateException("no stop was requested");
    }
    return request;
  }

  private String reason() {
    return stopRequest == null ? "its thread failed" : request().reason;
  }

  /** From the beginning of the stop on. */
  StopPlan plan() {
    StopPlan fixed = plan;
    if (fixed == null) {
      throw new IllegalStateException("no stop has begun");
    }
    return fixed;
  }

  /** Now, if no stop was requested. */
  long deadline() {
    StopRequest request = stopRequest;
    return request == null ? time.nanoTime() : request.deadline;
  }

  private Duration since(long begin) {
    return Duration.ofNanos(time.nanoTime() - begin);
  }

  String name() {
    return config.name();
  }

  HostMonitor monitor() {
    return monitor;
  }

  TimeSource time() {
    return time;
  }

  HostLog log() {
    return log;
  }

  LifetimeEvents lifetime() {
    return lifetime;
  }

  HostState state() {
    return state;
  }

  Signal startEnded() {
    return startEnded;
  }

  Signal stopped() {
    return stopped;
  }

  List<ServiceStatus> services() {
    return runners.stream().map(ServiceRunner::status).toList();
  }

  /** After {@link #stopped()}. */
  StopReport stopReport() {
    StopReport ended = report;
    if (ended == null) {
      throw new IllegalStateException("host '" + config.name() + "' has not stopped");
    }
    return ended;
  }
}
