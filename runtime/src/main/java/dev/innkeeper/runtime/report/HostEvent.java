package dev.innkeeper.runtime.report;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.RestartPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that happened in a host; see {@link HostListener}. The same is in the log and, for
 * services, in JFR.
 *
 * @since 0.1
 */
public sealed interface HostEvent {

  /** The host's name. */
  String host();

  /** Something that happened to one service. */
  sealed interface OfService extends HostEvent {

    /** The service's name. */
    String service();
  }

  /** All services have started, in {@code took}. */
  record HostStarted(String host, int services, Duration took) implements HostEvent {}

  /** The host goes down, and why. */
  record HostStopping(String host, String reason) implements HostEvent {}

  /** The host has stopped. The last event. */
  record HostStopped(String host, StopReport report) implements HostEvent {}

  /** A service begins to start. */
  record ServiceStarting(String host, String service) implements OfService {}

  /** A service has started, and said that it is ready if that is waited for. */
  record ServiceStarted(String host, String service, Duration took) implements OfService {}

  /** The {@link BackgroundService#execute} of a service has returned, and not because of a stop. */
  record ServiceCompleted(String host, String service) implements OfService {}

  /** A service has failed: {@code where} completes the sentence, such as "in its work". */
  record ServiceFailed(String host, String service, String where, Throwable failure)
      implements OfService {}

  /**
   * A service that has failed is stopped and, {@code delay} later, started again: for the {@code
   * restart}th time in the time that its {@link RestartPolicy} looks back on.
   */
  record ServiceRestarting(
      String host, String service, int restart, Duration delay, Throwable failure)
      implements OfService {}

  /** A service is asked to stop. */
  record ServiceStopping(String host, String service) implements OfService {}

  /**
   * A service that has not stopped {@code after} it was asked to is interrupted; zero: at once, or
   * in its step before the stop.
   */
  record ServiceInterrupted(String host, String service, Duration after) implements OfService {}

  /** A service has stopped, {@code took} after it was asked to. */
  record ServiceStopped(String host, String service, Duration took) implements OfService {}

  /**
   * A service was still running {@code after} it was asked to stop, when its time was over, and
   * nobody waits for it any more.
   */
  record ServiceAbandoned(String host, String service, Duration after, List<StuckThread> stuckIn)
      implements OfService {}

  /**
   * A run of a {@link RecurringJob} has ended, or was given up.
   *
   * @param run its number
   * @param scheduled when it was due, or asked for
   * @param failure what it threw, or why it was given up
   */
  record RunEnded(
      String host,
      String service,
      long run,
      Instant scheduled,
      Duration took,
      RunOutcome outcome,
      Optional<Throwable> failure)
      implements OfService {}

  /**
   * Ticks of a {@link RecurringJob} came to nothing.
   *
   * @param again whether that was so less than a minute ago, too
   */
  record TicksSkipped(String host, String service, long ticks, boolean again)
      implements OfService {}

  /**
   * A job of a {@link JobQueue} has failed for good, after so many tries. A listener that is a
   * thousand of them behind is told of no more until it has caught up; they are logged.
   */
  record JobFailed(String host, String service, Object item, int tries, Throwable failure)
      implements OfService {}
}
