package dev.innkeeper.runtime.machine;

import static dev.innkeeper.runtime.report.ServiceState.ABANDONED;
import static dev.innkeeper.runtime.report.ServiceState.COMPLETED;
import static dev.innkeeper.runtime.report.ServiceState.FAILED;
import static dev.innkeeper.runtime.report.ServiceState.NEW;
import static dev.innkeeper.runtime.report.ServiceState.RESTARTING;
import static dev.innkeeper.runtime.report.ServiceState.RUNNING;
import static dev.innkeeper.runtime.report.ServiceState.STANDBY;
import static dev.innkeeper.runtime.report.ServiceState.STARTING;
import static dev.innkeeper.runtime.report.ServiceState.START_ABORTED;
import static dev.innkeeper.runtime.report.ServiceState.STOPPED;
import static dev.innkeeper.runtime.report.ServiceState.STOPPING;

import dev.innkeeper.runtime.report.ServiceState;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From which state of a service to which one is a step. */
final class LegalSteps {

  private LegalSteps() {}

  /** In one message a service may as well take two steps, the first to wait for a restart. */
  static boolean may(ServiceState from, ServiceState to, boolean exits, boolean stopRequested) {
    Set<ServiceState> next = after(from, stopRequested);
    return next.contains(to)
        || (next.contains(RESTARTING) && after(RESTARTING, stopRequested).contains(to))
        || (exits && (to == NEW || to == START_ABORTED || to == STOPPED || to == FAILED));
  }

  private static Set<ServiceState> after(ServiceState from, boolean stopRequested) {
    return from == STOPPED && stopRequested ? AFTER_STOPPED_IN_STOP : AFTER.get(from);
  }

  private static final Set<ServiceState> AFTER_STOPPED_IN_STOP = EnumSet.of(FAILED, ABANDONED);

  private static final Map<ServiceState, Set<ServiceState>> AFTER =
      new EnumMap<>(ServiceState.class);

  static {
    Set<ServiceState> again = EnumSet.of(RESTARTING, STANDBY, STARTING, FAILED); // by a late word
    Set<ServiceState> down = EnumSet.of(STOPPED, START_ABORTED, FAILED, NEW);
    AFTER.put(NEW, EnumSet.of(STARTING, STANDBY, FAILED)); // by a late word
    AFTER.put(STANDBY, and(down, STARTING, RESTARTING));
    AFTER.put(
        STARTING, // NEW: before its own start had begun
        and(down, RUNNING, COMPLETED, STOPPING, RESTARTING, STANDBY, ABANDONED));
    AFTER.put(START_ABORTED, again);
    AFTER.put(RUNNING, EnumSet.of(COMPLETED, FAILED, STOPPING, ABANDONED));
    AFTER.put(COMPLETED, EnumSet.of(FAILED, STOPPING, ABANDONED));
    AFTER.put(
        FAILED, // NEW: forgiven, and never started
        EnumSet.of(STOPPING, RESTARTING, STANDBY, STOPPED, ABANDONED, NEW));
    AFTER.put(STOPPING, EnumSet.of(STOPPED, START_ABORTED, FAILED, RESTARTING, STANDBY, ABANDONED));
    AFTER.put(RESTARTING, and(down, STARTING, STANDBY)); // NEW: as above
    AFTER.put(STOPPED, again);
    AFTER.put(ABANDONED, EnumSet.noneOf(ServiceState.class));
  }

  private static Set<ServiceState> and(Set<ServiceState> some, ServiceState... others) {
    Set<ServiceState> all = EnumSet.copyOf(some);
    all.addAll(List.of(others));
    return all;
  }
}
