package dev.innkeeper.runtime;

import dev.innkeeper.runtime.ServiceStatus.StuckThread;
import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
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

  /** A service and what it threw. */
  private record Failure(String service, Throwable thrown) {}

  private final Host host;
  private final HostConfig config;
  private final TimeSource time;
  private final HostMonitor monitor;
  private final HostLog log;
  private final LifetimeEvents lifetime;
  private final EventQueue events;
  private final List<ServiceRunner> runners;
  private final ServiceGraph.Arrows stopOrder;

  /** Raised when the start has ended, whether well or by being rolled back. */
  private final Signal startEnded;

  /** Raised when the stop has ended and the report is there. */
  private final Signal stopped;

  // Guarded by the monitor:
  private final Alarms alarms;
  private int starting;
  private int running;
  private long startedAt;
  private boolean mayStop;
  private int[] chains = {};

  /** What made the start fail, or what made a running host stop: before the stop request. */
  private final List<Failure> failures = new ArrayList<>();

  /** Thrown by starts after the first failure. */
  private final List<Throwable> laterFailures = new ArrayList<>();

  // Written under the monitor, read without it:
  private volatile HostState state = HostState.NEW;
  private volatile @Nullable StopRequest stopRequest;
  private volatile @Nullable StopShares shares;
  private volatile @Nullable StopReport report;
  private volatile boolean wasRunning;

  /** Written before the thread starts. */
  private volatile @Nullable Thread thread;

  HostThread(Host host, HostConfig config) {
    this.host = host;
    this.config = config;
    time = config.time();
    monitor = new HostMonitor(time);
    log = new HostLog(config.name());
    lifetime = new LifetimeEvents(log, () -> requestStop("a stop was requested"));
    events = new EventQueue(time);
    alarms = new Alarms(time.nanoTime());
    startEnded = new Signal(time);
    stopped = new Signal(time);
    runners = makeRunners();
    starting = runners.size();
    running = runners.size();
    stopOrder = config.graph().stop(config.stopConcurrently());
    line(config.graph().start(config.startConcurrently()), stopOrder);
  }

  private List<ServiceRunner> makeRunners() {
    List<ServiceSpec> specs = config.services();
    return IntStream.range(0, specs.size())
        .mapToObj(number -> new ServiceRunner(number, specs.get(number), this))
        .toList();
  }

  private void line(ServiceGraph.Arrows start, ServiceGraph.Arrows stop) {
    for (int i = 0; i < runners.size(); i++) {
      runners
          .get(i)
          .standInLine(
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

  /** NEW → STARTING, once. */
  void launch() {
    Thread owner =
        Thread.ofPlatform()
            .daemon()
            .name(config.name())
            .inheritInheritableThreadLocals(false)
            .unstarted(time.enlist(this::run));
    monitor.run(() -> {
      if (state != HostState.NEW) {
        throw new IllegalStateException(
            "host '" + config.name() + "' cannot be started, it is " + state);
      }
      state = HostState.STARTING;
      startedAt = time.nanoTime();
      thread = owner;
    });
    owner.start();
  }

  private void run() {
    new Inherited(config.contextClassLoader(), host).adopt();
    Thread.currentThread().setContextClassLoader(config.contextClassLoader());
    try (TaskScope scope = TaskScope.open(config.name(), time)) {
      try {
        tell(scope);
      } catch (Throwable t) {
        log.broken(t);
      } finally {
        letCallersGo();
      }
    }
  }

  /** Everything, in order; each line waits for its end. */
  private void tell(TaskScope scope) {
    forkThreads(scope);
    awaitStarted();
    await(this::isStopRequested);
    beginStop();
    awaitCallbacks("stopping", lifetime::stopping, endOfPrelude());
    stopServices();
    awaitCallbacks("stopped", lifetime::stopped, middleOfReserve());
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
      setAlarm(startedAt + Durations.nanos(config.startupTimeout()), this::startupIsOverdue);
    }
    await(() -> starting == 0 || isStopRequested());
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
      events.post(lifetime::started);
      startEnded.raise();
    }
  }

  private void startupIsOverdue() {
    if (state == HostState.STARTING) {
      startTimedOut(config.startupTimeout(), runners);
    }
  }

  private void beginStop() {
    StopRequest request = request();
    monitor.run(() -> {
      state = HostState.STOPPING;
      chains = config.graph().chainsFrom(stopOrder, i -> runners.get(i).isToBeStopped());
      shares = StopShares.of(request.at, request.deadline, longestChain());
    });
    events.post(() -> log.stopping(request.reason));
    StopShares fixed = shares();
    for (ServiceRunner runner : runners) {
      if (runner.giveUpStart()) {
        setAlarm(endOfShare(runner, request.at, null), runner::abandonStart);
      }
    }
    setAlarm(fixed.beginOfLastLook(request.at), () -> lookAtStragglers(0));
    setAlarm(fixed.end(), () -> runners.forEach(ServiceRunner::abandon));
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
      setAlarm(time.nanoTime(), () -> lookAtStragglers(rest));
    }
  }

  private int longestChain() {
    int longest = 0;
    for (int chain : chains) {
      longest = Math.max(longest, chain);
    }
    return longest;
  }

  private void stopServices() {
    monitor.run(() -> mayStop = true);
    runners.forEach(ServiceRunner::lookAgain);
    await(() -> running == 0);
  }

  /** On {@code host/events}; a callback that hangs is not waited for. */
  private void awaitCallbacks(String event, Runnable callbacks, long deadline) {
    Signal done = new Signal(time);
    events.post(callbacks);
    events.post(() -> {
      done.raise();
      lookAgain();
    });
    awaitUntil(done::isRaised, deadline);
    if (!done.isRaised()) {
      events.post(() -> log.callbacksOverdue(event));
    }
  }

  /** The last line of the log, on a thread of its own: an appender may hang, or lack a carrier. */
  private void report() {
    StopReport ended = reportNow();
    monitor.run(() -> report = ended);
    Signal logged = new Signal(time);
    Runnable body =
        time.enlist(() -> {
          log.stopped(ended);
          logged.raise();
          lookAgain();
        });
    Thread.ofPlatform().daemon().name(config.name() + "/report").start(body);
    awaitUntil(logged::isRaised, deadline());
  }

  private StopReport reportNow() {
    return new StopReport(
        config.name(),
        stopRequest == null ? Duration.ZERO : since(request().at),
        runners.stream().map(ServiceRunner::status).toList());
  }

  /** Whatever happened: those who wait for this host are released. */
  private void letCallersGo() {
    monitor.run(() -> {
      state = HostState.STOPPED;
      report = report == null ? reportNow() : report;
    });
    events.close();
    startEnded.raise();
    stopped.raise();
  }

  // ---- waiting, on the host thread

  private void await(BooleanSupplier condition) {
    awaitOr(condition, null);
  }

  private void awaitUntil(BooleanSupplier condition, long deadline) {
    awaitOr(condition, deadline);
  }

  /** Woken by {@link #lookAgain}, or the next alarm, which it sets off. */
  private void awaitOr(BooleanSupplier condition, @Nullable Long deadline) {
    while (!monitor.get(condition::getAsBoolean)) {
      long now = time.nanoTime();
      if (deadline != null && now - deadline >= 0) {
        return;
      }
      Runnable alarm = monitor.get(() -> alarms.poll(now));
      if (alarm != null) {
        alarm.run();
      } else {
        parkUntil(earlier(monitor.get(alarms::next), deadline));
      }
    }
  }

  private static @Nullable Long earlier(@Nullable Long a, @Nullable Long b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a - b < 0 ? a : b;
  }

  private void parkUntil(@Nullable Long when) {
    if (when == null) {
      time.park(this);
    } else {
      time.parkUntil(this, when);
    }
    boolean unused = Thread.interrupted();
  }

  /** Makes the host thread look at its condition, and at its alarms, again. */
  private void lookAgain() {
    Thread waiting = thread;
    if (waiting != null) {
      time.unpark(waiting);
    }
  }

  // ---- from the runners, on any thread

  void setAlarm(long due, Runnable action) {
    monitor.run(() -> alarms.set(due, action));
    lookAgain();
  }

  void post(Runnable event) {
    events.post(event);
  }

  void oneHasStarted() {
    monitor.run(() -> starting--);
    lookAgain();
  }

  void oneHasEnded() {
    monitor.run(() -> running--);
    lookAgain();
  }

  void startFailed(String service, Throwable thrown) {
    monitor.run(() -> {
      if (stopRequest == null) {
        failures.add(new Failure(service, thrown));
      } else {
        laterFailures.add(thrown);
      }
    });
    requestStop("'" + service + "' failed to start");
  }

  /** {@code limit} has passed, and among {@code suspects} are those that overran it. */
  void startTimedOut(@Nullable Duration limit, List<ServiceRunner> suspects) {
    List<ServiceRunner> late = suspects.stream().filter(ServiceRunner::isStarting).toList();
    String names = late.stream().map(ServiceRunner::name).collect(Collectors.joining(", "));
    Throwable failure = new TimeoutException("not started within " + limit + ": " + names);
    late.stream()
        .flatMap(runner -> runner.stuckThreads().stream())
        .forEach(thread -> failure.addSuppressed(asThrowable(thread)));
    startFailed(names, failure);
  }

  private static Throwable asThrowable(StuckThread thread) {
    Throwable stack = new Exception("thread '" + thread.thread() + "' is still here");
    stack.setStackTrace(thread.stack().toArray(StackTraceElement[]::new));
    return stack;
  }

  /** While running, or while others are still starting. */
  void serviceFailed(String service, Throwable thrown) {
    monitor.run(() -> {
      if (stopRequest == null) {
        failures.add(new Failure(service, thrown));
      }
    });
    requestStop("'" + service + "' failed");
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
    lookAgain();
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
    return monitor.get(() -> {
      if (wasRunning) {
        return null;
      }
      if (failures.isEmpty()) {
        return new HostStartException(
            "host '" + config.name() + "' did not start: " + reason(), null);
      }
      Failure first = failures.get(0);
      HostStartException failed =
          new HostStartException(
              "host '"
                  + config.name()
                  + "' did not start, because of '"
                  + first.service
                  + "': "
                  + first.thrown,
              first.thrown);
      failures.stream().skip(1).forEach(f -> failed.addSuppressed(f.thrown));
      laterFailures.forEach(failed::addSuppressed);
      return failed;
    });
  }

  /** Null if no service failed before the stop was requested. */
  @Nullable ServiceFailedException runFailure() {
    return monitor.get(() -> {
      if (failures.isEmpty()) {
        return null;
      }
      Failure first = failures.get(0);
      ServiceFailedException failed =
          new ServiceFailedException(config.name(), first.service, first.thrown);
      failures.stream().skip(1).forEach(f -> failed.addSuppressed(f.thrown));
      return failed;
    });
  }

  boolean hasTimeForStacks() {
    return shares == null || time.nanoTime() - middleOfReserve() < 0;
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

  /** Until when a service has that is asked to stop at {@code askedAt}. */
  long endOfShare(ServiceRunner runner, long askedAt, @Nullable Duration stopTimeout) {
    long limit = stopTimeout == null ? Long.MAX_VALUE / 2 : Durations.nanos(stopTimeout);
    int chain = monitor.get(() -> chains[runner.number()]);
    return shares().endOf(askedAt, chain, limit);
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

  private StopShares shares() {
    StopShares fixed = shares;
    if (fixed == null) {
      throw new IllegalStateException("no stop has begun");
    }
    return fixed;
  }

  long deadline() {
    return request().deadline;
  }

  private long endOfPrelude() {
    return shares().endOfPrelude(longestChain());
  }

  /** The reserve is for the callbacks at the end first, then for the report to be logged. */
  private long middleOfReserve() {
    long end = shares().end();
    return end + (deadline() - end) / 2;
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
