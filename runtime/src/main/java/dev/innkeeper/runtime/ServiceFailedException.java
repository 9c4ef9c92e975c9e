package dev.innkeeper.runtime;

import dev.innkeeper.timer.message.Shown;
import java.util.function.BooleanSupplier;

/**
 * A service failed while the host ran, and the host has stopped because of it. The cause is the
 * failure; those of other services from before the stop are suppressed.
 *
 * <p>The log has the failures in full. Once it has shown them, a stack trace of this exception
 * names them without their stacks.
 *
 * @since 0.1
 */
public final class ServiceFailedException extends FailureOfHost {

  private static final long serialVersionUID = 1;

  private final String service;

  ServiceFailedException(String host, String service, Throwable failure, BooleanSupplier logged) {
    super(
        "service '" + service + "' of host '" + host + "' failed: " + Shown.ofFailure(failure),
        failure,
        logged);
    this.service = service;
  }

  /** The name of the service that failed. */
  public String service() {
    return service;
  }
}
