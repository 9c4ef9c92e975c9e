package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.plan.HostPlan;
import dev.innkeeper.runtime.snapshot.Events;
import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** How long a host's start has taken, and who is to blame when it takes too long. */
final class HostStart {

  private final HostMachine host;
  private final HostPlan plan;
  private final Effects effects;
  private long began;

  HostStart(HostMachine host, HostPlan plan, Effects effects) {
    this.host = host;
    this.plan = plan;
    this.effects = effects;
  }

  void begins(long now) {
    began = now;
    Duration limit = plan.startupTimeout();
    if (limit != null) {
      effects.wakeAt(now + Durations.nanos(limit), new Message.HostDue(HostRung.START));
    }
  }

  void hasSucceeded(long now) {
    effects.hostRuns();
    Duration took = Duration.ofNanos(now - began);
    effects.announce(new Events.HostStarted(plan.name(), plan.services().size(), took), null);
  }

  /** If none is in its start, those that have not begun are to blame. */
  void isDue() {
    if (host.isRunning() || host.isStopRequested()) {
      return;
    }
    Phase last = plan.hasPhases() ? Phase.STARTED : Phase.START;
    List<ServiceMachine> late = new ArrayList<>();
    for (ServiceMachine service : host.services()) {
      if (!service.isPast(last)) {
        late.add(service);
      }
    }
    List<ServiceMachine> starting = late.stream().filter(ServiceMachine::isStarting).toList();
    List<ServiceMachine> blamed = starting.isEmpty() ? late : starting;
    effects.blame(
        blamed.stream().map(s -> new Message.Life(s.number(), s.lives())).toList(),
        blamed.stream().map(s -> s.plan().name()).toList(),
        Objects.requireNonNull(plan.startupTimeout()));
  }

  /** The start of a service is the host's the first time. */
  void overdue(Message.Overdue message, long now) {
    List<ServiceMachine> late = new ArrayList<>();
    boolean first = false;
    for (Message.Life life : message.lives()) {
      ServiceMachine service = host.service(life.service());
      boolean same = service.lives() == life.life();
      if (same && (service.lives() == 0 || !service.life().hasStarted() || !host.isRunning())) {
        late.add(service);
        first |= life.life() <= 1;
      }
    }
    if (late.isEmpty()) {
      return;
    }
    if (first && !host.isStopRequested()) {
      String names = String.join(", ", late.stream().map(s -> s.plan().name()).toList());
      host.startFailed(names, message.failure().thrown());
    }
    for (ServiceMachine service : late) {
      if (service.isStarting()) {
        host.failures().overdue(service, message.failure(), now);
      }
    }
  }
}
