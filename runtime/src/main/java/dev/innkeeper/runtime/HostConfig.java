package dev.innkeeper.runtime;

import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link HostBuilder} has gathered: immutable, and checked. */
record HostConfig(
    String name,
    List<ServiceSpec> services,
    ServiceGraph graph,
    boolean startConcurrently,
    boolean stopConcurrently,
    @Nullable Duration startupTimeout,
    Duration shutdownTimeout,
    TimeSource time,
    @Nullable ClassLoader contextClassLoader) {}
