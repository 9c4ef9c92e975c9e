package dev.innkeeper.runtime.machine;

import static dev.innkeeper.runtime.machine.Judge.require;

import dev.innkeeper.runtime.machine.Order.Answer;
import dev.innkeeper.runtime.machine.Order.Kind;
import dev.innkeeper.runtime.machine.Supervision.Goal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whether each order is answered once, when that is true, and not later. */
@SuppressWarnings("EnumOrdinal") // a number of a move or a fingerprint, kept nowhere else
final class JudgeOfOrders {

  /** An order, those it is about, and after which of their lives it is to be reached. */
  private static final class Given {
    final Order order;
    final Set<Integer> about;
    final int[] after;
    boolean isUp;

    Given(Order order, boolean isUp, Set<Integer> about, int services) {
      this.order = order;
      this.isUp = isUp;
      this.about = about;
      this.after = new int[services];
    }
  }

  private record Answered(Given given, Answer answer) {}

  private final Judge judge;
  private final ServiceMachine[] services;
  private final List<Given> pending = new ArrayList<>();
  private final List<Answered> answered = new ArrayList<>();
  private final List<Given> toSupersede = new ArrayList<>();

  /** The order of this message, and whether it is to be refused. */
  private Given taken;

  private boolean refuse;
  private boolean[] stays;

  JudgeOfOrders(Judge judge) {
    this.judge = judge;
    this.services = judge.machine.services();
  }

  void hostStops() {
    pending.stream().filter(given -> given.isUp).forEach(toSupersede::add);
  }

  void take(Order order) {
    ServiceMachine target = services[order.service()];
    Kind kind = order.kind();
    if (kind == Kind.START && target.isUp() && target.chronicle().hasFailed()) {
      kind = Kind.RESTART;
    }
    Set<Integer> about = about(target, kind);
    taken = new Given(order, kind.isUp, about, services.length);
    refuse = !judge.runs() || judge.stopRequested || isToBeRefused(kind, target, about);
    stays = new boolean[services.length];
    for (int number : about) {
      ServiceMachine service = services[number];
      boolean comesUpOrIs = service.stage().isLife() && !service.falls();
      boolean joined =
          kind == Kind.START || (number == order.service() && service.stage() != Stage.UP);
      stays[number] = comesUpOrIs && joined;
      taken.after[number] =
          kind.isUp && service.stage().isLife() && !stays[number] ? service.lives() : 0;
    }
    if (!refuse) {
      for (Given earlier : pending) {
        if (earlier.isUp != kind.isUp && earlier.about.stream().anyMatch(about::contains)) {
          toSupersede.add(earlier);
        }
      }
      for (int number : about) {
        judge.seen[number].mayBegin = kind.isUp && !stays[number];
      }
    }
  }

  private static boolean isWanted(ServiceMachine service) {
    return service.supervision().goal() != Goal.DOWN && !service.isAbandoned();
  }

  private Set<Integer> about(ServiceMachine target, Kind kind) {
    Set<Integer> about = new LinkedHashSet<>(List.of(target.number()));
    for (ServiceMachine service : services) {
      boolean goesAlong = kind.isUp ? isWanted(service) : !service.isAbandoned();
      if (kind.takesAlong && goesAlong && needs(service.number(), target.number())) {
        about.add(service.number());
      }
    }
    return about;
  }

  private boolean needs(int service, int dependency) {
    for (int other = 0; other < services.length; other++) {
      if (judge.setting.dependsOn(service, other)
          && (other == dependency || needs(other, dependency))) {
        return true;
      }
    }
    return false;
  }

  private boolean isToBeRefused(Kind kind, ServiceMachine target, Set<Integer> about) {
    for (int number : about) {
      ServiceMachine service = services[number];
      boolean takesAway = kind.isUp ? kind != Kind.START && service.isUp() : isWanted(service);
      for (ServiceMachine other : services) {
        boolean outside = !about.contains(other.number());
        if (takesAway && outside && isWanted(other) && needs(other.number(), number)) {
          return true;
        }
        boolean misses = judge.setting.dependsOn(number, other.number()) && other.isMissing();
        if (kind.isUp && outside && misses) {
          return true;
        }
      }
    }
    return kind.isUp && target.isAbandoned();
  }

