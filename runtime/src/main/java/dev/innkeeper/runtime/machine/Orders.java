package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.machine.Order.Answer;
import dev.innkeeper.runtime.machine.Order.Kind;
import dev.innkeeper.runtime.machine.Supervision.Goal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The operators' orders, each of which has one answer. It is refused at once, or accepted: then it
 * is superseded at once by a later one that wants the opposite for a service that both are about,
 * or it is reached or has failed, which is looked at for all its services at one moment, when
 * nothing more can happen before the next message.
 */
final class Orders {

  /** An order that was accepted, the services that it is about, and one that it waits for. */
  private static final class Pending {
    private final Order order;
    private final boolean isUp;
    private final List<ServiceMachine> services;
    private int waitsFor;

    Pending(Order order, boolean isUp, List<ServiceMachine> services) {
      this.order = order;
      this.isUp = isUp;
      this.services = services;
    }

    boolean isDecided() {
      for (int seen = 0; seen < services.size(); seen++) {
        ServiceMachine service = services.get(waitsFor);
        if (isUp ? service.isInTransit() : !service.isDown()) {
          return false;
        }
        waitsFor = (waitsFor + 1) % services.size();
      }
      return true;
    }

    boolean sharesOneOf(Set<ServiceMachine> others) {
      return services.stream().anyMatch(others::contains);
    }
  }

  private final HostMachine host;
  private final Effects effects;
  private final Ladder ladder;
  private final List<Pending> pending = new ArrayList<>();

  Orders(HostMachine host, Effects effects, Ladder ladder) {
    this.host = host;
    this.effects = effects;
    this.ladder = ladder;
  }

  // ---- taken

  void take(Order order, long now) {
    ServiceMachine target = host.services()[order.service()];
    Kind kind = order.kind();
    if (kind == Kind.START && target.isUp() && target.chronicle().hasFailed()) {
      kind = Kind.RESTART; // it failed, and was left as it was
    }
    Set<ServiceMachine> concerned = concerned(target, kind);
    String refusal = refusal(order, kind, target, concerned);
    if (refusal != null) {
      effects.answer(order, new Answer.Refused(refusal));
      return;
    }
    boolean isUp = kind.isUp;
    supersede(isUp, concerned);
    for (ServiceMachine service : concerned) {
      if (isUp) {
        orderUp(service, kind, service.number() == target.number(), now);
      } else {
        orderDown(service, now);
      }
      host.wake(service.number());
    }
    concerned.forEach(host::settle); // before one goes on, all count as what they are now
    pending.add(new Pending(order, isUp, List.copyOf(concerned)));
  }

  /** Dependents that are taken along, directly or through others, and then the target itself. */
  private Set<ServiceMachine> concerned(ServiceMachine target, Kind kind) {
    Set<ServiceMachine> found = new LinkedHashSet<>();
    if (kind.takesAlong) {
      Predicate<ServiceMachine> goesAlong = kind.isUp ? s -> isWanted(s) : s -> !s.isAbandoned();
      reached(target, host.dependencies().next()).stream().filter(goesAlong).forEach(found::add);
    }
    found.add(target);
    return found;
  }

  private static boolean isWanted(ServiceMachine service) {
    return service.supervision().goal() != Goal.DOWN && !service.isAbandoned();
  }

