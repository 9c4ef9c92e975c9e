package dev.innkeeper.runtime.report;

import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import dev.innkeeper.runtime.service.ApplicationLifetime;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.runtime.service.ServiceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something that happened in a host; see {@link HostListener}. The same is in the log and, for
 * services, in JFR.
 *
 * <pre>{@code
 * switch (event) {
 *   case HostEvent.ServiceFailed failed -> alert(failed.service(), failed.failure());
 *   case HostEvent.HostStopped stopped -> audit(stopped.report());
 *   default -> {}                        // there will be more kinds of events
 * }
 * }</pre>
 *
 * <p>Events are immutable. A test of a listener may implement them; methods that are added later
 * have a default.
 *
 * @since 0.1
 */
public interface HostEvent {

  /** The host's name. */
  String host();

  /**
   * Something that happened to one service.
   *
   * @since 0.1
   */
  interface OfService extends HostEvent {

    /** The service's name. */
    String service();
  }

  /**
   * All services have started.
   *
   * @since 0.1
   */
  interface HostStarted extends HostEvent {

    /** How many there are. */
    int services();

    /** How long the start took. */
    Duration took();
  }

  /**
   * The host is no longer ready, and is about to be stopped by whoever has asked for that: {@link
   * ApplicationLifetime#requestDrain}.
   *
   * @since 0.1
   */
  interface HostDraining extends HostEvent {}

  /**
   * Virtual threads do not get to run: something holds all of their carriers, such as a service
   * that computes without an end, or, on JDK 21 to 23, several that wait in {@code synchronized}.
   *
   * @since 0.1
   */
  interface CarriersHeld extends HostEvent {

    /** For how long at least. */
    Duration after();

    /** The threads of services that hold a carrier; empty if they are others. */
    List<StuckThread> holders();
  }

  /**
   * The host goes down.
   *
   * @since 0.1
   */
  interface HostStopping extends HostEvent {

    /** Why, in words. */
    String reason();
  }

  /**
   * The host has stopped. The last event.
   *
   * @since 0.1
   */
  interface HostStopped extends HostEvent {

    /** How the stop went. */
    StopReport report();
  }

  /**
   * The host has won an election, and starts the services that wait for that; see {@link
   * ServiceOptions#whileLeader}.
   *
   * @since 0.1
   */
  interface LeadershipGained extends HostEvent {

    /** The name of the election. */
    String election();

    /** The number that its services have as {@link ServiceContext#fencingToken()}. */
    OptionalLong fencingToken();
  }

  /**
   * The host does not lead any longer: it has lost the lease, or has given it up since the services
   * that need it have stopped.
   *
   * @since 0.1
   */
  interface LeadershipEnded extends HostEvent {

    /** The name of the election. */
    String election();

    /** Why, in words. */
    String reason();

    /** Whether the lease was lost; else it was given up. */
    boolean lost();
  }

  /**
   * A service begins to start.
   *
   * @since 0.1
   */
  interface ServiceStarting extends OfService {}

  /**
   * The start of a service takes long; see {@link HostBuilder#warnAboutSlowStart}.
   *
   * @since 0.1
   */
  interface ServiceStillStarting extends OfService {

    /** How long it has taken so far. */
    Duration after();

    /** What it has yet to do, in words, such as that {@code start()} has not returned. */
    String missing();

    /** The names of the services that wait for it, directly or through others. */
    List<String> waiting();

    /**
     * Where its threads are; only the first two times, and empty if none of them is in its code.
     */
    List<StuckThread> stuckIn();
  }

  /**
   * A service has started, and said that it is ready if that is waited for.
   *
   * @since 0.1
   */
  interface ServiceStarted extends OfService {

    /** How long its start took. */
    Duration took();
  }

  /**
   * The {@link BackgroundService#execute} of a service has returned, and not because of a stop.
   *
   * @since 0.1
   */
  interface ServiceCompleted extends OfService {}

