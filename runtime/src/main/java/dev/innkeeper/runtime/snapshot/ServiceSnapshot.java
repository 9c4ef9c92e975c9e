package dev.innkeeper.runtime.snapshot;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.message.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How a service stands. */
public record ServiceSnapshot(
    String name,
    List<String> dependsOn,
    ServiceState state,
    int restarts,
    Optional<Duration> startTook,
    Optional<Duration> stopTook,
    Optional<Throwable> failure,
    List<StuckThread> stuckIn,
    Health health,
    boolean ready,
    Instant since,
    boolean watchdog)
    implements ServiceStatus {

  /** Of a service that has yet to be started. */
  public ServiceSnapshot(String name, List<String> dependsOn, boolean watchdog) {
    this(
        name,
        dependsOn,
        ServiceState.NEW,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Health.up(),
        false,
        Instant.EPOCH,
        watchdog);
  }

  /** The same, in its state since then. */
  public ServiceSnapshot since(Instant then) {
    return new ServiceSnapshot(
        name, dependsOn, state, restarts, startTook, stopTook, failure, stuckIn, health, ready,
        then, watchdog);
  }

  /** The same service, given up. */
  public static ServiceSnapshot abandoned(ServiceStatus last, List<StuckThread> stuckIn) {
    return new ServiceSnapshot(
        last.name(),
        last.dependsOn(),
        ServiceState.ABANDONED,
        last.restarts(),
        last.startTook(),
        last.stopTook(),
        last.failure(),
        stuckIn,
        Health.down("it was abandoned, and runs on"),
        false,
        last.since(),
        last.watchdog());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name).append(' ').append(state);
    if (state == ServiceState.ABANDONED) {
      stopTook.ifPresent(took -> text.append(" after ").append(Durations.show(took)));
    } else if (state == ServiceState.START_ABORTED) {
      startTook.ifPresent(took -> text.append(" after ").append(Durations.show(took)));
    } else if (state == ServiceState.STOPPED || state == ServiceState.FAILED) {
      stopTook.ifPresent(took -> text.append(" in ").append(Durations.show(took)));
    }
    if (restarts > 0) {
      text.append(", restarted ").append(restarts == 1 ? "once" : restarts + " times");
    }
    failure.ifPresent(thrown -> text.append(": ").append(Shown.ofFailure(thrown)));
    stuckIn.forEach(thread -> text.append("\n      ").append(thread));
    return text.toString();
  }
}