  private Set<ServiceMachine> reached(ServiceMachine from, int[][] arrows) {
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

  private void orderDown(ServiceMachine service, long now) {
    boolean comesUp = service.stage().isLife() && !service.falls() && service.stage() != Stage.UP;
    service.supervision().wantDown();
    if (comesUp) {
      ladder.giveUpStart(service, now);
    } else if (service.stage() == Stage.DOWN) {
      service.chronicle().forgive();
    }
  }

  private void orderUp(ServiceMachine service, Kind kind, boolean isTarget, long now) {
    Supervision supervision = service.supervision();
    if (service.stage().isLife() && !service.falls()) {
      boolean comesUp = service.stage() != Stage.UP;
      if (kind == Kind.START || (isTarget && comesUp)) {
        return; // it is up, or will be
      }
      supervision.orderAgain();
      if (comesUp) {
        ladder.giveUpStart(service, now);
      }
    } else if (supervision.goal() != Goal.DOWN) {
      supervision.delayIsOver();
    } else if (service.stage().isLife()) {
      supervision.orderAgain();
    } else {
      supervision.orderUp();
    }
  }

  // ---- what speaks against it

  private @Nullable String refusal(
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
          + "', and would wait for itself";
    }
    if (!kind.isUp) {
      return lostToDependents(target, concerned, Orders::isWanted);
    }
    for (ServiceMachine service : concerned) {
      if (service.isAbandoned()) {
        return nameOf(service) + " was abandoned, and runs on: it cannot be started again";
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

  /** Those of {@code concerned} that are {@code lost} would be lost to others. */
  private @Nullable String lostToDependents(
      ServiceMachine target, Set<ServiceMachine> concerned, Predicate<ServiceMachine> lost) {
    Set<String> direct = new LinkedHashSet<>();
    Set<String> others = new LinkedHashSet<>();
    int[][] dependents = host.dependencies().next();
    for (ServiceMachine service : concerned) {
      if (lost.test(service)) {
        for (ServiceMachine dependent : reached(service, dependents)) {
          if (isWanted(dependent) && !concerned.contains(dependent)) {
            others.add(dependent.plan().name());
          }
        }
        for (int dependent : dependents[service.number()]) {
          ServiceMachine found = host.services()[dependent];
          if (isWanted(found) && !concerned.contains(found)) {
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

  /** Who waits for its own service to be up cannot wait for one that comes after it. */
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

  // ---- answered

  private void supersede(boolean isUp, Set<ServiceMachine> concerned) {
    for (Iterator<Pending> all = pending.iterator(); all.hasNext(); ) {
      Pending earlier = all.next();
      if (earlier.isUp != isUp && earlier.sharesOneOf(concerned)) {
        all.remove();
        effects.answer(earlier.order, superseded(earlier, "it was stopped meanwhile"));
      }
    }
  }

  /** Nothing comes up any more; what was to go down goes down. */
  void hostStops() {
    for (Iterator<Pending> all = pending.iterator(); all.hasNext(); ) {
      Pending earlier = all.next();
      if (earlier.isUp) {
        all.remove();
        effects.answer(earlier.order, superseded(earlier, "the host stops"));
      }
    }
  }

  private Answer superseded(Pending earlier, String why) {
    return new Answer.Superseded(earlier.isUp ? notStarted(firstNotUp(earlier), why) : why);
  }

  /** When nothing more can happen before the next message. */
  void answer() {
    for (int i = 0; i < pending.size(); i++) {
      Pending next = pending.get(i);
      if (next.isDecided()) {
        pending.remove(i--);
        effects.answer(next.order, decided(next));
      }
    }
  }

  private Answer decided(Pending order) {
    List<ServiceMachine> notUp =
        order.isUp ? order.services.stream().filter(s -> !s.isUp()).toList() : List.of();
    if (notUp.isEmpty()) {
      return new Answer.Reached();
    }
    for (ServiceMachine service : notUp) {
      Throwable failure = service.chronicle().failure();
      if (service.chronicle().hasFailed() && failure != null) {
        return new Answer.Failed(service.plan().name(), failure);
      }
    }
    ServiceMachine first = notUp.getFirst();
    List<String> missing = host.missingOf(first);
    return new Answer.Refused(
        notStarted(
            first,
            first.isAbandoned()
                ? "it was abandoned"
                : missing.isEmpty()
                    ? "it was stopped meanwhile"
                    : "it depends on " + missing + ", which is not up"));
  }

  private static ServiceMachine firstNotUp(Pending order) {
    return order.services.stream()
        .filter(service -> !service.isUp())
        .findFirst()
        .orElse(order.services.getFirst());
  }

  private String notStarted(ServiceMachine service, String why) {
    return nameOf(service) + " did not start: " + why;
  }

  private String nameOf(ServiceMachine service) {
    return host.name() + "/" + service.plan().name();
  }
}
