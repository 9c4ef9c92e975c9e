package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.Readiness;

/**
 * How well a service is: a function of its state, and while it is up of what was said about it. It
 * decides nothing.
 */
final class ServiceHealth {

  private ServiceHealth() {}

  /**
   * The health of a service in that state.
   *
   * @param before what it was
   * @param hostStops then it stays so, since a stop is no illness
   */
  static Health of(ServiceMachine service, ServiceState state, Health before, boolean hostStops) {
    if (state == ServiceState.ABANDONED) {
      return Health.down("it was abandoned, and runs on");
    }
    if (hostStops) {
      return before;
    }
    return switch (state) {
      case RUNNING, COMPLETED -> service.life().health();
      case FAILED -> failed(service);
      case STARTING ->
          service.lives() == 1
              ? service.life().health()
              : again(service).orWorse(service.life().health());
      case RESTARTING -> again(service);
      case STOPPING -> stopping(service);
      default -> Health.up();
    };
  }

  private static Health stopping(ServiceMachine service) {
    if (service.comesAgain()) {
      return again(service);
    }
    return service.chronicle().hasFailed() ? failed(service) : service.life().health();
  }

  /** And nothing follows from that. */
  private static Health failed(ServiceMachine service) {
    Health failed =
        service.plan().readiness() == Readiness.STARTED
            ? Health.degraded("it has failed")
            : Health.down("it has failed");
    return service.stage().isLife() ? failed.orWorse(service.life().health()) : failed;
  }

  private static Health again(ServiceMachine service) {
    String restart = service.supervision().restartInWords();
    return Health.degraded(restart == null ? "it is being started again" : restart);
  }

  /** Whether the host may be ready, as far as the service is concerned. */
  static boolean isReady(ServiceMachine service, ServiceState state, Health health) {
    boolean runs = state == ServiceState.RUNNING || state == ServiceState.COMPLETED;
    return switch (service.plan().readiness()) {
      case STARTED -> service.hasStartedWithItsHost();
      case RUNNING -> runs || state == ServiceState.STANDBY;
      case UP -> (runs || state == ServiceState.STANDBY) && health.status() != Health.Status.DOWN;
    };
  }
}
