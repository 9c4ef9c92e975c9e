package dev.innkeeper.runtime;

import dev.innkeeper.runtime.plan.ServicePlan;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a service: guarded by the host's monitor, except for {@link #status()}, which is
 * published there and read without it.
 */
final class ServiceRecord {

  private static final int MOST_FAILURES = 10;

  private final ServicePlan spec;
  private ServiceState state = ServiceState.NEW;
  private int restarts;
  private @Nullable Duration startTook;
  private @Nullable Duration stopTook;

  /** The first failure of the life that failed last, and how many were added to it. */
  private @Nullable Throwable failure;

  private int moreFailures;

  /** Whether it failed in its present or last life, and whether a start of it ever returned. */
  private boolean failed;

  private boolean hasStarted;
  private List<StuckThread> stuckIn = List.of();
  private volatile ServiceStatus status;

  ServiceRecord(ServicePlan spec) {
    this.spec = spec;
    this.status = snapshot();
  }

  ServiceStatus status() {
    return status;
  }

  ServiceState state() {
    return state;
  }

  boolean hasFailed() {
    return failed;
  }

  @Nullable Throwable failure() {
    return failure;
  }

  void lifeBegins(boolean again) {
    failed = false;
    restarts += again ? 1 : 0;
    become(ServiceState.STARTING);
  }

  void startReturned() {
    hasStarted = true;
  }

  void startEnded(Duration took) {
    startTook = took;
    become(state);
  }

  void stopEnded(Duration took) {
    stopTook = took;
    become(state);
  }

  void becomeIf(ServiceState expected, ServiceState next) {
    if (state == expected) {
      become(next);
    }
  }

  void become(ServiceState next) {
    state = state == ServiceState.ABANDONED ? state : next;
    status = snapshot();
  }

  void abandon(Duration after, List<StuckThread> threads) {
    stopTook = after;
    stuckIn = threads;
    become(ServiceState.ABANDONED);
  }

  /** Nothing of it runs any more. */
  void lifeEnded(boolean restarts) {
    if (restarts) {
      become(ServiceState.RESTARTING);
    } else if (failed) {
      become(ServiceState.FAILED);
    } else {
      become(hasStarted ? ServiceState.STOPPED : ServiceState.NEW);
    }
  }

  /**
   * Those after the first are to be suppressed in it, up to a number: a service may fail for years.
   * Returns what {@code thrown} is to be suppressed in.
   */
  @SuppressWarnings("ReferenceEquality") // the same exception thrown twice, not an equal one
  @Nullable Throwable addFailure(Throwable thrown) {
    Throwable earlier = null;
    if (!failed && failure != thrown) {
      failure = thrown;
      moreFailures = 0;
    } else if (failure != thrown && moreFailures < MOST_FAILURES) {
      moreFailures++;
      earlier = failure;
    }
    failed = true;
    boolean tells = state == ServiceState.RUNNING || state == ServiceState.STOPPED;
    become(tells ? ServiceState.FAILED : state);
    return earlier;
  }

  private ServiceStatus snapshot() {
    return new ServiceStatus(
        spec.name(),
        spec.dependsOn(),
        state,
        restarts,
        Optional.ofNullable(startTook),
        Optional.ofNullable(stopTook),
        Optional.ofNullable(failure),
        stuckIn);
  }
}
