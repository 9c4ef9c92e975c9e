package dev.innkeeper.runtime.plan;

import dev.innkeeper.runtime.service.HealthCheck;
import java.time.Duration;

/**
 * How the host asks a service how well it is.
 *
 * @param every from the beginning of one call to that of the next
 * @param timeout after which a call is interrupted; shorter than that
 */
public record HealthCheckPlan(Duration every, Duration timeout, HealthCheck check) {}
