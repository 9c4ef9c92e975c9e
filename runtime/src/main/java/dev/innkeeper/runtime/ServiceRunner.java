package dev.innkeeper.runtime;

import dev.innkeeper.runtime.ServiceStatus.StuckThread;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One service: its control thread, which makes all calls to it one at a time, and its state.
 *
 * <p>The order of the whole host emerges here: a runner starts when those before it in the start's
 * graph have started, and stops when those before it in the stop's graph have ended. It only waits;
 * interrupting and giving up are the host thread's, which calls {@link #interrupt} and {@link
 * #abandon} from outside. After it was abandoned a runner goes on as if nothing had happened, only
 * nobody waits for it any more.
 */
final class ServiceRunner {

  /** The work of a background service is interrupted after that long at the latest. */
  private static final long LONGEST_GRACE = Duration.ofSeconds(2).toNanos();

  private static final int MOST_FAILURES = 10;

  private interface UserCode {
    void run() throws Exception;
  }

  private final int number;
  private final ServiceSpec spec;
  private final HostThread host;
  private final HostMonitor monitor;
  private final TimeSource time;
  private final HostLog log;
  private final String threadName;
  private final RunnerContext context;

  /** Set once, before the thread starts. */
  private List<ServiceRunner> startsAfter = List.of();

  private List<ServiceRunner> startsBefore = List.of();
  private List<ServiceRunner> stopsAfter = List.of();
  private List<ServiceRunner> stopsBefore = List.of();

  // Guarded by the monitor:
  private ServiceState state = ServiceState.NEW;
  private boolean started;
  private boolean ended;
  private boolean executing;
  private long startBegan;

  /** Written once, together; the times are read by this runner, and by alarms set after them. */
  private boolean asked;

  private long askedAt;
  private long end;
  private @Nullable Duration startTook;
  private @Nullable Duration stopTook;
  private @Nullable Throwable failure;
  private int moreFailures;
  private List<StuckThread> stuckIn = List.of();

  /** Where it was shortly before its end, if it was looked at. */
  private List<StuckThread> lastSeenIn = List.of();

  /** The call that the control thread is in. */
  private @Nullable Interruptible call;

  /** The work, once it was forked. */
  private @Nullable Task<?> work;

  /** Published under the monitor, read without it. */
  private volatile ServiceStatus status;

  /** The control thread: written by itself as its first act. */
  private volatile @Nullable Thread thread;

  ServiceRunner(int number, ServiceSpec spec, HostThread host) {
    this.number = number;
    this.spec = spec;
    this.host = host;
    this.monitor = host.monitor();
    this.time = host.time();
    this.log = host.log();
    this.threadName = host.name() + "/" + spec.name();
    this.context =
        new RunnerContext(
            spec.name(),
            threadName,
            host.lifetime(),
            time,
            thrown -> failed(thrown, "and said so"),
            this::runHook);
    this.status = snapshot();
  }

  void link(
      List<ServiceRunner> startsAfter,
      List<ServiceRunner> startsBefore,
      List<ServiceRunner> stopsAfter,
      List<ServiceRunner> stopsBefore) {
    this.startsAfter = startsAfter;
    this.startsBefore = startsBefore;
    this.stopsAfter = stopsAfter;
    this.stopsBefore = stopsBefore;
  }

  /** Its place in the order of registration. */
  int number() {
    return number;
  }

  String name() {
    return spec.name();
  }

  String threadName() {
    return threadName;
  }

  ServiceStatus status() {
    return status;
  }

  // ---- the story, on the control thread

  void run() {
    thread = Thread.currentThread();
    try {
      monitor.await(() -> host.isStopRequested() || startsAfter.stream().allMatch(r -> r.started));
      Interruptible call = beginToStart();
      if (call != null) {
        live(call);
      }
    } catch (Throwable t) {
      failed(t, "outside its own code, or left a scope open");
    } finally {
      end();
    }
  }

