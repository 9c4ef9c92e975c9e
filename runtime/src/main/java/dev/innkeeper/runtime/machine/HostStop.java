package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.plan.HostPlan;
import dev.innkeeper.runtime.plan.StopTimes;
import dev.innkeeper.runtime.snapshot.Events;
import org.jspecify.annotations.Nullable;

/** A host's stop: since when, why and until when, and how its time is divided once it has begun. */
final class HostStop {

  private final HostMachine host;
  private final HostPlan plan;
  private final Effects effects;

  private boolean requested;
  private long requestedAt;
  private long deadline;
  private String reason = "";

  /** From its beginning on. */
  private @Nullable StopTimes times;

  HostStop(HostMachine host, HostPlan plan, Effects effects) {
    this.host = host;
    this.plan = plan;
    this.effects = effects;
  }

  boolean isRequested() {
    return requested;
  }

  void isRequested(Message.StopRequested message) {
    requested = true;
    requestedAt = message.at();
    deadline = message.deadline();
    reason = message.reason();
  }

  long requestedAt() {
    return requestedAt;
  }

  void isAboutToBeRequested() {
    if (!requested) {
      effects.announce(new Events.HostDraining(plan.name()), null);
    }
  }

  void begins(long drain) {
    int[] chains =
        plan.graph()
            .chainsFrom(host.turns().stop(), number -> host.services()[number].isToBeStopped());
    StopTimes fixed = new StopTimes(requestedAt + drain, deadline, chains);
    times = fixed;
    effects.announce(new Events.HostStopping(plan.name(), reason), null);
    for (ServiceMachine service : host.services()) {
      host.ladder().stopBegins(service, fixed);
    }
    tellTimes(fixed);
    host.wakeAll();
  }

  private void tellTimes(StopTimes fixed) {
    effects.wakeAt(fixed.endOfServices(), new Message.HostDue(HostRung.SERVICES));
    effects.stopBegins(fixed);
  }

  boolean hasBegun() {
    return times != null;
  }

  StopTimes times() {
    StopTimes fixed = times;
    if (fixed == null) {
      throw new IllegalStateException("no stop has begun");
    }
    return fixed;
  }

  /** Those that are still to be asked share what is left, and those that were have less. */
  void comesNearer(long nanos, long now) {
    if (nanos <= 0) {
      return;
    }
    deadline -= nanos;
    if (times == null) {
      return;
    }
    StopTimes nearer = times.hastened(nanos, now);
    times = nearer;
    tellTimes(nearer);
    for (ServiceMachine service : host.services()) {
      host.ladder().stopComesNearer(service, nearer, now);
    }
  }

  void servicesAreDue(long now) {
    if (now - times().endOfServices() < 0) {
      return; // that was before it was hastened
    }
    for (ServiceMachine service : host.services()) {
      host.ladder().abandonUnlessThrough(service, now);
    }
    host.wakeAll();
  }

  void lastStepIsDue(long now) {
    for (ServiceMachine service : host.services()) {
      host.ladder().lastStepIsDue(service, now);
    }
    host.wakeAll();
  }
}
