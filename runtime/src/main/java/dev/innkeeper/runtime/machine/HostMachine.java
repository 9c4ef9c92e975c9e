package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.plan.HostPlan;
import dev.innkeeper.runtime.plan.ServiceGraph;
import dev.innkeeper.runtime.plan.ServiceGraph.Arrows;
import dev.innkeeper.runtime.plan.StopTimes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides everything that is to happen in a host: a message in, effects out.
 *
 * <p>The idea: what a service does next depends on its own stage and on a few counts of its
 * neighbours. So a message changes one service, which goes on as far as it can; the services that
 * may now go on, too, because a count of theirs has changed, are put on a list; and when the list
 * is empty nothing more can happen until the next message. Nothing in here waits, and nothing is
 * decided elsewhere.
 *
 * <p>Not thread-safe: used by one thread at a time, which need not be the same one. It knows no
 * clock: each message comes with the time.
 */
public final class HostMachine {

  private final HostPlan plan;
  private final Effects effects;
  private final Turns turns;
  private final Arrows dependencies;
  private final ServiceMachine[] services;
  private final Counts counts;
  private final Orders orders;
  private final Ladder ladder;
  private final StageTable table;
  private final FailureRules failureRules;
  private final Elections elections;
  private final HostStart start;
  private final HostStop stop;

  /** Those that may be able to go on, in the order in which that came about. */
  private final ArrayDeque<ServiceMachine> awake = new ArrayDeque<>();

  private final boolean[] isAwake;

  private boolean running;
  private boolean phaseIsTold = true;
  private HostFailures failures = HostFailures.NONE;

  /** The machine of a host that has not started. */
  public HostMachine(HostPlan plan, Effects effects) {
    this.plan = plan;
    this.effects = effects;
    ladder = new Ladder(this, effects);
    table = new StageTable(this, effects, ladder);
    failureRules = new FailureRules(this, effects, ladder);
    ServiceGraph graph = plan.graph();
    int size = plan.services().size();
    turns = new Turns(graph.start(plan.startConcurrently()), graph.stop(plan.stopConcurrently()));
    dependencies = graph.start(true);
    services = new ServiceMachine[size];
    for (int i = 0; i < size; i++) {
      services[i] = new ServiceMachine(this, i, plan.services().get(i), plan.randomSeed() + i);
    }
    isAwake = new boolean[size];
    start = new HostStart(this, plan, effects);
    stop = new HostStop(this, plan, effects);
    counts = new Counts(this, dependencies);
    orders = new Orders(this, effects, ladder);
    elections = new Elections(this, plan, effects, ladder);
  }

  /** Something has happened at {@code now}. */
  public void on(Message message, long now) {
    switch (message) {
      case Message.StartBegun unused -> start.begins(now);
      case Message.StartFailed m ->
          startFailed(m.name(), m.failure().thrown(), m.failure().where());
      case Message.Opened m -> open(m.phase(), now);
      case Message.StopRequested m -> stopRequested(m);
      case Message.DrainRequested unused -> stop.isAboutToBeRequested();
      case Message.Ping unused -> {}
      case Message.StopBegun m -> stop.begins(m.drain());
      case Message.Returned m -> service(m.service()).returned(m, now);
      case Message.Ready m -> service(m.service()).saysItIsReady(m.life(), now);
      case Message.Failed m ->
          failureRules.inWork(service(m.service()), m.life(), m.failure(), now);
      case Message.HealthIs m -> service(m.service()).healthIs(m);
      case Message.HookFailed m -> failureRules.inHook(service(m.service()), m.life(), m.failure());
      case Message.Due m -> ladder.due(service(m.service()), m, now);
      case Message.HostDue m -> hostDue(m.rung(), now);
      case Message.Overdue m -> start.overdue(m, now);
      case Message.Ordered m -> orders.take(m.order(), now);
      case Message.LeaseTaken m -> elections.taken(m);
      case Message.LeaseRenewed m -> elections.renewed(m, now);
      case Message.LeaseDue m -> elections.due(m, now);
      case Message.LeaseLost m -> elections.lost(m, now);
      case Message.Exits m -> service(m.service()).exits(m.call());
      case Message.Seen m -> service(m.service()).seen(m.stuckIn());
      case Message.Frozen m -> stop.comesNearer(m.nanos(), now);
    }
    goOn(now);
  }

  /** The service that a message is about, which goes on afterwards. */
  ServiceMachine service(int number) {
    wake(number);
    return services[number];
  }

  void wake(int number) {
    if (!isAwake[number]) {
      isAwake[number] = true;
      awake.add(services[number]);
    }
  }

  void wakeAll() {
    for (int i = 0; i < services.length; i++) {
      wake(i);
    }
  }

