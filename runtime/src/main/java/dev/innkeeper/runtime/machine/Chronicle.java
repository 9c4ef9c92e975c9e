package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.plan.ServicePlan;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import dev.innkeeper.runtime.snapshot.ServiceSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What has become of a service so far, over all its lives. */
final class Chronicle {

  private static final int MOST_FAILURES = 10;

  private int restarts;
  private Optional<Duration> startTook = Optional.empty();
  private Optional<Duration> stopTook = Optional.empty();

  /** The first failure of the life that failed last, and how many were added to it. */
  private @Nullable Throwable failure;

  private int moreFailures;

  /** Whether it failed in its present or last life. */
  private boolean failed;

  /** How it stands without a life, unless that has failed. */
  private ServiceState atRest = ServiceState.NEW;

  private List<StuckThread> stuckIn = List.of();
  private ServiceStatus shown;

  Chronicle(ServicePlan plan) {
    shown = plan.statusBeforeStart();
  }

  void lifeBegins(int number) {
    failed = false;
    restarts = number - 1;
  }

  void startBegins() {
    atRest = ServiceState.START_ABORTED;
  }

  void startReturned() {
    atRest = ServiceState.STOPPED;
  }

  void startTook(long nanos) {
    startTook = Optional.of(Duration.ofNanos(nanos));
  }

  void stopTook(long nanos) {
    stopTook = Optional.of(Duration.ofNanos(nanos));
  }

  void stuckIn(List<StuckThread> threads) {
    stuckIn = threads;
  }

  /** Zero: it has not stopped. */
  Duration stopTook() {
    return stopTook.orElse(Duration.ZERO);
  }

  /** What happened to the last life does not matter any more. */
  void forgive() {
    failed = false;
  }

  boolean hasFailed() {
    return failed;
  }

  @Nullable Throwable failure() {
    return failure;
  }

  ServiceState atRest() {
    return failed ? ServiceState.FAILED : atRest;
  }

  /**
   * Those after the first are to be suppressed in it, up to a number: a service may fail for years.
   * Returns what {@code thrown} is to be suppressed in.
   */
  @SuppressWarnings("ReferenceEquality") // the same exception thrown twice, not an equal one
  @Nullable Throwable add(Throwable thrown) {
    Throwable earlier = null;
    if (!failed && failure != thrown) {
      failure = thrown;
      moreFailures = 0;
    } else if (failure != thrown && moreFailures < MOST_FAILURES) {
      moreFailures++;
      earlier = failure;
    }
    failed = true;
    return earlier;
  }

  /** As it was shown last. */
  ServiceState state() {
    return shown.state();
  }

  /** As it was shown last. */
  Health health() {
    return shown.health();
  }

  /** How it stands, if that is not what was shown last. */
  @SuppressWarnings("ReferenceEquality") // what is shown is what was kept
  @Nullable ServiceStatus changed(ServiceState state, Health health, boolean ready) {
    if (shown.state() == state
        && shown.health().equals(health)
        && shown.ready() == ready
        && shown.restarts() == restarts
        && shown.startTook().equals(startTook)
        && shown.stopTook().equals(stopTook)
        && shown.failure().orElse(null) == failure
        && shown.stuckIn() == stuckIn) {
      return null;
    }
    shown =
        new ServiceSnapshot(
            shown.name(),
            shown.dependsOn(),
            state,
            restarts,
            startTook,
            stopTook,
            Optional.ofNullable(failure),
            stuckIn,
            health,
            ready,
            shown.since(),
            shown.watchdog());
    return shown;
  }
}
