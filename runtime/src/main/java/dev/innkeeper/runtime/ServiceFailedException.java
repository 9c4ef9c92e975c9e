package dev.innkeeper.runtime;

import dev.innkeeper.runtime.thread.Shown;

/**
 * A service failed while the host ran, and the host has stopped because of it. The cause is the
 * failure; those of other services from before the stop are suppressed.
 *
 * @since 0.1
 */
public final class ServiceFailedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String service;

  ServiceFailedException(String host, String service, Throwable failure) {
    super("service '" + service + "' of host '" + host + "' failed: " + Shown.of(failure), failure);
    this.service = service;
  }

  /** The name of the service that failed. */
  public String service() {
    return service;
  }
}
