package dev.innkeeper.runtime;

import dev.innkeeper.runtime.HostEvent.ServiceAbandoned;
import dev.innkeeper.runtime.HostEvent.ServiceFailed;
import dev.innkeeper.runtime.HostEvent.ServiceRestarting;
import dev.innkeeper.runtime.HostEvent.ServiceStarted;
import dev.innkeeper.runtime.HostEvent.ServiceStarting;
import dev.innkeeper.runtime.HostEvent.ServiceStopped;
import dev.innkeeper.runtime.ServiceStatus.StuckThread;
import dev.innkeeper.runtime.Supervision.Consequence;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One service in a host: its control thread, which leads it through its lives.
 *
 * <p>The order of the whole host emerges here: in each {@link Phase} a runner goes on when those
 * before it in the graph have passed it. It only waits; interrupting and giving up are the host
 * thread's, which calls from outside. After it was abandoned a runner goes on as if nothing had
 * happened, only nobody waits for it any more.
 *
 * <p>While the host runs, a life may end and another begin: because the service failed and its
 * policy says so, or because an operator does. Then there are no phases; only dependencies count.
 */
final class ServiceRunner {

  private final int number;
  private final ServiceSpec spec;
  private final HostCore core;
  private final HostMonitor monitor;
  private final TimeSource time;
  private final HostNews news;
  private final String threadName;
  private final ServiceRecord record;

  /** Guarded by the monitor. */
  private final Supervision supervision;

  /** Set once, before the thread starts. */
  private Neighbours neighbours = Neighbours.NONE;

  // Guarded by the monitor:
  private Phase passed = Phase.NONE;

  /** Whether its life had begun well when the stop began: it is told of the steps around it. */
  private boolean takesPart;

  /** Nobody waits for it in a stop: it has stopped, or was abandoned. */
  private boolean ended;

  /** It has stopped or is stopping while the host runs on. */
  private boolean leaving;

  private boolean complete;

  /** How many lives have begun, and the one that there is. */
  private int lives;

  private @Nullable ServiceLife life;

  /** Where it was shortly before its end, if it was looked at. */
  private List<StuckThread> lastSeenIn = List.of();

  /** The control thread: written by itself as its first act. */
  private volatile @Nullable Thread thread;

  ServiceRunner(int number, ServiceSpec spec, HostCore core) {
    this.number = number;
    this.spec = spec;
    this.core = core;
    this.monitor = core.monitor();
    this.time = core.time();
    this.news = core.news();
    this.threadName = core.name() + "/" + spec.name();
    this.record = new ServiceRecord(spec.name());
    this.supervision = new Supervision(spec.failurePolicy(), core.config().randomSeed() + number);
  }

  void link(Neighbours others) {
    neighbours = others;
  }

  int number() {
    return number;
  }

  ServiceSpec spec() {
    return spec;
  }

  String name() {
    return spec.name();
  }

  String threadName() {
    return threadName;
  }

  ServiceStatus status() {
    return record.status();
  }

  Neighbours neighbours() {
    return neighbours;
  }

  // ---- the story, on the control thread

  void run() {
    thread = Thread.currentThread();
    Inherited.fromThisThread().at(core.workplace().at(name())).adopt();
    ServiceLife last = null;
    try {
      for (ServiceLife next = firstLife(); next != null; next = nextLife()) {
        last = next;
        live(next);
      }
    } catch (Throwable t) {
      failedToStop(t, "outside its own code; this is a bug of Innkeeper");
    } finally {
      end();
    }
    if (last != null && awaitTurnInStopped()) {
      StopPlan plan = core.plan();
      long end = plan.endOfStoppedStep(number, time.nanoTime());
      passInTime(Phase.STOPPED, end);
      last.stopped(halfWay(end));
      pass(Phase.STOPPED);
    }
  }

  private @Nullable ServiceLife firstLife() {
    return awaitTurn(firstPhase()) ? beginLife() : null;
  }

  private Phase firstPhase() {
    return core.config().hasLifecycleServices() ? Phase.STARTING : Phase.START;
  }

