package dev.innkeeper.runtime;

import dev.innkeeper.runtime.HostFailures.Failure;
import dev.innkeeper.runtime.engine.Decoration;
import dev.innkeeper.runtime.engine.Surroundings;
import dev.innkeeper.runtime.events.EventQueue;
import dev.innkeeper.runtime.events.HostEvents;
import dev.innkeeper.runtime.events.HostLog;
import dev.innkeeper.runtime.events.LifetimeEvents;
import dev.innkeeper.runtime.machine.Phase;
import dev.innkeeper.runtime.plan.HostPlan;
import dev.innkeeper.runtime.plan.StopTimes;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.thread.OpenScopes;
import dev.innkeeper.runtime.thread.Workplace;
import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.TimeSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the threads of one host share: how far it is, why it goes down, and the means to wait, to be
 * woken, and to tell.
 *
 * <p>It acts on nothing. The {@link HostThread} moves the host on, each {@link ServiceRunner} its
 * service; callers of the host ask and wait.
 */
final class HostCore {

  /** Why a host goes down, since when, and until when. */
  record StopRequest(String reason, long at, long deadline) {}

  private final Host host;
  private final HostPlan config;
  private final Surroundings surroundings;
  private final Workplace workplace;
  private final TimeSource time;
  private final HostMonitor monitor;
  private final HostEvents news;
  private final LifetimeEvents lifetime;
  private final EventQueue events;
  private final AlarmClock clock;
  private final Interrupter interrupter;

  /** Raised when the start has ended, whether well or by being rolled back. */
  private final Signal startEnded;

  /** Raised when the stop has ended and the report is there. */
  private final Signal stopped;

  /** Callers that wait for some service to change, by arrival: each adds and removes itself. */
  private final Queue<Thread> watchers = new ConcurrentLinkedQueue<>();

  // Guarded by the monitor:
  private Phase open = Phase.NONE;

  /** How many services have still to pass the open phase. */
  private int missing;

  /** How many services may still have work to do. */
  private int unfinished;

  private final HostFailures failures;

  // Written under the monitor, read without it:
  private volatile HostState state = HostState.NEW;
  private volatile @Nullable StopRequest stopRequest;
  private volatile @Nullable StopTimes plan;
  private volatile boolean wasRunning;

  HostCore(Host host, HostPlan config, Surroundings surroundings) {
    this.host = host;
    this.config = config;
    this.surroundings = surroundings;
    time = surroundings.time();
    Decoration decoration = surroundings.decoration();
    workplace =
        new Workplace(
            host,
            null,
            config.mdcKey(),
            time,
            decoration.isEmpty() ? null : decoration,
            new OpenScopes());
    monitor = new HostMonitor(time);
    events = new EventQueue(time);
    HostLog log = new HostLog(config.name());
    news = new HostEvents(config.name(), log, surroundings.listeners(), events);
    lifetime = new LifetimeEvents(log, () -> requestStop("a stop was requested"));
    clock = new AlarmClock(monitor, time);
    interrupter = new Interrupter(config.name() + "/interrupts", time, clock);
    failures = HostFailures.none(config.name());
    unfinished = config.services().size();
    startEnded = new Signal(time);
    stopped = new Signal(time);
  }

  // ---- how far it is

  /**
   * NEW → STARTING, once.
   *
   * @throws IllegalStateException if it is not NEW
   */
  void beginStart() {
    monitor.run(() -> {
      if (state != HostState.NEW) {
        throw new IllegalStateException(
            "host '" + config.name() + "' cannot be started, it is " + state);
      }
      state = HostState.STARTING;
    });
  }

  /** STARTING → RUNNING, unless a stop was requested. */
  boolean becomeRunning() {
    return monitor.get(() -> {
      if (stopRequest != null) {
        return false;
      }
      wasRunning = true;
      state = HostState.RUNNING;
      stopIfComplete();
      return true;
    });
  }

  /** NEW → STOPPING, if it is still NEW. */
  boolean beginStopBeforeStart() {
    return monitor.get(() -> {
      if (state != HostState.NEW) {
        return false;
      }
      state = HostState.STOPPING;
      requestStop("it was stopped before it was started");
      return true;
    });
  }

  /** Under the monitor. */
  void beginStop(StopTimes times) {
    state = HostState.STOPPING;
    plan = times;
  }

  /** Under the monitor. Again: no effect. */
  void endStop() {
    state = HostState.STOPPED;
  }

