package dev.innkeeper.runtime;

import dev.innkeeper.runtime.plan.ServicePlan;
import dev.innkeeper.runtime.report.HostEvent.ServiceCompleted;
import dev.innkeeper.runtime.report.HostEvent.ServiceInterrupted;
import dev.innkeeper.runtime.report.HostEvent.ServiceStopping;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.service.TaskDecorator;
import dev.innkeeper.runtime.thread.Exiting;
import dev.innkeeper.runtime.thread.Interruptible;
import dev.innkeeper.runtime.thread.ThreadScope;
import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One life of a service, from its start to the end of its stop: the calls to it, and the ladder on
 * which it is asked, interrupted and abandoned. A restart is the next life.
 *
 * <p>The calls are made on the control thread of its {@link ServiceRunner}, the work runs on a
 * thread that it forks. Alarms interrupt, on the host thread. When a life is to begin and to end is
 * for the runner to say.
 */
final class ServiceLife {

  /**
   * The work of a background service is interrupted after that long at the latest; of one that has
   * things to finish, that long before the end of its time.
   */
  private static final long SHORT_GRACE = Duration.ofSeconds(2).toNanos();

  private final ServiceRunner runner;
  private final ServicePlan spec;
  private final ServiceRecord record;
  private final HostCore core;
  private final HostMonitor monitor;
  private final TimeSource time;
  private final RunnerContext context;

  /** Written by the control thread before its first call to it, and before the work is forked. */
  private @Nullable HostedService service;

  // Guarded by the monitor:

  /** The start has returned, and the work was forked: its stop is owed. */
  private boolean stoppable;

  private boolean startReturned;

  /** Asked to stop, it does what it has accepted. Said by itself in its start. */
  private volatile boolean drains;

  private boolean ready;
  private boolean executing;

  /** The work is inside {@link System#exit}, and its thread never ends. */
  private boolean workExits;

  /** It is to end while the host runs on: it failed, or was not ready in time. */
  private boolean over;

  /** Asked by {@link #ask}; the times go with it. */
  private boolean asked;

  private long askedAt;
  private long end;

  /** Those to take back when it is over. */
  private final List<AlarmClock.Alarm> alarms = new ArrayList<>();

  /** The call that the control thread is in, and whether it belongs to the start. */
  private @Nullable Interruptible call;

  private boolean callIsOfStart;

  /** The work, once it was forked. */
  private @Nullable Interruptible work;

  /** The start has returned, but what is around the call has failed. */
  private boolean failedToStart;

  /** The start is over, its last step included. */
  private boolean cameUp;

  // The control thread's alone:
  private long startBegan;
  private boolean hasReturned;

  ServiceLife(ServiceRunner runner, HostCore core, ServiceRecord record) {
    this.runner = runner;
    this.spec = runner.spec();
    this.core = core;
    this.record = record;
    this.monitor = core.monitor();
    this.time = core.time();
    this.service = spec.instance();
    this.ready = !spec.waitForReady();
    this.context =
        new RunnerContext(
            runner,
            core,
            this::ready,
            thrown -> runner.failures().inWork(this, thrown, "and said so"),
            this::runHook,
            () -> monitor.get(this::interruptAt),
            () -> drains = true);
  }

  // ---- the start, on the control thread; each returns whether it went well

  boolean create() {
    Supplier<? extends HostedService> supplier = spec.supplier();
    return supplier == null
        || startCall(
            TaskDecorator.Kind.CREATE,
            () -> service = Objects.requireNonNull(supplier.get(), "the supplied service"));
  }

  boolean starting() {
    return !(service instanceof HostedLifecycleService observer)
        || startCall(TaskDecorator.Kind.STARTING, () -> observer.starting(context));
  }

  /** Also if what is around the call has failed: its stop is owed, once it has returned. */
  boolean start() {
    startBegan = time.nanoTime();
    if (spec.startTimeout() != null) {
      setAlarm(
          startBegan + Durations.nanos(spec.startTimeout()),
          () -> runner.failures().startIsOverdue(this));
    }
    HostedService starting = service();
    boolean wentWell =
        startCall(
            TaskDecorator.Kind.START,
            () -> {
              starting.start(context);
              hasReturned = true;
            });
    if (hasReturned) {
      monitor.run(() -> {
        startReturned = true;
        failedToStart = !wentWell;
        record.startReturned();
      });
    }
    return hasReturned;
  }

