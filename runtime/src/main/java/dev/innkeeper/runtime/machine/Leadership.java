package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.plan.StopShares;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One election of a host: whether the services that run only while the host leads may run. */
final class Leadership {

  /** Where the host is in it. */
  enum State {
    /** The host is no candidate. */
    NONE,
    CANDIDATE,
    LEADING,
    /** The lease ends, and the services have to stop before. */
    ENDING
  }

  /**
   * What is left of a lease that ends, divided among the services.
   *
   * @param tooLate the lease is over already: whatever still runs is interrupted at once
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record End(StopShares shares, int[] chains, boolean tooLate) {

    static End at(long now, long end, int[] chains, boolean tooLate) {
      int longest = Arrays.stream(chains).max().orElse(0);
      return new End(StopShares.without(now, end, longest), chains, tooLate);
    }

    /** Until when a service has that begins to stop now. */
    long ofShare(int service, long now) {
      return shares.endOf(now, chains[service], Long.MAX_VALUE / 2);
    }
  }

  final int number;
  final String name;
  final List<ServiceMachine> services;

  State state = State.NONE;

  /** How often the host has become a candidate. */
  int candidacy;

  /** The services are asked to stop then, unless the lease was renewed. */
  long renewBy;

  /** The services are abandoned then, unless the lease was renewed. */
  long end;

  /** From the end of the lease on, until all services are down. */
  @Nullable End ending;

  Leadership(int number, String name, List<ServiceMachine> services) {
    this.number = number;
    this.name = name;
    this.services = services;
  }

  boolean isLeading() {
    return state == State.LEADING;
  }

  boolean isEnding() {
    return state == State.ENDING;
  }

  /** One of its services is to run. */
  boolean isWanted() {
    return services.stream().anyMatch(ServiceMachine::isWanted);
  }

  boolean areAllDown() {
    return services.stream().allMatch(ServiceMachine::isDown);
  }

  /** Code of a service that was abandoned runs on. */
  boolean doesAnyRunOn() {
    return services.stream().anyMatch(service -> service.stage().isLife());
  }
}
