package dev.innkeeper.runtime.service;

import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.runtime.report.Health;

/**
 * Says how well a service is: chosen by {@link ServiceOptions#healthCheck}.
 *
 * <pre>{@code
 * s.healthCheck(Duration.ofSeconds(30), Duration.ofSeconds(2),
 *     () -> db.isValid() ? Health.up() : Health.down("no connection"))
 * }</pre>
 *
 * @since 0.1
 */
@FunctionalInterface
public interface HealthCheck {

  /**
   * Looks how well the service is. Called on a thread of the service, while that runs, never twice
   * at a time. If it takes too long it is interrupted, and the service is down.
   *
   * @return null is as bad as an exception
   * @throws Exception if that cannot be found out: the service is down
   */
  Health check() throws Exception;
}