  /** Null: the host goes down. */
  private @Nullable ServiceLife nextLife() {
    ServiceLife next = null;
    while (next == null && !monitor.get(() -> ended || core.isStopRequested())) {
      monitor.await(() -> core.isStopRequested() || supervision.isWanted());
      monitor.awaitUntil(
          () -> core.isStopRequested() || !supervision.isDelayed(),
          monitor.get(supervision::notBefore));
      monitor.await(() -> !mayStart() || dependenciesAreSettled());
      next = beginLife();
    }
    return next;
  }

  /** Under the monitor: none of them is on its way down or up again. */
  private boolean dependenciesAreSettled() {
    return neighbours.dependencies().stream().noneMatch(ServiceRunner::isInTransit);
  }

  private boolean isInTransit() {
    return !ended && supervision.isWanted() && !isUp();
  }

  /** Null if it is not to begin any more. */
  private @Nullable ServiceLife beginLife() {
    ServiceLife begun =
        monitor.get(() -> {
          if (core.isStopRequested() || !supervision.isWanted()) {
            return null;
          }
          supervision.lifeBegins();
          record.lifeBegins(lives > 0);
          lives++;
          life = new ServiceLife(this, core, record);
          return life;
        });
    if (begun != null) {
      news.tell(new ServiceStarting(core.name(), name()));
    }
    return begun;
  }

  private void live(ServiceLife current) {
    try (TaskScope scope = TaskScope.open(threadName, time)) {
      if (comeUp(current, scope)) {
        awaitEnd(current);
        goDown(current);
      }
    } catch (Throwable t) {
      failed(current, t, "outside its own code, or left a scope open");
    }
    settle(current);
  }

  /** Returns whether its start has returned, so that its stop is owed. */
  private boolean comeUp(ServiceLife current, TaskScope scope) {
    boolean phases = core.config().hasLifecycleServices();
    if (!current.create()) {
      return false;
    }
    if (phases) {
      if (!current.starting()) {
        return false;
      }
      pass(Phase.STARTING);
      if (!awaitTurn(Phase.START)) {
        return false;
      }
    }
    if (!current.start(scope)) {
      return false;
    }
    Duration took = current.awaitReady();
    if (took != null) {
      news.tell(new ServiceStarted(core.name(), name(), took));
      pass(Phase.START);
      lookAgainAll(neighbours.dependents());
      if (phases && awaitTurn(Phase.STARTED) && current.started()) {
        pass(Phase.STARTED);
      }
      updateCompletion();
      core.lookAgain();
    }
    return true;
  }

  /** False: there is no turn any more. */
  private boolean awaitTurn(Phase phase) {
    monitor.await(() -> !mayStart() || isTurn(phase));
    return monitor.get(this::mayStart);
  }

  /** Under the monitor. */
  private boolean isTurn(Phase phase) {
    return core.isOpen(phase)
        && neighbours.startsAfter().stream().allMatch(r -> r.passed.hasReached(phase));
  }

  /** Under the monitor: neither the host nor an operator wants it down. */
  boolean mayStart() {
    return !core.isStopRequested() && supervision.isWanted() && (life == null || !life.isOver());
  }

  /** Until it is asked to stop, or is to stop although the host runs on. */
  private void awaitEnd(ServiceLife current) {
    askIfItsTurn();
    while (true) {
      monitor.await(() -> current.isAsked() || isTurnInStopping(current) || mayLeave(current));
      if (monitor.get(current::isAsked) || leaves(current)) {
        return;
      }
      if (monitor.get(() -> isTurnInStopping(current))) {
        long end = core.plan().endOfStoppingStep(number, time.nanoTime());
        passInTime(Phase.STOPPING, end);
        current.stopping(halfWay(end));
        pass(Phase.STOPPING);
      }
    }
  }

  /** Under the monitor. */
  private boolean isTurnInStopping(ServiceLife current) {
    return takesPart
        && !current.isAsked()
        && !passed.hasReached(Phase.STOPPING)
        && core.isOpen(Phase.STOPPING)
        && stopsBefore(Phase.STOPPING);
  }

