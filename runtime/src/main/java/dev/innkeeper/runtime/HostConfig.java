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
    boolean stopWhenComplete,
    @Nullable Duration startupTimeout,
    Duration shutdownTimeout,
    Duration drainDelay,
    Decoration decoration,
    List<HostListener> listeners,
    @Nullable String mdcKey,
    long randomSeed,
    TimeSource time,
    @Nullable ClassLoader contextClassLoader) {

  /** Whether the steps around start and stop may have something to call. */
  boolean hasLifecycleServices() {
    return services.stream().anyMatch(ServiceSpec::mayBeLifecycleService);
  }
}