  /**
   * A service has failed.
   *
   * @since 0.1
   */
  interface ServiceFailed extends OfService {

    /** Completes the sentence "it has failed …", such as "in its work". */
    String where();

    /** What was thrown. */
    Throwable failure();
  }

  /**
   * A service that has failed is stopped and, after a while, started again.
   *
   * @since 0.1
   */
  interface ServiceRestarting extends OfService {

    /** The number of this restart within the time that its {@link RestartPolicy} looks back on. */
    int restart();

    /** How long the host waits before it. */
    Duration delay();

    /** Why. */
    Throwable failure();
  }

  /**
   * A service is asked to stop.
   *
   * @since 0.1
   */
  interface ServiceStopping extends OfService {}

  /**
   * A service that has not stopped is interrupted.
   *
   * @since 0.1
   */
  interface ServiceInterrupted extends OfService {

    /** How long after it was asked; zero: at once, or in its step before the stop. */
    Duration after();
  }

  /**
   * A service has stopped.
   *
   * @since 0.1
   */
  interface ServiceStopped extends OfService {

    /** How long after it was asked to. */
    Duration took();
  }

  /**
   * A service is better, or worse: the status of its health has changed.
   *
   * @since 0.1
   */
  interface HealthChanged extends OfService {

    /** How well it was. */
    Health before();

    /** How well it is. */
    Health now();
  }

  /**
   * A service was still running when its time to stop was over, and nobody waits for it any more.
   *
   * @since 0.1
   */
  interface ServiceAbandoned extends OfService {

    /** How long after it was asked to stop. */
    Duration after();

    /** The threads that would not end. */
    List<StuckThread> stuckIn();
  }

  /**
   * A run of a {@link RecurringJob} begins.
   *
   * @since 0.1
   */
  interface RunStarted extends OfService {

    /** The number of the run. */
    long run();

    /** When it was due, or asked for. */
    Instant scheduled();

    /** What it was begun by. */
    RunTrigger trigger();
  }

  /**
   * A run of a {@link RecurringJob} has ended, or was given up.
   *
   * @since 0.1
   */
  interface RunEnded extends OfService {

    /** The number of the run. */
    long run();

    /** When it was due, or asked for. */
    Instant scheduled();

    /** What it was begun by. */
    RunTrigger trigger();

    /** How long it took. */
    Duration took();

    /** How it ended. */
    RunOutcome outcome();

    /** What it threw, or why it was given up. */
    Optional<Throwable> failure();
  }

  /**
   * Ticks of a {@link RecurringJob}, or of the jobs of a {@link JobScheduler}, came to nothing.
   *
   * @since 0.1
   */
  interface TicksSkipped extends OfService {

    /** How many. */
    long ticks();

    /** Whether ticks were skipped less than a minute before, too. */
    boolean repeated();
  }

  /**
   * An attempt at a job of a {@link JobQueue} has failed, and another one will be made, unless the
   * job is cancelled or handed back before. A listener that is a thousand events of jobs behind is
   * told of no more until it has caught up.
   *
   * @since 0.1
   */
  interface JobRetrying extends OfService {

    /** The job's id, as {@link JobHandle#id()}. */
    String job();

    /** What was submitted. It is in no line of the log. */
    Object item();

    /** The attempt that has failed: from 1. */
    int attempt();

    /** How long the queue waits before the next. */
    Duration delay();

    /** What this attempt threw. */
    Throwable failure();
  }

  /**
   * A job of a {@link JobQueue}, or a run of a {@link JobScheduler}, has failed for good. A
   * listener that is a thousand events of jobs behind is told of no more until it has caught up;
   * those failures are logged.
   *
   * @since 0.1
   */
  interface JobFailed extends OfService {

    /** The job's id, as {@link JobHandle#id()}. */
    String job();

    /** What was submitted; the key, of a run. It is in no line of the log. */
    Object item();

    /** How many attempts were made. */
    int attempts();

    /** What the last of them threw. */
    Throwable failure();
  }
}