  void answered(Order order, Answer answer) {
    Given given =
        taken != null && taken.order.equals(order)
            ? taken
            : pending.stream().filter(each -> each.order.equals(order)).findAny().orElse(null);
    require(given != null, "%s is answered again, or was never given", order);
    pending.remove(given);
    answered.add(new Answered(given, answer));
    if (given == taken) {
      taken = null;
      require(refuse == answer instanceof Answer.Refused || !refuse, "%s: %s", order, answer);
    }
  }

  boolean isRefusedAtOnce(Order order) {
    return refuse && answered.stream().anyMatch(each -> each.given.order.equals(order));
  }

  /** When a message was worked off. */
  void after() {
    if (taken == null && answered.isEmpty() && pending.isEmpty()) {
      return;
    }
    if (taken != null) {
      require(!refuse, "%s is accepted", taken.order);
      pending.add(taken);
      taken = null;
    }
    for (Answered each : answered) {
      boolean superseded = each.answer instanceof Answer.Superseded;
      require(superseded == toSupersede.contains(each.given), "%s: %s", each.given.order, each);
      if (!superseded) {
        requireTrue(each.given, each.answer);
      }
    }
    for (Given given : toSupersede) {
      require(!pending.contains(given), "%s is not superseded", given.order);
    }
    answered.clear();
    toSupersede.clear();
    for (Given given : pending) {
      require(!isDecided(given), "%s is not answered", given.order);
    }
    refuse = false;
  }

  private boolean isDecided(Given given) {
    return given.about.stream()
        .map(number -> services[number])
        .allMatch(each -> given.isUp ? isUpOrNot(each) : isDown(each));
  }

  private static boolean isUpOrNot(ServiceMachine service) {
    return !service.isInTransit() || service.isOnStandby();
  }

  private static boolean isDown(ServiceMachine service) {
    return !service.stage().isLife() || service.isAbandoned();
  }

  private void requireTrue(Given given, Answer answer) {
    Order order = given.order;
    if (refuse && answer instanceof Answer.Refused) {
      return;
    }
    require(isDecided(given), "%s is answered too early: %s", order, answer);
    boolean allUp =
        given.about.stream()
            .map(number -> services[number])
            .allMatch(each -> each.isUp() || each.isOnStandby());
    switch (answer) {
      case Answer.Reached unused -> {
        require(!given.isUp || allUp, "%s is not reached", order);
        for (int number : given.about) {
          require(
              !given.isUp
                  || services[number].isOnStandby()
                  || services[number].lives() > given.after[number],
              "%s is reached by an old life of %s",
              order,
              Setting.name(number));
        }
      }
      case Answer.Failed failed -> {
        ServiceMachine service = services[failed.service().charAt(0) - 'a'];
        boolean its = given.about.contains(service.number());
        require(its && given.isUp && !service.isUp(), "%s did not fail", order);
      }
      case Answer.Refused unused -> require(given.isUp && !allUp, "%s is refused late", order);
      case Answer.Superseded unused -> {}
    }
  }

  /** Orders wait for nothing but what calls and work do. */
  void requireNothingDue() {
    for (Given given : pending) {
      boolean comes =
          given.about.stream().anyMatch(number -> lives(number) || dependencyLives(number));
      require(given.isUp && comes, "%s waits for nothing", given.order);
    }
  }

  private boolean lives(int number) {
    return services[number].stage().isLife();
  }

  private boolean dependencyLives(int number) {
    for (ServiceMachine other : services) {
      if (needs(number, other.number()) && lives(other.number())) {
        return true;
      }
    }
    return false;
  }

  boolean none() {
    return pending.isEmpty();
  }

  long hash(long hash) {
    long all = hash;
    for (Given given : pending) {
      all = Facts.mix(all, given.order.kind().ordinal() * 8L + given.order.service());
      for (int number : given.about) {
        int after = given.after[number];
        all = Facts.mix(all, number * 2L + (services[number].lives() > after ? 1 : 0));
      }
    }
    return all;
  }
}