  /** From here on it can be stopped. A start that is being rolled back is only stopped again. */
  void forkWork(ThreadScope scope) {
    if (service instanceof BackgroundService worker && monitor.get(this::mayStart)) {
      fork(scope, worker);
    }
    monitor.run(() -> stoppable = true);
  }

  /** How long the start took, once it has become ready; null: it will not any more. */
  @Nullable Duration awaitReady() {
    monitor.await(() -> ready || !mayStart());
    Duration took = Duration.ofNanos(time.nanoTime() - startBegan);
    return monitor.get(() -> {
      if (!ready || failedToStart) {
        return null;
      }
      record.startEnded(took);
      if (!asked) {
        record.becomeIf(ServiceState.STARTING, ServiceState.RUNNING);
      }
      return took;
    });
  }

  /** By {@link ServiceContext#ready()}, or because the work is done. */
  private void ready() {
    monitor.run(() -> ready = true);
    runner.lookAgain();
  }

  boolean started() {
    return !(service instanceof HostedLifecycleService observer)
        || startCall(TaskDecorator.Kind.STARTED, () -> observer.started(context));
  }

  /** Not made when the life is to end already; a call that waits here is found and interrupted. */
  private boolean startCall(TaskDecorator.Kind kind, ThrowingRunnable code) {
    Interruptible current =
        monitor.get(() -> {
          if (!mayStart()) {
            return null;
          }
          callIsOfStart = true;
          call = new Interruptible();
          return call;
        });
    if (current == null) {
      return false;
    }
    Throwable thrown = run(current, kind, code);
    if (thrown != null) {
      runner.failures().inStart(this, thrown);
    }
    return thrown == null;
  }

  /** Under the monitor. */
  private boolean mayStart() {
    return !over && !asked && runner.mayStart();
  }

  // ---- the work

  private void fork(ThreadScope scope, BackgroundService worker) {
    monitor.run(() -> executing = true);
    Interruptible code = new Interruptible();
    try {
      Thread unused =
          scope.fork(
              runner.threadName() + "/execute",
              spec.platformThreads(),
              code,
              () -> {
                code.begin();
                execute(worker);
                code.end(time);
              });
      monitor.run(() -> work = code);
    } catch (Throwable t) {
      monitor.run(() -> executing = false);
      runner.failures().inWork(this, t, "to begin its work");
    }
  }

  /** On the work's own thread. */
  private void execute(BackgroundService worker) {
    try {
      decorated(TaskDecorator.Kind.EXECUTE, () -> worker.execute(context));
      completed();
    } catch (Throwable t) {
      runner.failures().inWork(this, t, "in its work");
    } finally {
      monitor.run(() -> executing = false);
      runner.workEnded();
    }
  }

  private void completed() {
    if (!context.isStopping()) {
      monitor.run(() -> {
        ready = true;
        record.becomeIf(ServiceState.STARTING, ServiceState.COMPLETED);
        record.becomeIf(ServiceState.RUNNING, ServiceState.COMPLETED);
      });
      core.news().tell(new ServiceCompleted(core.name(), spec.name()));
    }
  }

  // ---- the stop

  /**
   * Under the monitor: the first rung of the ladder. Asked again, it may only have less time.
   * Returns whether the caller is to go on with {@link #hear}.
   */
  boolean ask(long endOfShare) {
    if (asked && endOfShare - end >= 0) {
      return false;
    }
    if (!asked) {
      asked = true;
      askedAt = time.nanoTime();
    }
    end = endOfShare;
    return true;
  }

  /**
   * It is asked, and its time runs, on whatever thread brought its turn about: that must not depend
   * on the control thread getting a carrier.
   */
  void hear() {
    context.askToStop();
    setAlarm(monitor.get(this::interruptAt), this::interruptWork);
    setAlarm(endOfStop(), () -> runner.abandonment().ofLife(this));
    interruptStopInTime();
    runner.lookAgain();
  }

  /** A call of its stop that began when it had more time. */
  private void interruptStopInTime() {
    Interruptible begun = monitor.get(() -> callIsOfStart ? null : call);
    if (begun != null) {
      setAlarm(middle(time.nanoTime(), endOfStop()), () -> interrupt(begun));
    }
  }

  /** On the control thread: before it is asked. Interrupted at {@code interruptAt}. */
  void stopping(long interruptAt) {
    if (service instanceof HostedLifecycleService observer) {
      stopCall(
          TaskDecorator.Kind.STOPPING,
          interruptAt,
          "in stopping",
          () -> observer.stopping(context));
    }
  }