  /** Under the monitor: all who stop before this one have passed {@code phase}. */
  private boolean stopsBefore(Phase phase) {
    return neighbours.stopsAfter().stream().allMatch(r -> r.passed.hasReached(phase));
  }

  /** Under the monitor: an operator's order waits for dependents that are taken along. */
  private boolean mayLeave(ServiceLife current) {
    boolean ordered =
        supervision.wantsItDown()
            && neighbours.dependents().stream().allMatch(r -> r.life == null || r.ended);
    return !core.isStopRequested() && (current.isOver() || ordered);
  }

  private boolean leaves(ServiceLife current) {
    return monitor.get(() -> {
      leaving = mayLeave(current);
      if (leaving) {
        record.become(ServiceState.STOPPING);
      }
      return leaving;
    });
  }

  private void goDown(ServiceLife current) {
    if (monitor.get(() -> leaving)) {
      long end = time.nanoTime() + timeToStop();
      core.setAlarm(end, () -> abandon(current));
      current.stopping(halfWay(end));
      if (monitor.get(() -> current.ask(end))) {
        current.hear();
      }
    } else if (monitor.get(() -> takesPart && !passed.hasReached(Phase.STOPPING))) {
      current.stopping(time.nanoTime()); // its turn did not come in time
    }
    current.stop();
    if (monitor.get(() -> leaving)) {
      current.stopped(time.nanoTime() + timeToStop() / 2);
    }
  }

  private long timeToStop() {
    return Durations.nanos(
        spec.stopTimeout() == null ? core.config().shutdownTimeout() : spec.stopTimeout());
  }

  private long halfWay(long end) {
    long now = time.nanoTime();
    return now + Math.max(0, end - now) / 2;
  }

  /** The life has ended. If the host goes down, that is the end; in one section with it. */
  private void settle(ServiceLife current) {
    Duration took = monitor.get(current::isAsked) ? current.sinceAsked() : null;
    boolean abandoned =
        monitor.get(() -> {
          if (ended) {
            return true;
          }
          life = null;
          leaving = false;
          supervision.lifeEnded();
          if (took != null) {
            record.stopEnded(took);
          }
          record.lifeEnded(!core.isStopRequested() && supervision.isWanted());
          if (core.isStopRequested()) {
            markEnded();
          }
          return false;
        });
    if (!abandoned) {
      if (took != null) {
        news.tell(new ServiceStopped(core.name(), name(), took));
      }
      updateCompletion();
      tellThatItEnded();
    }
  }

  private void end() {
    boolean now =
        monitor.get(() -> {
          if (ended) {
            return false;
          }
          if (record.state() == ServiceState.RESTARTING) {
            record.lifeEnded(false);
          }
          markEnded();
          return true;
        });
    if (now) {
      tellThatItEnded();
    } else if (record.status().state() == ServiceState.ABANDONED) {
      news.log().endedLate(name());
    }
  }

  /** Under the monitor. */
  private void markEnded() {
    ended = true;
  }

  private void tellThatItEnded() {
    wave(List.of(this), monitor.get(core::openPhase));
    lookAgainAll(neighbours.dependencies());
    lookAgainAll(neighbours.dependents());
    core.lookAgain();
  }

  private boolean awaitTurnInStopped() {
    if (monitor.get(() -> !takesPart || passed.hasReached(Phase.STOPPED))) {
      return false;
    }
    monitor.await(() -> core.isOpen(Phase.STOPPED) && stopsBefore(Phase.STOPPED));
    return true;
  }

  // ---- turns, on any thread

  /** Those behind it go on. */
  private void pass(Phase phase) {
    boolean first = monitor.get(() -> passNow(phase));
    if (first) {
      wave(neighbours.next(phase), phase);
      core.lookAgain();
    }
  }

  /** Under the monitor. */
  private boolean passNow(Phase phase) {
    if (passed.hasReached(phase)) {
      return false;
    }
    core.onePassed(passed, phase);
    passed = phase;
    return true;
  }

