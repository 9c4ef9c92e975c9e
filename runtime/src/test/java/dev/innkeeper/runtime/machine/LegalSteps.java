package dev.innkeeper.runtime.machine;

import static dev.innkeeper.runtime.report.ServiceState.ABANDONED;
import static dev.innkeeper.runtime.report.ServiceState.COMPLETED;
import static dev.innkeeper.runtime.report.ServiceState.FAILED;
import static dev.innkeeper.runtime.report.ServiceState.NEW;
import static dev.innkeeper.runtime.report.ServiceState.RESTARTING;
import static dev.innkeeper.runtime.report.ServiceState.RUNNING;
import static dev.innkeeper.runtime.report.ServiceState.STARTING;
import static dev.innkeeper.runtime.report.ServiceState.START_ABORTED;
import static dev.innkeeper.runtime.report.ServiceState.STOPPED;
import static dev.innkeeper.runtime.report.ServiceState.STOPPING;

import dev.innkeeper.runtime.report.ServiceState;
import java.util.EnumMap;
import java.util.EnumSet;
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
      new EnumMap<>(
          Map.of(
              NEW,
              EnumSet.of(STARTING, FAILED), // by a late word
              STARTING,
              EnumSet.of(
                  RUNNING,
                  COMPLETED,
                  FAILED,
                  STOPPING,
                  RESTARTING,
                  STOPPED,
                  ABANDONED,
                  START_ABORTED,
                  NEW), // before its own start had begun
              START_ABORTED,
              EnumSet.of(RESTARTING, STARTING, FAILED), // by a late word
              RUNNING,
              EnumSet.of(COMPLETED, FAILED, STOPPING, ABANDONED),
              COMPLETED,
              EnumSet.of(FAILED, STOPPING, ABANDONED),
              FAILED,
              EnumSet.of(
                  STOPPING, RESTARTING, STOPPED, ABANDONED, NEW), // forgiven, and never started
              STOPPING,
              EnumSet.of(STOPPED, START_ABORTED, FAILED, RESTARTING, ABANDONED),
              RESTARTING,
              EnumSet.of(
                  STARTING, STOPPED, START_ABORTED, FAILED, NEW), // forgiven, and never started
              STOPPED,
              EnumSet.of(RESTARTING, STARTING, FAILED), // by a late word
              ABANDONED,
              EnumSet.noneOf(ServiceState.class)));
}