  /**
   * On the control thread, after it was asked: its hooks run, its work is given time to end, and
   * after the interrupt as much again; then it is stopped, and interrupted in that half-way.
   */
  void stop() {
    core.news().tell(new ServiceStopping(core.name(), spec.name()));
    runHooks();
    monitor.awaitUntil(() -> !executing, middle(monitor.get(this::interruptAt), endOfStop()));
    stopService();
    monitor.await(() -> !executing);
  }

  private void runHooks() {
    List<Runnable> hooks = context.takeHooks();
    if (!hooks.isEmpty()) {
      stopCall(
          TaskDecorator.Kind.ON_STOPPING,
          monitor.get(this::interruptAt),
          "around the hooks for its stop",
          () -> hooks.forEach(this::runHook));
    }
  }

  private void runHook(Runnable hook) {
    try {
      hook.run();
    } catch (Throwable t) {
      runner.failures().inStop(t, "in a hook for its stop");
    }
  }

  private void stopService() {
    HostedService stopping = service();
    long now = time.nanoTime();
    long interruptAt = now + graceOfStop(Math.max(0, endOfStop() - now));
    stopCall(TaskDecorator.Kind.STOP, interruptAt, "to stop", () -> stopping.stop(context));
  }

  /** On the control thread: when all have ended, or this one while the host runs on. */
  void stopped(long interruptAt) {
    if (service instanceof HostedLifecycleService observer) {
      stopCall(
          TaskDecorator.Kind.STOPPED, interruptAt, "in stopped", () -> observer.stopped(context));
    }
  }

  private void stopCall(
      TaskDecorator.Kind kind, long interruptAt, String where, ThrowingRunnable code) {
    Interruptible current = new Interruptible();
    monitor.run(() -> {
      callIsOfStart = false;
      call = current;
    });
    setAlarm(interruptAt, () -> interrupt(current));
    Throwable thrown = run(current, kind, code);
    if (thrown != null) {
      runner.failures().inStop(thrown, where);
    }
  }

  /** Under the monitor, after it was asked. */
  private long interruptAt() {
    return askedAt + graceOfWork(end - askedAt);
  }

  /**
   * How long the work is not interrupted, of the time that it has. One that has things to finish
   * has the greater part of it, but never all: what it could not finish it hands back.
   */
  private long graceOfWork(long left) {
    boolean works = service instanceof BackgroundService;
    long smaller = works ? Math.min(left / 2, SHORT_GRACE) : left / 2;
    long most = drains ? left - smaller : left;
    Duration chosen = spec.interruptAfter();
    if (chosen != null) {
      return Math.min(most, Durations.nanos(chosen));
    }
    return drains ? most : smaller;
  }

  /** The same for its stop. That of one that drains is ours, and is for handing back. */
  private long graceOfStop(long left) {
    Duration chosen = drains ? null : spec.interruptAfter();
    return chosen == null ? left / 2 : Math.min(left, Durations.nanos(chosen));
  }

  private static long middle(long from, long to) {
    return from + (to - from) / 2;
  }

  private long endOfStop() {
    return monitor.get(() -> end);
  }

  Duration sinceAsked() {
    return Duration.ofNanos(time.nanoTime() - monitor.get(() -> askedAt));
  }

  // ---- calls

  private interface ThrowingRunnable {
    void run() throws Exception;
  }

  /** Returns what the user's code threw. */
  private @Nullable Throwable run(
      Interruptible current, TaskDecorator.Kind kind, ThrowingRunnable code) {
    current.begin();
    try {
      decorated(kind, code);
      return null;
    } catch (Throwable t) {
      return t;
    } finally {
      current.end(time);
      monitor.run(() -> call = null);
    }
  }

  private void decorated(TaskDecorator.Kind kind, ThrowingRunnable code) throws Exception {
    Callable<@Nullable Object> body =
        () -> {
          code.run();
          return null;
        };
    Object unused = core.surroundings().decoration().call(spec.name(), kind, body);
  }

  private HostedService service() {
    return Objects.requireNonNull(service, "the service was not made");
  }

  /** An alarm that is of no interest any more when this life is over. */
  void setAlarm(long due, Runnable action) {
    AlarmClock.Alarm alarm = core.setAlarm(due, action);
    monitor.run(() -> alarms.add(alarm));
  }

  /** Under the monitor: it is over, and another may begin. */
  void cancelAlarms() {
    alarms.forEach(core::cancel);
  }