  /**
   * It may be their turn. Who has nothing to do in this phase passes it, but only when its turn has
   * come: what is behind it must not overtake what is before it. A loop, for a chain may be long.
   */
  static void wave(List<ServiceRunner> first, Phase phase) {
    Deque<ServiceRunner> reached = new ArrayDeque<>(first);
    while (!reached.isEmpty()) {
      ServiceRunner next = reached.remove();
      if (next.passesIdly(phase)) {
        reached.addAll(next.neighbours.next(phase));
      } else if (phase == Phase.STOP) {
        next.askIfItsTurn();
      } else {
        next.lookAgain();
      }
    }
  }

  private boolean passesIdly(Phase phase) {
    return monitor.get(() ->
        phase.hasReached(Phase.STOPPING)
            && (phase == Phase.STOP ? ended : !takesPart)
            && core.isOpen(phase)
            && stopsBefore(phase)
            && passNow(phase));
  }

  /** In the steps around the stop those behind it do not wait beyond its share. */
  private void passInTime(Phase phase, long endOfShare) {
    core.setAlarm(endOfShare, () -> overstay(phase));
  }

  private void overstay(Phase phase) {
    if (phase == Phase.STOPPED && monitor.get(() -> !passed.hasReached(Phase.STOPPED))) {
      List<StuckThread> stuck = stuckThreads();
      monitor.run(() -> record.abandon(record.status().stopTook().orElse(Duration.ZERO), stuck));
    }
    pass(phase);
  }

  private static void lookAgainAll(List<ServiceRunner> others) {
    others.forEach(ServiceRunner::lookAgain);
  }

  /** Makes the control thread look at its condition again. */
  void lookAgain() {
    Thread waiting = thread;
    if (waiting != null) {
      time.unpark(waiting);
    }
  }

  /** On whatever thread brought its turn about; see {@link ServiceLife#hear}. */
  void askIfItsTurn() {
    ServiceLife asked =
        monitor.get(() -> {
          boolean may = life != null && life.isStoppable() && core.isOpen(Phase.STOP);
          if (life == null || !may || !stopsBefore(Phase.STOP)) {
            return null;
          }
          long end = core.plan().endOfShare(number, time.nanoTime(), spec.stopTimeout());
          return life.ask(end) ? life : null;
        });
    if (asked != null) {
      asked.hear();
    }
  }

  // ---- failures, on any thread; the consequence first, the log may be slow

  void startFailed(ServiceLife current, Throwable thrown) {
    if (Interruptions.isOne(thrown) && !monitor.get(this::mayStart)) {
      news.log().startGivenUp(name());
      return;
    }
    boolean firstStart = monitor.get(() -> lives == 1);
    Consequence consequence =
        monitor.get(() -> {
          record.addFailure(thrown);
          boolean decided = firstStart || current.isOver() || core.isStopRequested();
          current.endsByItself();
          return decided ? Consequence.NONE : supervision.startFailed(thrown, time.nanoTime());
        });
    HostEvent event = new ServiceFailed(core.name(), name(), "to start", thrown);
    news.announce(event);
    if (firstStart) {
      core.startFailed(name(), thrown);
    }
    carryOut(consequence, thrown);
    record(event, consequence);
  }

  /** In its work, or by {@link ServiceContext#fail}. */
  void failed(ServiceLife current, Throwable thrown, String where) {
    boolean stopping = current.isStopping();
    if (stopping && Interruptions.isOne(thrown)) {
      return;
    }
    Consequence consequence =
        monitor.get(() -> {
          record.addFailure(thrown);
          boolean decided = stopping || current.isOver() || core.isStopRequested();
          return decided ? Consequence.NONE : consequenceOf(current, thrown);
        });
    HostEvent event = new ServiceFailed(core.name(), name(), where, thrown);
    news.announce(event);
    carryOut(consequence, thrown);
    record(event, consequence);
  }

  /** Under the monitor. One that is not ready yet has failed to start. */
  private Consequence consequenceOf(ServiceLife current, Throwable thrown) {
    long now = time.nanoTime();
    if (current.isReady()) {
      Consequence consequence = supervision.failed(thrown, now);
      if (consequence.restart() != null) {
        current.endsByItself();
      }
      return consequence;
    }
    current.endsByItself();
    Consequence consequence = supervision.startFailed(thrown, now);
    return consequence.restart() == null && lives == 1 ? Consequence.STOP_HOST : consequence;
  }

