package dev.innkeeper.runtime.plan;

import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.LeaderElection;
import dev.innkeeper.runtime.service.Readiness;
import dev.innkeeper.runtime.snapshot.ServiceSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A service as it was registered: immutable.
 *
 * @param instance the service, if there is one for good
 * @param supplier else: what makes one for each start
 * @param election that its host has to have won while it runs; null: none
 */
public record ServicePlan(
    String name,
    @Nullable HostedService instance,
    @Nullable Supplier<? extends HostedService> supplier,
    List<String> dependsOn,
    @Nullable Duration startTimeout,
    @Nullable Duration stopTimeout,
    @Nullable Duration interruptAfter,
    FailurePolicy startFailurePolicy,
    FailurePolicy failurePolicy,
    boolean waitForReady,
    boolean platformThreads,
    Readiness readiness,
    @Nullable HealthCheckPlan healthCheck,
    boolean watchdog,
    @Nullable LeaderElection election) {

  /** How it stands before its host has started. */
  public ServiceSnapshot statusBeforeStart() {
    return new ServiceSnapshot(name, dependsOn, watchdog);
  }

  /** What a supplier makes is not known before. */
  public boolean mayBeLifecycleService() {
    return instance == null || instance instanceof HostedLifecycleService;
  }

  public boolean mayBeBackgroundService() {
    return instance == null || instance instanceof BackgroundService;
  }
}