  /** Until nobody can go on. */
  private void goOn(long now) {
    do {
      for (ServiceMachine next = awake.poll(); next != null; next = awake.poll()) {
        isAwake[next.number()] = false;
        next.run(now);
      }
      tellPhase();
      elections.settle();
      orders.answer();
      stopIfComplete();
    } while (!awake.isEmpty());
  }

  private void tellPhase() {
    if (!phaseIsTold && turns.isOver()) {
      phaseIsTold = true;
      effects.phaseIsOver(turns.phase());
    }
  }

  /**
   * A service may have changed: it passes the open phase if it is past it, and its neighbours count
   * it as what it is.
   */
  void settle(ServiceMachine service) {
    int number = service.number();
    if (!turns.hasPassed(number)
        && mayPass()
        && turns.hasTurn(number, turns.phase())
        && service.isPast(turns.phase())) {
      for (int next : turns.pass(number)) {
        if (turns.hasTurn(next, turns.phase())) {
          wake(next);
        }
      }
    }
    counts.count(service);
  }

  private boolean mayPass() {
    Phase open = turns.phase();
    return open != Phase.NONE && open != Phase.RUN && !(open.isOfStart() && stop.isRequested());
  }

  private void stopIfComplete() {
    if (plan.stopWhenComplete() && counts.isComplete() && running && !stop.isRequested()) {
      stopRequested(effects.stopHost("all work is complete"));
    }
  }

  // ---- the start

  private void open(Phase phase, long now) {
    if (phase.compareTo(Phase.RUN) <= 0 && stop.isRequested()) {
      return;
    }
    if (!start.hasBegun()) {
      start.begins(now);
    }
    if (phase == Phase.STOPPING) {
      times().beginStoppingStep(now);
    } else if (phase == Phase.STOPPED) {
      times().beginStoppedStep(now);
    }
    turns.open(phase);
    phaseIsTold = phase == Phase.RUN;
    if (phase == Phase.RUN) {
      running = true;
      start.hasSucceeded(now);
    } else {
      wakeAll();
    }
  }

  /** The first phase that a service goes through. */
  Phase firstPhase() {
    return plan.hasPhases() ? Phase.STARTING : Phase.START;
  }

  // ---- why it goes down

  void startFailed(String service, Throwable thrown) {
    startFailed(service, thrown, "to start");
  }

  private void startFailed(String who, Throwable thrown, String what) {
    if (stop.isRequested()) {
      failures = failures.withLater(thrown);
      effects.failures(failures);
    } else {
      stopBecauseOf(who, thrown, "'" + who + "' failed " + what);
    }
  }

  /** While running, or while others are still starting. After a stop request the report has it. */
  void serviceFailed(String service, Throwable thrown, String how) {
    if (!stop.isRequested()) {
      stopBecauseOf(service, thrown, "'" + service + "' " + how);
    }
  }

  /** At once, so that what came before the stop request is not a matter of luck. */
  private void stopBecauseOf(String service, Throwable thrown, String reason) {
    failures = failures.withCause(service, thrown);
    effects.failures(failures);
    stopRequested(effects.stopHost(reason));
  }

  // ---- the stop

  private void stopRequested(Message.StopRequested message) {
    if (!stop.isRequested()) {
      stop.isRequested(message);
      orders.hostStops();
      wakeAll();
    }
  }

  private void hostDue(HostRung rung, long now) {
    switch (rung) {
      case START -> start.isDue();
      case SERVICES -> stop.servicesAreDue(now);
      case LAST_STEP -> stop.lastStepIsDue(now);
    }
  }

  // ---- what services ask

  Effects effects() {
    return effects;
  }

  StageTable table() {
    return table;
  }

  Ladder ladder() {
    return ladder;
  }

  FailureRules failures() {
    return failureRules;
  }

  String name() {
    return plan.name();
  }

  Turns turns() {
    return turns;
  }

  boolean isRunning() {
    return running;
  }

  boolean isStopRequested() {
    return stop.isRequested();
  }

  long stopRequestedAt() {
    return stop.requestedAt();
  }

  boolean hasStopBegun() {
    return stop.hasBegun();
  }

  /** From the beginning of the stop on. */
  StopTimes times() {
    return stop.times();
  }

  Duration shutdownTimeout() {
    return plan.shutdownTimeout();
  }

  ServiceMachine[] services() {
    return services;
  }

  Arrows dependencies() {
    return dependencies;
  }

  String nameOf(ServiceMachine service) {
    return plan.name() + "/" + service.plan().name();
  }

  /** The names of what it depends on and cannot have. */
  List<String> missingOf(ServiceMachine service) {
    List<String> missing = new ArrayList<>();
    for (int dependency : dependencies.before()[service.number()]) {
      if (services[dependency].isMissing()) {
        missing.add(services[dependency].plan().name() + " (" + services[dependency].state() + ")");
      }
    }
    return missing;
  }
}