  private void carryOut(Consequence consequence, Throwable thrown) {
    if (consequence.stopsHost()) {
      core.serviceFailed(name(), thrown);
    }
    updateCompletion();
    lookAgain();
  }

  private void record(HostEvent event, Consequence consequence) {
    news.record(event);
    RestartHistory.Restart restart = consequence.restart();
    if (restart != null && event instanceof ServiceFailed failed) {
      Duration delay = Duration.ofNanos(restart.delayNanos());
      news.tell(
          new ServiceRestarting(core.name(), name(), restart.number(), delay, failed.failure()));
    }
  }

  /** In a call of its stop: it is in the report, and the stop goes on. */
  void failedToStop(Throwable thrown, String where) {
    monitor.run(() -> record.addFailure(thrown));
    news.tell(new ServiceFailed(core.name(), name(), where, thrown));
  }

  void workEnded() {
    updateCompletion();
    lookAgain();
  }

  private void updateCompletion() {
    monitor.run(() -> {
      boolean now = life != null && life.isComplete();
      if (now != complete) {
        complete = now;
        core.workIsOver(now);
      }
    });
  }

  // ---- from the host thread

  boolean hasPassed(Phase phase) {
    return monitor.get(() -> passed.hasReached(phase));
  }

  /** Under the monitor: the stop begins. Who is not up goes without the steps around it. */
  void beginStop() {
    takesPart =
        core.config().hasLifecycleServices()
            && !ended
            && !leaving
            && life != null
            && life.isStoppable();
  }

  /** Under the monitor. */
  boolean isToBeStopped() {
    return !ended && life != null && life.isToBeStopped();
  }

  boolean isStarting() {
    return monitor.get(() -> life != null && life.isStarting());
  }

  /** Returns whether it is in a start that has not returned. */
  boolean giveUpStart() {
    ServiceLife current = monitor.get(() -> life);
    boolean inStart = current != null && current.giveUpStart();
    if (!inStart) {
      lookAgain();
    }
    return inStart;
  }

  void startIsOverdue(ServiceLife current) {
    if (monitor.get(() -> life == current && current.isStarting())) {
      if (monitor.get(() -> lives == 1)) {
        StartTimeout.happened(core, startTimeout(), List.of(this));
      } else {
        restartIsOverdue(current);
      }
    }
  }

  private Duration startTimeout() {
    return Objects.requireNonNull(spec.startTimeout());
  }

  /** On the host thread, which must not wait for a log appender. */
  void startTimedOut(Throwable overdue) {
    monitor.run(() -> record.addFailure(overdue));
    news.tellLater(new ServiceFailed(core.name(), name(), "to start in time", overdue));
  }

  private void restartIsOverdue(ServiceLife current) {
    Throwable overdue = StartTimeout.failure(startTimeout(), List.of(this));
    Consequence consequence =
        monitor.get(() -> {
          record.addFailure(overdue);
          current.endsByItself();
          return core.isStopRequested()
              ? Consequence.NONE
              : supervision.startFailed(overdue, time.nanoTime());
        });
    if (current.giveUpStart()) {
      core.setAlarm(time.nanoTime() + timeToStop(), () -> abandonStart(current));
    }
    carryOut(consequence, overdue);
    core.lookAgain();
    HostEvent event = new ServiceFailed(core.name(), name(), "to start in time", overdue);
    news.announce(event);
    core.events().post(() -> record(event, consequence));
  }

  /** Abandons it if it has not come out of a start that was given up. */
  void abandonStart(@Nullable ServiceLife current) {
    if (monitor.get(() -> life != null && life == current && !life.isStoppable())) {
      abandon(current);
    }
  }

  @Nullable ServiceLife life() {
    return monitor.get(() -> life);
  }

  /** For the report, should it not end: at the end there may be no time for stacks. */
  void lookWhereItIs() {
    if (!monitor.get(() -> ended)) {
      List<StuckThread> seen = stuckThreads();
      monitor.run(() -> lastSeenIn = seen);
    }
  }

