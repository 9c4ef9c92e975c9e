package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.plan.ServiceGraph.Arrows;

/**
 * What services count of their neighbours, so that nobody has to look through them: a service that
 * has changed tells those on whose counts it stands, and wakes them if they may now go on.
 */
final class Counts {

  private final HostMachine host;
  private final Arrows dependencies;

  /** How many services may still have work to do. */
  private int unfinished;

  /** Of services that have not begun: each is on its way up. */
  Counts(HostMachine host, Arrows dependencies) {
    this.host = host;
    this.dependencies = dependencies;
    for (ServiceMachine service : host.services()) {
      Neighbours neighbours = service.neighbours();
      neighbours.inTransit = dependencies.before()[service.number()].length;
      neighbours.countedInTransit = true;
      unfinished++;
    }
  }

  /** Counts it as what it is now. */
  void count(ServiceMachine service) {
    countForDependents(service);
    countForDependencies(service);
    countCompletion(service);
  }

  /** No service has work to do. */
  boolean isComplete() {
    return unfinished == 0;
  }

  private void countForDependents(ServiceMachine service) {
    Neighbours counted = service.neighbours();
    boolean inTransit = service.holdsUpDependents();
    boolean missing = service.isMissing();
    if (counted.countedInTransit == inTransit && counted.countedMissing == missing) {
      return;
    }
    int transit = difference(counted.countedInTransit, inTransit);
    int missed = difference(counted.countedMissing, missing);
    counted.countedInTransit = inTransit;
    counted.countedMissing = missing;
    for (int dependent : dependencies.next()[service.number()]) {
      Neighbours of = host.services()[dependent].neighbours();
      of.inTransit += transit;
      of.missing += missed;
      countForDependents(host.services()[dependent]); // they may depend on this one through it
      if (of.inTransit == 0) {
        host.wake(dependent);
      }
    }
  }

  /** Passed on along the arrows when it is or is not the first or the last one. */
  private void countForDependencies(ServiceMachine service) {
    Neighbours counted = service.neighbours();
    boolean up = service.countsAsUp();
    if (counted.countedUp == up) {
      return;
    }
    counted.countedUp = up;
    for (int dependency : dependencies.before()[service.number()]) {
      Neighbours of = host.services()[dependency].neighbours();
      of.dependentsUp += up ? 1 : -1;
      if (of.dependentsUp == (up ? 1 : 0)) {
        host.wake(dependency);
      }
    }
  }

  private void countCompletion(ServiceMachine service) {
    boolean complete = service.isComplete();
    if (complete != service.neighbours().countedComplete) {
      service.neighbours().countedComplete = complete;
      unfinished += complete ? -1 : 1;
    }
  }

  private static int difference(boolean before, boolean after) {
    return (after ? 1 : 0) - (before ? 1 : 0);
  }
}
