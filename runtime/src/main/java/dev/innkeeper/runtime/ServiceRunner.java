package dev.innkeeper.runtime;

import dev.innkeeper.runtime.events.HostEvents;
import dev.innkeeper.runtime.machine.Phase;
import dev.innkeeper.runtime.plan.ServicePlan;
import dev.innkeeper.runtime.plan.StopTimes;
import dev.innkeeper.runtime.report.HostEvent.ServiceStarted;
import dev.innkeeper.runtime.report.HostEvent.ServiceStarting;
import dev.innkeeper.runtime.report.HostEvent.ServiceStopped;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import dev.innkeeper.runtime.thread.ThreadScope;
import dev.innkeeper.runtime.thread.Workplace;
import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.List;
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
  private final ServicePlan spec;
  private final HostCore core;
  private final HostMonitor monitor;
  private final TimeSource time;
  private final HostEvents news;
  private final String threadName;
  private final Workplace workplace;
  private final ServiceRecord record;

  /** Guarded by the monitor. */
  private final Supervision supervision;

  private final ServicePlace place;
  private final ServiceFailures failures;
  private final Abandonment abandonment;

  // Guarded by the monitor:

  /** Its life is being ended while the host runs on, by itself and not by the host's stop. */
  private boolean leaving;

  /** What the core was told last by {@link #updateCompletion}. */
  private boolean complete;

  /** How many lives have begun, and the one that there is. */
  private int lives;

  private @Nullable ServiceLife life;

  /** The control thread: written by itself as its first act. */
  private volatile @Nullable Thread thread;

  ServiceRunner(int number, ServicePlan spec, HostCore core) {
    this.number = number;
    this.spec = spec;
    this.core = core;
    this.monitor = core.monitor();
    this.time = core.time();
    this.news = core.news();
    this.threadName = core.name() + "/" + spec.name();
    this.workplace = core.workplace().at(spec.name());
    this.record = new ServiceRecord(spec);
    this.supervision = new Supervision(spec.failurePolicy(), core.config().randomSeed() + number);
    this.place = new ServicePlace(this, core);
    this.failures = new ServiceFailures(this, core, record, supervision);
    this.abandonment = new Abandonment(this, core, record, place);
  }

  int number() {
    return number;
  }

  ServicePlan spec() {
    return spec;
  }

  String name() {
    return spec.name();
  }

  String threadName() {
    return threadName;
  }

  Workplace workplace() {
    return workplace;
  }

  ServiceStatus status() {
    return record.status();
  }

  ServicePlace place() {
    return place;
  }

  ServiceFailures failures() {
    return failures;
  }

  Abandonment abandonment() {
    return abandonment;
  }

  @Nullable Thread thread() {
    return thread;
  }

  // ---- the story, on the control thread

  void run() {
    thread = Thread.currentThread();
    ServiceLife last = null;
    try {
      for (ServiceLife next = firstLife(); next != null; next = nextLife()) {
        last = next;
        live(next);
      }
    } catch (Throwable t) {
      failures.inStop(t, "outside its own code; this is a bug of Innkeeper");
    } finally {
      end();
    }
    if (last != null) {
      stopped(last);
    }
  }

  private void stopped(ServiceLife last) {
    if (awaitTurnInStopped()) {
      StopTimes plan = core.plan();
      long end = plan.endOfStoppedStep(number, time.nanoTime());
      core.setAlarm(end, abandonment::ofLastStep);
      core.setAlarm(end, () -> place.pass(Phase.STOPPED));
      last.stopped(halfWay(end));
      place.pass(Phase.STOPPED);
    }
  }

  private @Nullable ServiceLife firstLife() {
    return awaitTurn(firstPhase()) ? beginLife() : null;
  }

  private Phase firstPhase() {
    return core.config().hasPhases() ? Phase.STARTING : Phase.START;
  }

  /** Null: the host goes down. */
  private @Nullable ServiceLife nextLife() {
    ServiceLife next = null;
    while (next == null && !monitor.get(() -> place.hasEnded() || core.isStopRequested())) {
      monitor.await(() -> core.isStopRequested() || supervision.isWanted());
      monitor.awaitUntil(
          () -> core.isStopRequested() || !supervision.isDelayed(),
          monitor.get(supervision::notBefore));
      monitor.await(() -> !mayStart() || dependenciesAreSettled());
      next = beginLife();
      updateCompletion();
      core.lookAgain();
      if (next == null) { // those behind it wait for it no longer
        place.neighbours().dependents().forEach(ServiceRunner::lookAgain);
      }
    }
    return next;
  }

  /** Under the monitor: none of them is on its way down or up again. */
  private boolean dependenciesAreSettled() {
    return place.neighbours().dependencies().stream().noneMatch(ServiceRunner::isInTransit);
  }

  /** Under the monitor. What was ordered is not begun without what it depends on. */
  private boolean dependenciesAllowIt() {
    if (lives == 0) {
      return true;
    }
    boolean missing =
        place.neighbours().dependencies().stream().anyMatch(r -> !r.isWanted() || r.isGone());
    if (missing && supervision.isOrdered()) {
      supervision.orderStop();
      record.become(ServiceState.STOPPED);
      return false;
    }
    return dependenciesAreSettled();
  }

  private boolean isInTransit() {
    return !place.hasEnded() && supervision.isWanted() && !isUp();
  }

  /** Null if it is not to begin any more. */
  private @Nullable ServiceLife beginLife() {
    ServiceLife begun =
        monitor.get(() -> {
          if (!mayStart() || !dependenciesAllowIt()) {
            return null;
          }
          supervision.lifeBegins();
          record.lifeBegins(lives > 0);
          lives++;
          life = new ServiceLife(this, core, record);
          return life;
        });
    if (begun != null) {
      Thread.currentThread().setContextClassLoader(core.surroundings().contextClassLoader());
      workplace.adopt();
      news.tell(new ServiceStarting(core.name(), name()));
    }
    return begun;
  }

  private void live(ServiceLife current) {
    try (ThreadScope scope = ThreadScope.open(threadName, workplace)) {
      if (comeUp(current, scope)) {
        awaitEnd(current);
        goDown(current);
        if (current.workExits()) {
          settle(current); // because the scope's close waits for ever
          stopped(current);
        }
      }
    } catch (Throwable t) {
      failures.inWork(current, t, "outside its own code, or left a scope open");
    }
    settle(current);
  }

  /** Returns whether its start has returned, so that its stop is owed. */
  private boolean comeUp(ServiceLife current, ThreadScope scope) {
    boolean phases = core.config().hasPhases();
    if (!current.create()) {
      return false;
    }
    if (phases) {
      if (!current.starting()) {
        return false;
      }
      place.pass(Phase.STARTING);
      if (!awaitTurn(Phase.START)) {
        return false;
      }
    }
    if (!current.start()) {
      return false;
    }
    if (!spec.waitForReady()) {
      tellThatItStarted(current);
    }
    current.forkWork(scope);
    if (spec.waitForReady()) {
      tellThatItStarted(current);
    }
    if (monitor.get(current::hasStarted)) {
      passStart(current);
      updateCompletion();
      core.lookAgain();
      place.neighbours().dependents().forEach(ServiceRunner::lookAgain);
    }
    return true;
  }

  /** It is up before the host can take it for started: an order may come in the next moment. */
  private void passStart(ServiceLife current) {
    if (!core.config().hasPhases()) {
      place.pass(Phase.START, () -> comesUp(current));
      return;
    }
    place.pass(Phase.START);
    if (awaitTurn(Phase.STARTED) && current.started()) {
      place.pass(Phase.STARTED, () -> comesUp(current));
    }
  }

  /** Under the monitor. */
  private void comesUp(ServiceLife current) {
    if (mayStart()) {
      current.hasComeUp();
      supervision.isUp();
    }
  }

  private void tellThatItStarted(ServiceLife current) {
    Duration took = current.awaitReady();
    if (took != null) {
      news.tell(new ServiceStarted(core.name(), name(), took));
    }
  }

  /** False: there is no turn any more. */
  private boolean awaitTurn(Phase phase) {
    monitor.await(() -> !mayStart() || place.hasTurn(phase));
    return monitor.get(this::mayStart);
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
        core.setAlarm(end, () -> place.pass(Phase.STOPPING));
        current.stopping(halfWay(end));
        place.pass(Phase.STOPPING);
      }
    }
  }

  /** Under the monitor. */
  private boolean isTurnInStopping(ServiceLife current) {
    return place.takesPart()
        && !current.isAsked()
        && !place.hasPassed(Phase.STOPPING)
        && place.hasTurn(Phase.STOPPING);
  }

  /** Under the monitor: an operator's order waits for dependents that are taken along. */
  private boolean mayLeave(ServiceLife current) {
    boolean ordered =
        supervision.wantsItDown()
            && place.neighbours().dependents().stream().allMatch(ServiceRunner::isDown);
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
      current.setAlarm(end, () -> abandonment.ofLife(current));
      current.stopping(halfWay(end));
      if (monitor.get(() -> current.ask(end))) {
        current.hear();
      }
    } else if (monitor.get(() -> place.takesPart() && !place.hasPassed(Phase.STOPPING))) {
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
          if (place.hasEnded()) {
            return true;
          }
          life = null;
          leaving = false;
          supervision.lifeEnded();
          if (took != null) {
            record.stopEnded(took);
          }
          record.lifeEnded(!core.isStopRequested() && supervision.isWanted());
          if (!core.isStopRequested()) {
            current.cancelAlarms();
          }
          return core.isStopRequested() && !place.end();
        });
    if (!abandoned) {
      if (took != null) {
        news.tell(new ServiceStopped(core.name(), name(), took));
      }
      updateCompletion();
      place.tellThatItEnded();
    }
  }

  private void end() {
    boolean now =
        monitor.get(() -> {
          boolean first = place.end();
          if (first && record.state() == ServiceState.RESTARTING) {
            record.lifeEnded(false);
          }
          return first;
        });
    if (now) {
      place.tellThatItEnded();
    } else if (record.status().state() == ServiceState.ABANDONED) {
      news.log().endedLate(name());
    }
  }

  private boolean awaitTurnInStopped() {
    if (!monitor.get(place::takesPart)) {
      return false;
    }
    monitor.await(() -> place.hasTurn(Phase.STOPPED));
    return true;
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
          if (life == null || !life.isStoppable() || !place.hasTurn(Phase.STOP)) {
            return null;
          }
          long end = core.plan().endOfShare(number, time.nanoTime(), spec.stopTimeout());
          if (!life.ask(end)) {
            return null;
          }
          if (!place.hasEnded()) {
            record.become(ServiceState.STOPPING);
          }
          return life;
        });
    if (asked != null) {
      asked.hear();
    }
  }

  void workEnded() {
    updateCompletion();
    lookAgain();
  }

  /** Under the monitor: no work of it is going on or to come. */
  private boolean isComplete() {
    if (life == null || place.hasEnded()) {
      return place.hasEnded() || (lives > 0 && !supervision.isWanted());
    }
    return isUp() && life.isComplete();
  }

  void updateCompletion() {
    monitor.run(() -> {
      boolean now = isComplete();
      if (now != complete) {
        complete = now;
        core.workIsOver(now);
      }
    });
  }

  // ---- from the host thread

  /** Under the monitor: the stop begins. Who is not up goes without the steps around it. */
  void beginStop() {
    place.takePart(
        core.config().hasPhases()
            && !place.hasEnded()
            && !leaving
            && life != null
            && life.isStoppable());
  }

  /** Under the monitor. */
  boolean isToBeStopped() {
    return !place.hasEnded() && life != null && life.isToBeStopped();
  }

  boolean isStarting() {
    return monitor.get(() -> life != null && life.isStarting());
  }

  /** Returns whether it is in a start that has not returned. */
  boolean giveUpStart() {
    ServiceLife current = monitor.get(() -> life);
    boolean inStart = current != null && current.giveUpStart();
    if (!inStart && !monitor.get(this::isUp)) {
      lookAgain(); // one that is up only waits to be asked
    }
    return inStart;
  }

  /** On the host thread: it has as long to come out of its start as it has to stop. */
  void giveUpStartInTime(ServiceLife current) {
    boolean unused = current.giveUpStart();
    if (monitor.get(current::isInCallOfStart)) {
      current.setAlarm(time.nanoTime() + timeToStop(), () -> abandonment.ofCallOfStart(current));
    }
  }

  @Nullable ServiceLife life() {
    return monitor.get(() -> life);
  }

  /** Under the monitor. */
  boolean isLiving(@Nullable ServiceLife current) {
    return life == current;
  }

  /** Under the monitor: {@code old} is over, and another has begun. */
  boolean livesOnWithout(ServiceLife old) {
    return life != null && life != old;
  }

  /** Under the monitor. */
  boolean isFirstLife() {
    return lives == 1;
  }

  List<StuckThread> stuckThreads() {
    ServiceLife current = life();
    if (current != null) {
      return current.stuckThreads(thread);
    }
    Thread running = Stacks.unlessItWaitsForCarrier(thread);
    return List.of(running == null ? Stacks.withoutCarrier(threadName) : Stacks.in(running));
  }

  // ---- for operators, under the monitor; then obey(), without it

  boolean isUp() {
    return !place.hasEnded()
        && life != null
        && life.isUp()
        && !leaving
        && !supervision.wantsItDown();
  }

  /** It was abandoned, or the host goes down. */
  boolean isGone() {
    return place.hasEnded();
  }

  boolean isDown() {
    return life == null || place.hasEnded();
  }

  boolean isWanted() {
    return supervision.isWanted();
  }

  int lives() {
    return lives;
  }

  void orderStop() {
    supervision.orderStop();
    if (life != null && !life.isStoppable()) {
      life.endsByItself(); // its context tells it to stop, which cannot be taken back
    }
    updateCompletion();
    if (life == null && !place.hasEnded()) {
      record.become(ServiceState.STOPPED);
    }
  }

  /** Returns which of its lives is to come up. */
  int orderStart() {
    boolean goesDown = life == null || leaving || life.isOver() || supervision.isToStartAgain();
    supervision.orderStart();
    updateCompletion();
    return goesDown ? lives + 1 : lives;
  }

  /** Returns which of its lives is to come up. One that comes up just now is not disturbed. */
  int orderRestart() {
    if (!isUp()) {
      return orderStart();
    }
    supervision.orderRestart();
    updateCompletion();
    return lives + 1;
  }

  /** The order was given: a start in progress is interrupted, and the control thread looks. */
  void obey() {
    ServiceLife unwanted = monitor.get(() -> supervision.isWanted() ? null : life);
    if (unwanted != null) {
      core.onHostThread(() -> giveUpStartInTime(unwanted));
    }
    lookAgain();
    place.neighbours().dependencies().forEach(ServiceRunner::lookAgain);
    place.neighbours().dependents().forEach(ServiceRunner::lookAgain);
    core.lookAgain();
  }

  /** Of its present or last life; null: that went well so far. */
  @Nullable Throwable ownFailure() {
    return record.hasFailed() ? record.failure() : null;
  }
}
