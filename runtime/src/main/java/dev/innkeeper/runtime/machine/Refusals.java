package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.machine.Order.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Why an operator's order is refused: it would take a service from others, or never be reached. */
final class Refusals {

  private final HostMachine host;

  Refusals(HostMachine host) {
    this.host = host;
  }

  /** Null: nothing speaks against it. */
  @Nullable String of(
      Order order, Kind kind, ServiceMachine target, Set<ServiceMachine> concerned) {
    if (!host.isRunning() || host.isStopRequested()) {
      return "host '"
          + host.name()
          + "' is not running: it is "
          + (host.isStopRequested() ? "stopping" : "STARTING");
    }
    String caller = order.caller();
    if (caller != null && concerned.stream().anyMatch(s -> s.plan().name().equals(caller))) {
      return "thread '"
          + order.callerThread()
          + "' belongs to '"
          + caller
          + "', and would wait for itself: "
          + insteadOf(kind);
    }
    if (!kind.isUp) {
      return lostToDependents(target, concerned, ServiceMachine::isWanted);
    }
    for (ServiceMachine service : concerned) {
      if (service.isAbandoned()) {
        return host.nameOf(service) + " was abandoned, and runs on: it cannot be started again";
      }
    }
    String lost =
        kind == Kind.START ? null : lostToDependents(target, concerned, ServiceMachine::isUp);
    if (lost != null) {
      return lost;
    }
    String waits = caller == null ? null : waitsForCaller(concerned, caller);
    return waits != null ? waits : withoutDependency(concerned);
  }

  /** What a service can do that cannot wait for itself. */
  private static String insteadOf(Kind kind) {
    String elsewhere = "call this on a thread that is not the service's";
    return kind.isUp ? "let it fail under FailurePolicy.restart(), or " + elsewhere : elsewhere;
  }

  /** Those of {@code concerned} that are {@code lost} would be lost to others. */
  private @Nullable String lostToDependents(
      ServiceMachine target, Set<ServiceMachine> concerned, Predicate<ServiceMachine> lost) {
    Set<String> direct = new LinkedHashSet<>();
    Set<String> others = new LinkedHashSet<>();
    int[][] dependents = host.dependencies().next();
    for (ServiceMachine service : concerned) {
      if (lost.test(service)) {
        for (ServiceMachine dependent : reached(service, dependents)) {
          if (dependent.isWanted() && !concerned.contains(dependent)) {
            others.add(dependent.plan().name());
          }
        }
        for (int dependent : dependents[service.number()]) {
          ServiceMachine found = host.services()[dependent];
          if (found.isWanted() && !concerned.contains(found)) {
            direct.add(found.plan().name());
          }
        }
      }
    }
    if (others.isEmpty()) {
      return null;
    }
    return (direct.isEmpty() ? others : direct)
        + " depend on '"
        + target.plan().name()
        + "' and would lose it: take them along";
  }

  /** A caller whose own service is not up yet cannot wait for one that starts after it. */
  private @Nullable String waitsForCaller(Set<ServiceMachine> concerned, String caller) {
    for (ServiceMachine service : concerned) {
      for (ServiceMachine dependency : reached(service, host.dependencies().before())) {
        if (dependency.plan().name().equals(caller) && !dependency.isUp()) {
          return "'" + service.plan().name() + "' depends on '" + caller + "', which is not up yet";
        }
      }
    }
    return null;
  }

  private @Nullable String withoutDependency(Set<ServiceMachine> concerned) {
    for (ServiceMachine service : concerned) {
      List<String> missing = new ArrayList<>();
      for (int number : host.dependencies().before()[service.number()]) {
        ServiceMachine dependency = host.services()[number];
        if (dependency.isMissing() && !concerned.contains(dependency)) {
          missing.add(dependency.plan().name() + " (" + dependency.state() + ")");
        }
      }
      if (!missing.isEmpty()) {
        return "'" + service.plan().name() + "' depends on " + missing + ": start that first";
      }
    }
    return null;
  }

  /** All to which {@code arrows} lead from it, directly or through others. */
  Set<ServiceMachine> reached(ServiceMachine from, int[][] arrows) {
    Set<ServiceMachine> found = new LinkedHashSet<>();
    Deque<ServiceMachine> open = new ArrayDeque<>(List.of(from));
    for (ServiceMachine at = open.poll(); at != null; at = open.poll()) {
      for (int next : arrows[at.number()]) {
        ServiceMachine service = host.services()[next];
        if (found.add(service)) {
          open.add(service);
        }
      }
    }
    return found;
  }
}