  // ---- from other threads

  /** Under the monitor. */
  void hasComeUp() {
    cameUp = true;
  }

  /** Under the monitor: it is to end although the host runs on. */
  void endsByItself() {
    over = true;
  }

  /** Under the monitor. */
  boolean isOver() {
    return over;
  }

  /** Under the monitor. */
  boolean isAsked() {
    return asked;
  }

  /** Under the monitor. */
  boolean isStoppable() {
    return stoppable;
  }

  /** Under the monitor: others may count on it. */
  boolean isUp() {
    return cameUp && !asked && !over;
  }

  /** Under the monitor: there is nothing that it still has to do. */
  boolean isComplete() {
    return isUp() && !executing;
  }

  /** Under the monitor. */
  boolean hasStarted() {
    return startReturned && ready && !failedToStart;
  }

  /** Under the monitor: in a call of its start, or started and not ready. */
  boolean isStarting() {
    return (call != null && callIsOfStart) || (startReturned && !ready);
  }

  /** Under the monitor: the control thread is in a call of its start. */
  boolean isInCallOfStart() {
    return call != null && callIsOfStart;
  }

  /** Under the monitor: its code has been called, so it has to be stopped, or to be waited for. */
  boolean isToBeStopped() {
    return startReturned || (call != null && callIsOfStart);
  }

  boolean isStopping() {
    return context.isStopping();
  }

  /** On the host thread: it is to end. Returns whether it is in a start that has not returned. */
  boolean giveUpStart() {
    Interruptible start = monitor.get(() -> callIsOfStart ? call : null);
    boolean owesNoStop = monitor.get(() -> !startReturned);
    if (start == null) {
      return false;
    }
    if (owesNoStop) {
      context.askToStop();
    }
    core.orderInterrupt(() -> start.interrupt(time));
    return owesNoStop;
  }

  private void interruptWork() {
    Interruptible forked = monitor.get(() -> executing ? work : null);
    if (forked != null) {
      interrupt(forked);
    } else if (monitor.get(() -> executing)) {
      setAlarm(time.nanoTimeAfter(Duration.ofMillis(1)), this::interruptWork); // being forked
    }
  }

  private void interrupt(Interruptible code) {
    core.orderInterrupt(() -> {
      if (code.interrupt(time)) {
        Duration after = monitor.get(() -> asked) ? sinceAsked() : Duration.ZERO;
        core.news().tellLater(new ServiceInterrupted(core.name(), spec.name(), after));
      }
    });
  }

  /** Where it is, on the threads that keep it from ending. */
  List<StuckThread> stuckThreads(@Nullable Thread control) {
    record Suspect(String name, @Nullable Thread thread) {}
    Thread running = Stacks.unlessItWaitsForCarrier(control);
    List<Suspect> suspects =
        monitor.get(() -> {
          Suspect worker =
              executing ? new Suspect(runner.threadName() + "/execute", workThread()) : null;
          Suspect caller = null;
          if (call != null || worker == null) {
            caller = new Suspect(runner.threadName(), call != null ? control : running);
          }
          return Stream.of(worker, caller).filter(s -> s != null).toList();
        });
    return suspects.stream()
        .flatMap(suspect ->
            suspect.thread == null
                ? Stream.of(Stacks.withoutCarrier(suspect.name))
                : context.stuckBehind(suspect.thread).map(this::look))
        .toList();
  }

  /** A stack is worth having, but the deadline is worth more. */
  private StuckThread look(Thread thread) {
    return core.hasTimeForStacks() ? Stacks.in(thread) : Stacks.withoutStack(thread);
  }

  private @Nullable Thread workThread() {
    return work == null ? null : work.thread();
  }

  /**
   * While the JVM shuts down: work whose thread is inside {@link System#exit} never returns, and
   * counts as ended. Returns whether the control thread is inside it.
   */
  boolean exits(@Nullable Thread control) {
    Thread working = monitor.get(() -> executing ? workThread() : null);
    if (working != null && isExiting(working)) {
      monitor.run(() -> {
        executing = false;
        workExits = true;
      });
      runner.lookAgain();
    }
    return control != null && monitor.get(() -> call != null) && isExiting(control);
  }

  /** Whether the thread of its work counts as ended, and never will end. */
  boolean workExits() {
    return monitor.get(() -> workExits);
  }

  private boolean isExiting(Thread thread) {
    return context.stuckBehind(thread).allMatch(Exiting::isExiting);
  }
}
