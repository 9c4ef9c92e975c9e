package dev.innkeeper.runtime.machine;

import static dev.innkeeper.runtime.machine.Judge.require;

import dev.innkeeper.runtime.plan.ServiceGraph;
import dev.innkeeper.runtime.report.ServiceState;

/** Whether counts are what they stand for, and whether those go first whose turn it is. */
final class JudgeOfCounts {

  private final Judge judge;
  private final Setting setting;
  private final ServiceMachine[] services;
  private final int[][] start;
  private final int[][] stop;

  JudgeOfCounts(Judge judge, ServiceGraph graph) {
    this.judge = judge;
    this.setting = judge.setting;
    this.services = judge.machine.services();
    start = graph.start(setting.startConcurrently()).before();
    stop = graph.stop(setting.stopConcurrently()).before();
  }

  /** Each count is what it stands for. */
  void check() {
    Turns turns = judge.machine.turns();
    Phase open = turns.phase();
    for (ServiceMachine service : services) {
      int number = service.number();
      int inTransit = 0;
      int missing = 0;
      int dependentsUp = 0;
      for (ServiceMachine other : services) {
        if (setting.dependsOn(number, other.number())) {
          inTransit += other.holdsUpDependents() ? 1 : 0;
          missing += other.isMissing() ? 1 : 0;
        }
        if (setting.dependsOn(other.number(), number)) {
          dependentsUp += isInTheWay(other) ? 1 : 0;
        }
      }
      Neighbours counted = service.neighbours();
      String name = Setting.name(number);
      require(counted.inTransit == inTransit, "%s: in transit %s", name, counted.inTransit);
      require(counted.missing == missing, "%s: missing %s", name, counted.missing);
      require(counted.dependentsUp == dependentsUp, "%s: up %s", name, counted.dependentsUp);
      if (open != Phase.NONE && open != Phase.RUN) {
        boolean turn = true;
        for (int before : open.isOfStart() ? start[number] : stop[number]) {
          turn &= turns.hasPassed(before);
        }
        require(turns.hasTurn(number, open) == turn, "%s: turn in %s", name, open);
        require(turn || !turns.hasPassed(number), "%s passes %s without its turn", name, open);
        boolean frozen = open.isOfStart() && judge.stopRequested;
        require(
            frozen || !turn || turns.hasPassed(number) || !service.isPast(open),
            "%s should pass %s",
            name,
            open);
      }
    }
  }

  /** It lives, or one that depends on it is in the way. */
  private boolean isInTheWay(ServiceMachine service) {
    if (service.stage().isLife() && !service.isAbandoned()) {
      return true;
    }
    for (ServiceMachine other : services) {
      if (setting.dependsOn(other.number(), service.number()) && isInTheWay(other)) {
        return true;
      }
    }
    return false;
  }

  void requireOver(Phase phase) {
    for (ServiceMachine service : services) {
      require(isPast(service.number(), phase), "%s is over without %s", phase, service.number());
    }
  }

  /** A call in a phase of the host waits for its turn in it. */
  void requireTurn(int service, Call call) {
    Seen of = judge.seen[service];
    boolean ofHost = judge.stopBegun ? !services[service].life().leaving : of.first;
    Phase phase =
        switch (call) {
          case STARTING -> Phase.STARTING;
          case START -> Phase.START;
          case STARTED -> Phase.STARTED;
          case STOPPING -> Phase.STOPPING;
          case HOOKS, STOP -> Phase.STOP;
          case STOPPED -> Phase.STOPPED;
          default -> Phase.NONE;
        };
    boolean ofStop = phase.hasReached(Phase.STOPPING);
    if (phase == Phase.NONE || !ofHost || ofStop != judge.stopBegun) {
      return;
    }
    String name = Setting.name(service);
    Phase open = judge.machine.turns().phase();
    require(open.hasReached(phase), "%s: %s before its phase", name, call);
    if (open == phase) {
      for (int before : ofStop ? stop[service] : start[service]) {
        require(isPast(before, phase), "%s: %s before %s", name, call, Setting.name(before));
      }
    }
  }

  /** By what the judge has seen, not by what the machine says. */
  private boolean isPast(int number, Phase phase) {
    Seen of = judge.seen[number];
    boolean abandoned = services[number].isAbandoned();
    if (phase.isOfStart() && of.elected) {
      return true;
    }
    boolean leaves = of.lives && services[number].life().leaving;
    if (phase.isOfStart()) {
      boolean again = of.first && services[number].state() == ServiceState.RESTARTING;
      if (again || abandoned || judge.isDispensedWith(number)) {
        return !again;
      }
    }
    return switch (phase) {
      case NONE, RUN -> true;
      case STARTING ->
          of.life > 1 || (of.life == 1 && (!of.lives || !(of.last == Call.STARTING && of.inCall)));
      case START -> of.everStarted || (of.lives && judge.hasStarted(number));
      case STARTED -> of.everStarted && (!(of.inCall && of.last == Call.STARTED) || !of.first);
      case STOPPING ->
          !of.lives
              || abandoned
              || !of.takesPart
              || leaves
              || of.stepIsOver
              || (of.hasBegun(Call.STOPPING) && !(of.last == Call.STOPPING && of.inCall));
      case STOP -> !of.lives || abandoned || isThrough(of);
      case STOPPED -> !of.lives || abandoned || !of.takesPart || leaves;
    };
  }

  /** In the host's stop: its own stop has returned, and at most the last step is left. */
  private static boolean isThrough(Seen of) {
    return of.takesPart
        && of.hasBegun(Call.STOP)
        && !(of.last == Call.STOP && of.inCall)
        && !of.works;
  }

  /** Nobody is asked while one that needs it is there, unless it goes by its own failure. */
  void requireNoDependent(int service) {
    boolean failed = services[service].life().ends && services[service].life().leaving;
    if (failed) {
      return;
    }
    for (ServiceMachine other : services) {
      int number = other.number();
      if (needs(number, service)) {
        Seen of = judge.seen[number];
        require(
            !of.lives || other.isAbandoned() || isThrough(of),
            "%s is asked before %s is down",
            Setting.name(service),
            Setting.name(number));
      }
    }
    if (!services[service].life().leaving) {
      for (int before : stop[service]) {
        require(isPast(before, Phase.STOP), "%s is asked before its turn", Setting.name(service));
      }
    }
  }

  private boolean needs(int service, int dependency) {
    for (int other = 0; other < services.length; other++) {
      if (setting.dependsOn(service, other) && (other == dependency || needs(other, dependency))) {
        return true;
      }
    }
    return false;
  }
}
