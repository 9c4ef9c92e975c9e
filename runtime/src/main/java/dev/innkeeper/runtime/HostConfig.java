package dev.innkeeper.runtime;

import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link HostBuilder} has gathered: immutable, and checked.
 *
 * @param hasPhases whether the steps around start and stop may have something to call
 */
record HostConfig(
    String name,
    List<ServiceSpec> services,
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
