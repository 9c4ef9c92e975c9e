package dev.innkeeper.runtime.machine;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** In which stages of a service a message was met. */
final class Met {

  private final Map<String, Set<Stage>> met = new TreeMap<>();

  Met() {
    List<String> kinds = new ArrayList<>(List.of("StopRequested", "StopBegun", "Ready", "Failed"));
    kinds.addAll(List.of("HookFailed", "Overdue", "Seen", "Frozen", "Exits call", "Exits EXECUTE"));
    kinds.addAll(List.of("LeaseTaken", "LeaseDue", "LeaseLost"));
    for (Call call : Call.values()) {
      kinds.add("Returned " + call);
    }
    for (Rung rung : Rung.values()) {
      kinds.add("Due " + rung);
    }
    for (HostRung rung : HostRung.values()) {
      kinds.add("HostDue " + rung);
    }
    for (Phase phase : Phase.values()) {
      if (phase != Phase.NONE) {
        kinds.add("Opened " + phase);
      }
    }
    for (Order.Kind kind : Order.Kind.values()) {
      kinds.add("Ordered " + kind);
    }
    for (String kind : kinds) {
      met.put(kind, EnumSet.noneOf(Stage.class));
    }
  }

  void note(Message message, HostMachine machine) {
    switch (message) {
      case Message.Opened m -> all("Opened " + m.phase(), machine);
      case Message.StopRequested unused -> all("StopRequested", machine);
      case Message.StartBegun unused -> {} // nothing of services
      case Message.StartFailed unused -> {} // as StopRequested, which comes of it
      case Message.DrainRequested unused -> {} // only told
      case Message.Ping unused -> {} // only answered
      case Message.StopBegun unused -> all("StopBegun", machine);
      case Message.Returned m -> one("Returned " + m.call(), m.service(), machine);
      case Message.Ready m -> one("Ready", m.service(), machine);
      case Message.Failed m -> one("Failed", m.service(), machine);
      case Message.HealthIs unused -> {} // nothing follows from it
      case Message.HookFailed m -> one("HookFailed", m.service(), machine);
      case Message.Due m -> one("Due " + m.rung(), m.service(), machine);
      case Message.HostDue m -> all("HostDue " + m.rung(), machine);
      case Message.Overdue m -> m.lives().forEach(life -> one("Overdue", life.service(), machine));
      case Message.Ordered m -> one("Ordered " + m.order().kind(), m.order().service(), machine);
      case Message.LeaseTaken unused -> elected("LeaseTaken", machine);
      case Message.LeaseRenewed unused -> {} // only times
      case Message.LeaseDue unused -> elected("LeaseDue", machine);
      case Message.LeaseLost unused -> elected("LeaseLost", machine);
      case Message.Exits m ->
          one(m.call() == Call.EXECUTE ? "Exits EXECUTE" : "Exits call", m.service(), machine);
      case Message.Seen m -> one("Seen", m.service(), machine);
      case Message.Frozen unused -> all("Frozen", machine);
    }
  }

  private void all(String kind, HostMachine machine) {
    for (ServiceMachine service : machine.services()) {
      met.get(kind).add(service.stage());
    }
  }

  private void elected(String kind, HostMachine machine) {
    for (ServiceMachine service : machine.services()) {
      if (service.leadership() != null) {
        met.get(kind).add(service.stage());
      }
    }
  }

  private void one(String kind, int service, HostMachine machine) {
    met.get(kind).add(machine.services()[service].stage());
  }

  void add(Met other) {
    other.met.forEach((kind, stages) -> met.get(kind).addAll(stages));
  }

  Set<Stage> stages(String kind) {
    return Objects.requireNonNull(met.get(kind), kind);
  }

  /** A line for each kind of message, with the stages in which it never came. */
  List<String> never() {
    List<String> lines = new ArrayList<>();
    met.forEach((kind, stages) -> {
      Set<Stage> never = EnumSet.allOf(Stage.class);
      never.removeAll(stages);
      if (!never.isEmpty()) {
        lines.add(kind + ": " + (stages.isEmpty() ? "never" : never));
      }
    });
    return lines;
  }
}
