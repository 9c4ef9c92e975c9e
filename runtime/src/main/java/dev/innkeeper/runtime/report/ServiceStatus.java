package dev.innkeeper.runtime.report;

import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceControl;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a service stands, or how it ended: an immutable snapshot. Its {@code toString()} is for
 * people.
 *
 * <pre>{@code
 * ServiceStatus inbox = host.service("inbox");
 * if (inbox.state() == ServiceState.FAILED) {
 *   alert(inbox.name(), inbox.failure().orElseThrow());
 * }
 * }</pre>
 *
 * <p>A test may implement it; methods that are added later have a default.
 *
 * @since 0.1
 */
public interface ServiceStatus {

  /** The service's name. */
  String name();

  /** The names of the services that it was told to depend on. */
  List<String> dependsOn();

  /** Its state. */
  ServiceState state();

  /** How many times it was started again, by its policy or by {@link ServiceControl}. */
  int restarts();

  /**
   * How long its last start took: until {@link HostedService#start} had returned or thrown, or
   * until it was ready, if that is waited for.
   */
  Optional<Duration> startTook();

  /** How long its last stop took, from being asked until it had stopped or was abandoned. */
  Optional<Duration> stopTook();

  /**
   * Its last failure: of what failed between a start and the next, the first, with later ones
   * suppressed in it; it stays when the service runs again.
   */
  Optional<Throwable> failure();

  /** How well it is: by its state, by its own word, or by a check. */
  default Health health() {
    return Health.up();
  }

  /** Whether the host may be ready, as far as this service is concerned. */
  default boolean ready() {
    return state() == ServiceState.RUNNING || state() == ServiceState.COMPLETED;
  }

  /** Since when it is in its state, by the wall clock. */
  default Instant since() {
    return Instant.EPOCH;
  }

  /** Whether a watchdog goes by it: {@link ServiceOptions#watchdog}. */
  default boolean watchdog() {
    return false;
  }

  /** For a service that was abandoned: the threads that would not end. */
  List<StuckThread> stuckIn();

  /**
   * A thread that did not end in time, and where it was.
   *
   * @since 0.1
   */
  interface StuckThread {

    /** Its name. */
    String thread();

    /** In words: that it is stuck, or that it did not get to run. */
    String how();

    /** Its stack when it was given up; empty if it did not get to run. */
    List<StackTraceElement> stack();
  }
}
