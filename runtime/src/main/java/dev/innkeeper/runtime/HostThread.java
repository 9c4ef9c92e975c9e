package dev.innkeeper.runtime;

import dev.innkeeper.runtime.HostCore.StopRequest;
import dev.innkeeper.runtime.events.EventQueue;
import dev.innkeeper.runtime.events.LifetimeEvents;
import dev.innkeeper.runtime.machine.Phase;
import dev.innkeeper.runtime.plan.HostPlan;
import dev.innkeeper.runtime.plan.ServiceGraph;
import dev.innkeeper.runtime.plan.ServicePlan;
import dev.innkeeper.runtime.plan.StopTimes;
import dev.innkeeper.runtime.report.HostEvent.HostStarted;
import dev.innkeeper.runtime.report.HostEvent.HostStopped;
import dev.innkeeper.runtime.report.HostEvent.HostStopping;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.thread.ThreadScope;
import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The thread that owns a host: it opens the scope, forks the runners, opens one phase after the
 * other, keeps the deadlines, gives up on those that overstay, and reports.
 *
 * <p>It is a platform thread, because services may spin on every carrier and it must get its turn
 * all the same; a daemon, so that services which were abandoned do not keep the JVM; and it never
 * calls user code. Closing the scope waits for its threads without a limit, and only the owner may
 * do it: so callers of the host wait for {@link HostCore#stopped}, never for this thread, which may
 * stay in the scope's close for ever.
 */
final class HostThread {

  /** How long the host thread looks at stacks before it looks at its alarms. */
  private static final long SLICE = Duration.ofMillis(5).toNanos();

  private final HostPlan config;
  private final HostCore core;
  private final TimeSource time;
  private final HostMonitor monitor;
  private final AlarmClock clock;
  private final EventQueue events;
  private final List<ServiceRunner> runners;
  private final ServiceGraph.Arrows stopOrder;

  /** This thread's alone: events whose callbacks it did not wait for any longer. */
  private final List<String> overdue = new ArrayList<>();

  /** Written under the monitor, read without it. */
  private volatile @Nullable StopReport report;

  HostThread(HostPlan config, HostCore core) {
    this.config = config;
    this.core = core;
    time = core.time();
    monitor = core.monitor();
    clock = core.clock();
    events = core.events();
    runners = makeRunners();
    stopOrder = config.graph().stop(config.stopConcurrently());
    link(config.graph());
  }

  private List<ServiceRunner> makeRunners() {
    List<ServicePlan> specs = config.services();
    return IntStream.range(0, specs.size())
        .mapToObj(number -> new ServiceRunner(number, specs.get(number), core))
        .toList();
  }

  private void link(ServiceGraph graph) {
    ServiceGraph.Arrows start = graph.start(config.startConcurrently());
    ServiceGraph.Arrows dependencies = graph.start(true);
    for (int i = 0; i < runners.size(); i++) {
      runners
          .get(i)
          .place()
          .link(
              new Neighbours(
                  pick(start.before()[i]),
                  pick(start.next()[i]),
                  pick(stopOrder.before()[i]),
                  pick(stopOrder.next()[i]),
                  pick(dependencies.before()[i]),
                  pick(dependencies.next()[i])));
    }
  }

  private List<ServiceRunner> pick(int[] numbers) {
    return IntStream.of(numbers).mapToObj(runners::get).toList();
  }

  // ---- the story

  /**
   * NEW → STARTING, once.
   *
   * @throws IllegalStateException if it is not NEW
   */
  void launch() {
    core.beginStart();
    startThread(this::tell);
  }

  private void startThread(Consumer<ThreadScope> story) {
    Runnable body = time.enlist(() -> run(story));
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
  private void run(Consumer<ThreadScope> story) {
    try {
      try (ThreadScope scope =
          ThreadScope.open(
              config.name(), core.workplace(), core.surroundings().contextClassLoader())) {
        live(scope, story);
      }
    } catch (Throwable t) {
      broken(t);
    }
  }

  private void live(ThreadScope scope, Consumer<ThreadScope> story) {
    try {
      story.accept(scope);
    } catch (Throwable t) {
      broken(t);
    } finally {
      letCallersGo();
    }
  }

  private void broken(Throwable thrown) {
    core.broken(thrown);
    letCallersGo();
    core.news().log().broken(thrown);
  }

  /** Everything, in order; each line waits for its end. */
  private void tell(ThreadScope scope) {
    long begin = time.nanoTime();
    forkThreads(scope);
    start(begin);
    clock.await(core::isStopRequested);
    beginStop();
    awaitCallbacks(lifetime().stopping(), core.plan().endOfPrelude());
    drain();
    goThroughStopping();
    stopServices();
    goThroughStopped();
    awaitCallbacks(lifetime().stopped(), core.plan().middleOfReserve());
    report();
  }

  /** Of a host that was never started: no service is touched. */
  private void tellOfAStopBeforeTheStart(ThreadScope scope) {
    forkEvents(scope);
    monitor.run(() -> runners.forEach(runner -> runner.place().end()));
    beginStop();
    awaitCallbacks(lifetime().stopping(), core.plan().endOfPrelude());
    awaitCallbacks(lifetime().stopped(), core.plan().middleOfReserve());
    report();
  }

  private void forkEvents(ThreadScope scope) {
    fork(scope, config.name() + "/events", false, events::run);
  }

  private void forkThreads(ThreadScope scope) {
    forkEvents(scope);
    runners.forEach(
        runner -> fork(scope, runner.threadName(), runner.spec().platformThreads(), runner::run));
  }

  private static void fork(
      ThreadScope scope, String threadName, boolean onPlatformThread, Runnable body) {
    scope.forkInterruptible(threadName, onPlatformThread, body);
  }

  private void start(long begin) {
    Duration limit = config.startupTimeout();
    if (limit != null) {
      clock.set(begin + Durations.nanos(limit), () -> startupIsOverdue(limit));
    }
    for (Phase phase : startPhases()) {
      if (!core.isStopRequested()) {
        open(phase);
        clock.await(() -> core.allPassed() || core.isStopRequested());
      }
    }
    if (core.becomeRunning()) {
      Duration took = Duration.ofNanos(time.nanoTime() - begin);
      core.news().tellLater(new HostStarted(config.name(), runners.size(), took));
      events.post(lifetime().started()::happen);
      core.startEnded().raise();
    }
  }

  private List<Phase> startPhases() {
    return config.hasPhases()
        ? List.of(Phase.STARTING, Phase.START, Phase.STARTED)
        : List.of(Phase.START);
  }

  private void open(Phase phase) {
    monitor.run(() -> {
      int missing = (int) runners.stream().filter(r -> !r.place().hasPassed(phase)).count();
      core.open(phase, missing);
    });
    ServicePlace.wave(runners, phase);
  }

  private void startupIsOverdue(Duration limit) {
    if (core.state() == HostState.STARTING) {
      StartTimeout.happened(core, limit, notStarted());
    }
  }

  private List<ServiceRunner> notStarted() {
    Phase last = startPhases().get(startPhases().size() - 1);
    return monitor.get(() -> runners.stream().filter(r -> !r.place().hasPassed(last)).toList());
  }

  private void beginStop() {
    StopRequest request = core.request();
    StopTimes plan =
        monitor.get(() -> {
          int[] chains = config.graph().chainsFrom(stopOrder, i -> runners.get(i).isToBeStopped());
          StopTimes fixed = new StopTimes(request.at() + drainDelay(), request.deadline(), chains);
          core.beginStop(fixed);
          runners.forEach(ServiceRunner::beginStop);
          return fixed;
        });
    core.news().tellLater(new HostStopping(config.name(), request.reason()));
    for (ServiceRunner runner : runners) {
      ServiceLife life = runner.life();
      if (runner.giveUpStart()) {
        clock.set(
            plan.endOfShare(runner.number(), request.at(), null),
            () -> runner.abandonment().ofStart(life));
      }
    }
    clock.set(plan.beginOfLastLook(), () -> lookAtStragglers(0));
    clock.set(plan.endOfServices(), () -> runners.forEach(r -> r.abandonment().ofWhateverItDoes()));
  }

  /** Who was never ready has no traffic to drain. */
  private long drainDelay() {
    return core.wasRunning() ? Durations.nanos(config.drainDelay()) : 0;
  }

  /** A few at a time, because other alarms may be due. */
  private void lookAtStragglers(int from) {
    long pause = time.nanoTime() + SLICE;
    int next = from;
    while (next < runners.size() && time.nanoTime() - pause < 0) {
      runners.get(next++).abandonment().lookWhereItIs();
    }
    int rest = next;
    if (rest < runners.size()) {
      clock.set(time.nanoTime(), () -> lookAtStragglers(rest));
    }
  }

  private void drain() {
    long end = time.nanoTime() + drainDelay();
    long limit = core.plan().endOfPrelude();
    clock.awaitUntil(() -> false, end - limit < 0 ? end : limit);
  }

  private void goThroughStopping() {
    if (config.hasPhases()) {
      core.plan().beginStoppingStep(time.nanoTime());
      open(Phase.STOPPING);
      clock.awaitUntil(core::allPassed, core.plan().endOfPrelude());
    }
  }

  private void stopServices() {
    open(Phase.STOP);
    clock.await(core::allPassed);
  }

  private void goThroughStopped() {
    if (config.hasPhases()) {
      core.plan().beginStoppedStep(time.nanoTime());
      open(Phase.STOPPED);
      clock.awaitUntil(core::allPassed, core.plan().endOfStoppedStep());
      runners.forEach(runner -> runner.abandonment().ofLastStep());
    }
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
      clock.awaitUntil(() -> done.isRaised() || events.isDead(), deadline);
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
    HostStopped event = new HostStopped(config.name(), ended);
    Signal told = new Signal(time);
    Signal logged = new Signal(time);
    events.post(() -> {
      core.news().tellListeners(event);
      told.raise();
      clock.lookAgain();
    });
    Runnable body =
        time.enlist(() -> {
          try {
            overdue.forEach(core.news().log()::callbacksOverdue);
            core.news().record(event);
          } finally {
            logged.raise();
            clock.lookAgain();
          }
        });
    try {
      Thread.ofPlatform().daemon().name(config.name() + "/report").start(body);
    } catch (Throwable t) {
      time.dismiss(body);
      throw t;
    }
    boolean mustTell = core.news().hasListeners();
    clock.awaitUntil(
        () -> logged.isRaised() && (!mustTell || told.isRaised() || events.isDead()),
        core.deadline());
  }

  private StopReport reportNow() {
    return new StopReport(
        config.name(),
        core.isStopRequested()
            ? Duration.ofNanos(time.nanoTime() - core.request().at())
            : Duration.ZERO,
        services());
  }

  /** Idempotent. */
  private void letCallersGo() {
    monitor.run(() -> {
      core.endStop();
      report = report == null ? reportNow() : report;
    });
    events.close();
    core.startEnded().raise();
    core.stopped().raise();
    core.lookAgain();
  }

  // ---- from others, on any thread

  /** NEW → STOPPED, if it is still NEW. */
  void stopBeforeStart() {
    if (core.beginStopBeforeStart()) {
      startThread(this::tellOfAStopBeforeTheStart);
    }
  }

  /** From the shutdown hook: threads inside {@link System#exit} count as ended. */
  void countExitingAsEnded() {
    runners.forEach(r -> r.abandonment().countExitingAsEnded());
    if (events.countExitingAsDead()) {
      clock.lookAgain();
    }
  }

  List<ServiceStatus> services() {
    return runners.stream().map(ServiceRunner::status).toList();
  }

  Optional<ServiceRunner> runner(String name) {
    return runners.stream().filter(runner -> runner.name().equals(name)).findFirst();
  }

  /** After {@link HostCore#stopped()}. */
  StopReport stopReport() {
    return Objects.requireNonNull(report, "the host has not stopped");
  }

  private LifetimeEvents lifetime() {
    return core.lifetime();
  }
}
