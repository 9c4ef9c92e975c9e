package dev.innkeeper.runtime.plan;

import dev.innkeeper.runtime.service.HealthCheck;
import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;

/**
 * How the host asks a service how well it is.
 *
 * @param every from the beginning of one call to that of the next
 * @param timeout after which a call is interrupted; shorter than that
 */
public record HealthCheckPlan(Duration every, Duration timeout, HealthCheck check) {

  /**
   * @throws IllegalArgumentException if one of the durations is not positive, or the timeout is not
   *     shorter than the period
   */
  public HealthCheckPlan {
    Durations.positive("period of a health check", every);
    Durations.positive("timeout of a health check", timeout);
    if (timeout.compareTo(every) >= 0) {
      throw new IllegalArgumentException(
          "the timeout of a health check, "
              + Durations.write(timeout)
              + ", must be shorter than its period, "
              + Durations.write(every));
    }
  }
}
