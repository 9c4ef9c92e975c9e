package dev.innkeeper.runtime.plan;

import dev.innkeeper.runtime.report.HostListener;
import dev.innkeeper.timer.TimeSource;
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
    Decoration decoration,
    List<HostListener> listeners,
    @Nullable String mdcKey,
    long randomSeed,
    TimeSource time,
    @Nullable ClassLoader contextClassLoader) {}
