package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.plan.HostPlan;
import dev.innkeeper.runtime.snapshot.Events;
import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** How long a host's start has taken, and who is to blame when it takes too long. */
final class HostStart {

  private final HostMachine host;
  private final HostPlan plan;
  private final Effects effects;
  private boolean hasBegun;
  private long began;

  HostStart(HostMachine host, HostPlan plan, Effects effects) {
    this.host = host;
    this.plan = plan;
    this.effects = effects;
  }

  boolean hasBegun() {
    return hasBegun;
  }

  void begins(long now) {
    hasBegun = true;
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

  void isDue() {
    if (host.isRunning() || host.isStopRequested()) {
      return;
    }
    List<ServiceMachine> blamed = late();
    effects.blame(
        blamed.stream().map(s -> new Message.Life(s.number(), s.lives())).toList(),
        blamed.stream().map(s -> s.plan().name()).toList(),
        Objects.requireNonNull(plan.startupTimeout()),
        true);
  }

  /** If none is in its start, those that have not begun, or are to begin again. */
  private List<ServiceMachine> late() {
    Phase last = plan.hasPhases() ? Phase.STARTED : Phase.START;
    List<ServiceMachine> late =
        Stream.of(host.services()).filter(service -> !service.isPast(last)).toList();
    List<ServiceMachine> starting = late.stream().filter(ServiceMachine::isStarting).toList();
    return starting.isEmpty() ? late : starting;
  }

  void overdue(Message.Overdue message, long now) {
    if (message.ofHost()) {
      overdueAll(message.failure(), now);
      return;
    }
    for (Message.Life life : message.lives()) {
      ServiceMachine service = host.service(life.service());
      if (service.lives() == life.life() && !service.life().hasStarted() && service.isStarting()) {
        host.failures().overdue(service, message.failure(), now);
      }
    }
  }

  /** Whatever the policies of the services say: there is no more time to try again. */
  private void overdueAll(Failure failure, long now) {
    if (host.isRunning() || host.isStopRequested()) {
      return;
    }
    List<ServiceMachine> late = late();
    if (late.isEmpty()) {
      return;
    }
    String names = String.join(", ", late.stream().map(s -> s.plan().name()).toList());
    host.startFailed(names, failure.thrown());
    for (ServiceMachine service : late) {
      if (service.isStarting()) {
        host.wake(service.number());
        host.failures().overdue(service, failure, now);
      }
    }
  }
}
