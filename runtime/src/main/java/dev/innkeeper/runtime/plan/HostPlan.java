package dev.innkeeper.runtime.plan;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a host was built of: immutable, and checked.
 *
 * @param hasPhases whether the steps around start and stop may have something to call
 */
public record HostPlan(
    String name,
    List<ServicePlan> services,
    ServiceGraph graph,
    boolean hasPhases,
    boolean startConcurrently,
    boolean stopConcurrently,
    boolean stopWhenComplete,
    @Nullable Duration startupTimeout,
    Duration shutdownTimeout,
    Duration drainDelay,
    @Nullable String mdcKey,
    long randomSeed) {}