  private void live(Interruptible call) {
    try (TaskScope scope = TaskScope.open(threadName, time)) {
      if (start(call)) {
        execute(scope);
        tellThatItStarted();
        askIfItsTurn();
        monitor.await(() -> asked);
        stop();
      }
    }
  }

  /** Null if there is no start any more. */
  private @Nullable Interruptible beginToStart() {
    return monitor.get(() -> {
      if (host.isStopRequested()) {
        return null;
      }
      startBegan = time.nanoTime();
      become(ServiceState.STARTING);
      return nextCall();
    });
  }

  private boolean start(Interruptible call) {
    log.serviceStarting(name());
    if (spec.startTimeout() != null) {
      host.setAlarm(time.nanoTimeAfter(spec.startTimeout()), this::startIsOverdue);
    }
    Throwable thrown = run(call, () -> spec.service().start(context));
    Duration took = Duration.ofNanos(time.nanoTime() - startBegan);
    monitor.run(() -> {
      startTook = took;
      if (thrown == null && state == ServiceState.STARTING) {
        become(ServiceState.RUNNING);
      }
    });
    if (thrown != null) {
      startFailed(thrown);
      return false;
    }
    log.serviceStarted(name(), took);
    return true;
  }

  /** Behind the fork of its work, so that work is not passed over when a stop follows a start. */
  private void tellThatItStarted() {
    monitor.run(() -> started = true);
    startsBefore.forEach(ServiceRunner::lookAgain);
    host.oneHasStarted();
  }

  private void startFailed(Throwable thrown) {
    if (host.isStopRequested() && Interruptions.isOne(thrown)) {
      log.startGivenUp(name());
      return;
    }
    addFailure(thrown);
    host.startFailed(name(), thrown);
    log.serviceFailed(name(), "to start", thrown);
  }

  /** A start that was being rolled back when it returned is only stopped again. */
  private void execute(TaskScope scope) {
    if (!(spec.service() instanceof BackgroundService worker) || host.isStopRequested()) {
      return;
    }
    monitor.run(() -> executing = true);
    try {
      Task<?> task =
          scope.fork(
              threadName + "/execute",
              () -> {
                execute(worker);
                return null;
              });
      monitor.run(() -> work = task);
    } catch (Throwable t) {
      monitor.run(() -> executing = false);
      failed(t, "to begin its work");
    }
  }

  /** On the work's own thread. */
  private void execute(BackgroundService worker) {
    try {
      worker.execute(context);
      completed();
    } catch (Throwable t) {
      failed(t, "in its work");
    } finally {
      monitor.run(() -> executing = false);
      lookAgain();
    }
  }

  private void completed() {
    if (!context.isStopping()) {
      monitor.run(() -> {
        if (state == ServiceState.RUNNING) {
          become(ServiceState.COMPLETED);
        }
      });
      log.serviceCompleted(name());
    }
  }

  /**
   * The first rung of the ladder, on whatever thread brought its turn about: that it is asked, and
   * that its time runs, must not depend on this runner getting a carrier.
   */
  void askIfItsTurn() {
    boolean itsTurn =
        monitor.get(() -> {
          if (asked || !started || !host.servicesMayStop()) {
            return false;
          }
          if (!stopsAfter.stream().allMatch(r -> r.ended)) {
            return false;
          }
          asked = true;
          askedAt = time.nanoTime();
          end = host.plan().endOfShare(number, askedAt, spec.stopTimeout());
          become(ServiceState.STOPPING);
          return true;
        });
    if (itsTurn) {
      context.askToStop();
      host.setAlarm(interruptAt(), this::interruptWork);
      host.setAlarm(end, this::abandon);
      lookAgain();
    }
  }

  /**
   * The other rungs. Its hooks run, its work is given time to end, and after the interrupt as much
   * again; then it is stopped, and interrupted in that half-way. The alarms of the host thread
   * interrupt, and abandon it at the end.
   */
  private void stop() {
    log.serviceStopping(name());
    runHooks();
    monitor.awaitUntil(() -> !executing, middle(interruptAt(), end));
    stopService();
    monitor.await(() -> !executing);
  }

