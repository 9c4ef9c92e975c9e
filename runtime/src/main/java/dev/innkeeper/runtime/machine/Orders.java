package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.machine.Order.Answer;
import dev.innkeeper.runtime.machine.Order.Kind;
import dev.innkeeper.runtime.machine.Supervision.Goal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

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
        if (isUp ? service.isInTransit() && !service.isOnStandby() : !service.isDown()) {
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
  private final Refusals refusals;
  private final List<Pending> pending = new ArrayList<>();

  Orders(HostMachine host, Effects effects, Ladder ladder) {
    this.host = host;
    this.effects = effects;
    this.ladder = ladder;
    this.refusals = new Refusals(host);
  }

  // ---- taken

  void take(Order order, long now) {
    ServiceMachine target = host.services()[order.service()];
    Kind kind = order.kind();
    if (kind == Kind.START && target.isUp() && target.chronicle().hasFailed()) {
      kind = Kind.RESTART; // it failed, and was left as it was
    }
    Set<ServiceMachine> concerned = concerned(target, kind);
    String refusal = refusals.of(order, kind, target, concerned);
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
      Predicate<ServiceMachine> goesAlong =
          kind.isUp ? ServiceMachine::isWanted : s -> !s.isAbandoned();
      refusals.reached(target, host.dependencies().next()).stream()
          .filter(goesAlong)
          .forEach(found::add);
    }
    found.add(target);
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
        order.isUp
            ? order.services.stream().filter(s -> !s.isUp() && !s.isOnStandby()).toList()
            : List.of();
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
    return host.nameOf(service) + " did not start: " + why;
  }
}