  /** Nobody waits for it any more: at the end of the time for all services. */
  void abandonWhateverItDoes() {
    abandon(monitor.get(() -> life));
  }

  /** Nobody waits any more for this life to end. */
  void abandon(@Nullable ServiceLife current) {
    if (monitor.get(() -> ended || life != current)) {
      return;
    }
    boolean lookAgain = core.hasTimeForStacks() || monitor.get(() -> lastSeenIn.isEmpty());
    List<StuckThread> stuck = lookAgain ? stuckThreads() : monitor.get(() -> lastSeenIn);
    boolean abandoned =
        monitor.get(() -> {
          if (ended || life != current) {
            return false;
          }
          record.abandon(sinceAsked(), stuck);
          takesPart = false;
          markEnded();
          return true;
        });
    if (abandoned) {
      tellOfAbandonment(stuck);
      tellThatItEnded();
    }
  }

  private Duration sinceAsked() {
    if (life != null && life.isAsked()) {
      return life.sinceAsked();
    }
    return core.isStopRequested()
        ? Duration.ofNanos(time.nanoTime() - core.request().at())
        : Duration.ZERO;
  }

  private void tellOfAbandonment(List<StuckThread> stuck) {
    ServiceAbandoned event = new ServiceAbandoned(core.name(), name(), stuck);
    if (core.isStopRequested()) {
      news.tellWithoutLog(event);
      return;
    }
    news.tellLater(event);
    Throwable failure = monitor.get(record::failure);
    boolean wasToRestart = monitor.get(supervision::isDelayed);
    if (failure != null && wasToRestart && supervision.couldNotStop().stopsHost()) {
      core.serviceFailed(name(), failure);
    }
  }

  List<StuckThread> stuckThreads() {
    ServiceLife current = monitor.get(() -> life);
    if (current != null) {
      return current.stuckThreads(thread);
    }
    Thread control = thread;
    return List.of(control == null ? StuckThread.neverRan(threadName) : StuckThread.in(control));
  }

  // ---- from the shutdown hook

  /** A thread inside {@link System#exit} never comes out: it counts as ended. */
  void countExitingAsEnded() {
    ServiceLife current = monitor.get(() -> ended ? null : life);
    if (current != null && current.exits(thread)) {
      boolean now =
          monitor.get(() -> {
            if (ended) {
              return false;
            }
            record.lifeEnded(false);
            takesPart = false;
            markEnded();
            return true;
          });
      if (now) {
        tellThatItEnded();
      }
    }
  }

  // ---- for operators, under the monitor; then obey(), without it

  boolean isUp() {
    return !ended && life != null && life.isUp() && !leaving && !supervision.wantsItDown();
  }

  /** It was abandoned, or the host goes down. */
  boolean isGone() {
    return ended;
  }

  boolean isDown() {
    return life == null || ended;
  }

  boolean isWanted() {
    return supervision.isWanted();
  }

  int lives() {
    return lives;
  }

  void orderStop() {
    supervision.orderStop();
    if (life == null && !ended) {
      record.become(ServiceState.STOPPED);
    }
  }

  /** Returns which of its lives is to come up. */
  int orderStart() {
    boolean goesDown = life == null || leaving || life.isOver() || supervision.isToStartAgain();
    supervision.orderStart();
    return goesDown ? lives + 1 : lives;
  }

  /** Returns which of its lives is to come up. One that comes up just now is not disturbed. */
  int orderRestart() {
    if (!isUp()) {
      return orderStart();
    }
    supervision.orderRestart();
    return lives + 1;
  }

  /** The order was given: a start in progress is interrupted, and the control thread looks. */
  void obey() {
    updateCompletion();
    ServiceLife unwanted = monitor.get(() -> supervision.isWanted() ? null : life);
    if (unwanted != null) {
      core.onHostThread(() -> giveUpForOperator(unwanted));
    }
    lookAgain();
    lookAgainAll(neighbours.dependencies());
    core.lookAgain();
  }

  private void giveUpForOperator(ServiceLife unwanted) {
    if (unwanted.giveUpStart()) {
      core.setAlarm(time.nanoTime() + timeToStop(), () -> abandonStart(unwanted));
    }
  }
}