  private long interruptAt() {
    return askedAt + grace(end - askedAt, spec.service() instanceof BackgroundService);
  }

  /** How long it is not interrupted, of the time that it has. */
  private long grace(long left, boolean isWork) {
    Duration chosen = spec.interruptAfter();
    if (chosen != null) {
      return Math.min(left, Durations.nanos(chosen));
    }
    return isWork ? Math.min(left / 2, LONGEST_GRACE) : left / 2;
  }

  private static long middle(long from, long to) {
    return from + (to - from) / 2;
  }

  private void runHooks() {
    List<Runnable> hooks = context.takeHooks();
    if (!hooks.isEmpty()) {
      Interruptible call = nextCall();
      host.setAlarm(interruptAt(), () -> interrupt(call));
      run(call, () -> hooks.forEach(this::runHook));
    }
  }

  private void runHook(Runnable hook) {
    try {
      hook.run();
    } catch (Throwable t) {
      addFailure(t);
      log.serviceFailed(name(), "in a hook for its stop", t);
    }
  }

  private void stopService() {
    Interruptible call = nextCall();
    long now = time.nanoTime();
    host.setAlarm(now + grace(Math.max(0, end - now), false), () -> interrupt(call));
    Throwable thrown = run(call, () -> spec.service().stop(context));
    if (thrown != null) {
      addFailure(thrown);
      log.serviceFailed(name(), "to stop", thrown);
    }
  }

  /** From here on the host thread finds the call, and may interrupt it before it has begun. */
  private Interruptible nextCall() {
    Interruptible next = new Interruptible();
    monitor.run(() -> call = next);
    return next;
  }

  /** Returns what the user's code threw. */
  private @Nullable Throwable run(Interruptible current, UserCode code) {
    current.begin();
    try {
      code.run();
      return null;
    } catch (Throwable t) {
      return t;
    } finally {
      current.end(time);
      monitor.run(() -> call = null);
    }
  }

  private void end() {
    boolean late =
        monitor.get(() -> {
          if (ended) {
            return true;
          }
          ended = true;
          stopTook = asked ? Duration.ofNanos(time.nanoTime() - askedAt) : null;
          become(finalState());
          return false;
        });
    if (late) {
      log.endedLate(name());
    } else {
      tellThatItEnded();
      status.stopTook().ifPresent(took -> log.serviceStopped(name(), took));
    }
  }

  private ServiceState finalState() {
    if (failure != null) {
      return ServiceState.FAILED;
    }
    return started ? ServiceState.STOPPED : ServiceState.NEW;
  }

  private void tellThatItEnded() {
    stopsBefore.forEach(ServiceRunner::askIfItsTurn);
    host.oneHasEnded();
  }

  // ---- failures, on any thread

  /** In its work, or by {@link ServiceContext#fail}; the consequence first, the log may be slow. */
  private void failed(Throwable thrown, String where) {
    boolean asked = context.isStopping();
    if (asked && Interruptions.isOne(thrown)) {
      return;
    }
    addFailure(thrown);
    if (!asked && spec.failurePolicy() == FailurePolicy.stopHost()) {
      host.serviceFailed(name(), thrown);
    }
    log.serviceFailed(name(), where, thrown);
  }

  /** Those after the first are suppressed in it, up to a number: a service may fail for years. */
  @SuppressWarnings("ReferenceEquality") // the same exception thrown twice, not an equal one
  private void addFailure(Throwable thrown) {
    monitor.run(() -> {
      if (failure == null) {
        failure = thrown;
      } else if (failure != thrown && moreFailures < MOST_FAILURES) {
        moreFailures++;
        failure.addSuppressed(thrown);
      }
      become(state == ServiceState.RUNNING ? ServiceState.FAILED : state);
    });
  }

  // ---- from the host thread

  /** Makes the control thread look at its condition again. Also called by other runners. */
  void lookAgain() {
    Thread waiting = thread;
    if (waiting != null) {
      time.unpark(waiting);
    }
  }

  boolean hasStarted() {
    return monitor.get(() -> started);
  }

  boolean isStarting() {
    return monitor.get(() -> state == ServiceState.STARTING);
  }