  /** Under the monitor: from here on services go through {@code phase}, and so many have to. */
  void open(Phase phase, int services) {
    open = phase;
    missing = services;
  }

  /** Under the monitor. */
  boolean isOpen(Phase phase) {
    return open.hasReached(phase);
  }

  /** Under the monitor. */
  Phase openPhase() {
    return open;
  }

  /** Under the monitor: one that had not passed {@code before} has now passed {@code phase}. */
  void onePassed(Phase before, Phase phase) {
    if (!before.hasReached(open) && phase.hasReached(open)) {
      missing--;
    }
  }

  /** Under the monitor. */
  boolean allPassed() {
    return missing == 0;
  }

  /** Under the monitor: one service has no more work to do, or has again. */
  void workIsOver(boolean over) {
    unfinished += over ? -1 : 1;
    stopIfComplete();
  }

  private void stopIfComplete() {
    if (config.stopWhenComplete() && unfinished == 0 && state == HostState.RUNNING) {
      requestStop("all work is complete");
    }
  }

  // ---- why it goes down

  /** The first request counts; before the start there is nothing to stop. */
  void requestStop(String reason) {
    monitor.run(() -> {
      if (stopRequest == null && state.compareTo(HostState.NEW) > 0) {
        long now = time.nanoTime();
        stopRequest = new StopRequest(reason, now, now + Durations.nanos(config.shutdownTimeout()));
      }
    });
    clock.lookAgain();
    lookAgainWatchers();
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

  /** The host thread itself has failed: that comes out of the caller. */
  void broken(Throwable thrown) {
    monitor.run(() -> failures.causes().add(new Failure("the host's own thread", thrown)));
  }

  /** Null if the start went well. */
  @Nullable HostStartException startFailure() {
    return wasRunning ? null : monitor.get(failures::copy).ofStart(reason());
  }

  /** Null if no service failed before the stop was requested. */
  @Nullable ServiceFailedException runFailure() {
    return monitor.get(failures::copy).ofRun();
  }

  boolean isStopRequested() {
    return stopRequest != null;
  }

  StopRequest request() {
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
  StopTimes plan() {
    StopTimes fixed = plan;
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

  boolean hasTimeForStacks() {
    return plan == null || time.nanoTime() - plan().middleOfReserve() < 0;
  }

  // ---- to wait, to be woken, to tell

  AlarmClock.Alarm setAlarm(long due, Runnable action) {
    return clock.set(due, action);
  }

  /** Under the monitor. */
  void cancel(AlarmClock.Alarm alarm) {
    clock.cancel(alarm);
  }

  /** From any thread: {@code action} runs on the host thread as soon as that can. */
  void onHostThread(Runnable action) {
    clock.set(time.nanoTime(), action);
  }

  /** On the host thread. */
  void orderInterrupt(Runnable interrupt) {
    interrupter.order(interrupt);
  }

  /**
   * A service has changed: callers that wait for a change look at their conditions again, and the
   * host thread, if it was the last that had to pass.
   */
  void lookAgain() {
    if (monitor.get(this::allPassed)) {
      clock.lookAgain();
    }
    lookAgainWatchers();
  }

  private void lookAgainWatchers() {
    watchers.forEach(time::unpark);
  }

  /**
   * For callers: waits until the condition, which is evaluated under the monitor, holds. Woken by
   * {@link #lookAgain}.
   *
   * @throws InterruptedException if interrupted before or while it waits
   */
  void awaitChange(BooleanSupplier condition) throws InterruptedException {
    Thread self = Thread.currentThread();
    watchers.add(self);
    try {
      while (!monitor.get(condition::getAsBoolean)) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        time.park(this);
      }
    } finally {
      watchers.remove(self);
    }
  }

  String name() {
    return config.name();
  }

  Surroundings surroundings() {
    return surroundings;
  }

  HostPlan config() {
    return config;
  }

  Workplace workplace() {
    return workplace;
  }

  boolean isAt(Workplace other) {
    return other.host() == host;
  }

  HostMonitor monitor() {
    return monitor;
  }

  TimeSource time() {
    return time;
  }

  AlarmClock clock() {
    return clock;
  }

  EventQueue events() {
    return events;
  }

  HostEvents news() {
    return news;
  }

  LifetimeEvents lifetime() {
    return lifetime;
  }

  HostState state() {
    return state;
  }

  boolean wasRunning() {
    return wasRunning;
  }

  Signal startEnded() {
    return startEnded;
  }

  Signal stopped() {
    return stopped;
  }
}
