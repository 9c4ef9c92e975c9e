package dev.innkeeper.runtime;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A service as it was registered: immutable.
 *
 * @param instance the service, if there is one for good
 * @param supplier else: what makes one for each start
 */
record ServiceSpec(
    String name,
    @Nullable HostedService instance,
    @Nullable Supplier<? extends HostedService> supplier,
    List<String> dependsOn,
    @Nullable Duration startTimeout,
    @Nullable Duration stopTimeout,
    @Nullable Duration interruptAfter,
    FailurePolicy failurePolicy,
    boolean waitForReady,
    boolean platformThreads) {

  /** What a supplier makes is not known before. */
  boolean mayBeLifecycleService() {
    return instance == null || instance instanceof HostedLifecycleService;
  }

  boolean mayBeBackgroundService() {
    return instance == null || instance instanceof BackgroundService;
  }
}