  /** The host goes down. Returns whether this one is still in its start. */
  boolean giveUpStart() {
    Interruptible start = monitor.get(() -> state == ServiceState.STARTING ? call : null);
    if (start == null) {
      lookAgain();
      return false;
    }
    context.askToStop();
    host.orderInterrupt(() -> start.interrupt(time));
    return true;
  }

  private void startIsOverdue() {
    if (isStarting()) {
      host.startTimedOut(Objects.requireNonNull(spec.startTimeout()), List.of(this));
    }
  }

  /** On the host thread, which must not wait for a log appender. */
  void startTimedOut(Throwable overdue) {
    addFailure(overdue);
    host.post(() -> log.serviceFailed(name(), "to start in time", overdue));
  }

  private void interruptWork() {
    Task<?> forked = monitor.get(() -> executing ? work : null);
    if (forked != null) {
      interrupt(forked.interruptible());
    } else if (monitor.get(() -> executing)) {
      host.setAlarm(time.nanoTimeAfter(Duration.ofMillis(1)), this::interruptWork); // being forked
    }
  }

  private void interrupt(Interruptible code) {
    host.orderInterrupt(() -> {
      if (code.interrupt(time)) {
        Duration after = Duration.ofNanos(time.nanoTime() - askedAt);
        host.post(() -> log.interrupted(name(), after));
      }
    });
  }

  /** Abandons it if it has not come out of a start that was given up. */
  void abandonStart() {
    if (isStarting()) {
      abandon();
    }
  }

  /** For the report, should it not end: at the end there may be no time for stacks. */
  void lookWhereItIs() {
    if (!monitor.get(() -> ended)) {
      List<StuckThread> seen = stuckThreads();
      monitor.run(() -> lastSeenIn = seen);
    }
  }

  /** Nobody waits for it any more. */
  void abandon() {
    if (monitor.get(() -> ended)) {
      return;
    }
    boolean lookAgain = host.hasTimeForStacks() || monitor.get(() -> lastSeenIn.isEmpty());
    List<StuckThread> stuck = lookAgain ? stuckThreads() : monitor.get(() -> lastSeenIn);
    boolean abandoned =
        monitor.get(() -> {
          if (ended) {
            return false;
          }
          ended = true;
          long since = asked ? askedAt : host.stopRequestedAt();
          stopTook = Duration.ofNanos(time.nanoTime() - since);
          stuckIn = stuck;
          become(ServiceState.ABANDONED);
          return true;
        });
    if (abandoned) {
      tellThatItEnded();
    }
  }

  List<StuckThread> stuckThreads() {
    record Suspect(String name, @Nullable Thread thread) {}
    List<Suspect> suspects =
        monitor.get(() -> {
          Suspect worker =
              executing
                  ? new Suspect(
                      threadName + "/execute", work == null ? null : work.interruptible().thread())
                  : null;
          Suspect control = call != null || worker == null ? new Suspect(threadName, thread) : null;
          return Stream.of(worker, control).filter(s -> s != null).toList();
        });
    return suspects.stream()
        .flatMap(suspect ->
            suspect.thread == null
                ? Stream.of(StuckThread.neverRan(suspect.name))
                : context.stuckBehind(suspect.thread).map(this::look))
        .toList();
  }

  /** A stack is worth having, but the deadline is worth more. */
  private StuckThread look(Thread thread) {
    return host.hasTimeForStacks() ? StuckThread.in(thread) : StuckThread.withoutStack(thread);
  }

  // ---- state, under the monitor

  private void become(ServiceState next) {
    boolean over = state == ServiceState.ABANDONED;
    state = over ? state : next;
    status = snapshot();
  }

  boolean isToBeStopped() {
    return !ended && state != ServiceState.NEW;
  }

  private ServiceStatus snapshot() {
    return new ServiceStatus(
        spec.name(),
        state,
        Optional.ofNullable(startTook),
        Optional.ofNullable(stopTook),
        Optional.ofNullable(failure),
        stuckIn);
  }
}
