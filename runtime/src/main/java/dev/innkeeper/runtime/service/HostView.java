package dev.innkeeper.runtime.service;

import dev.innkeeper.runtime.HostExtension;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A host as those see it who stand around it, or work in it: a {@link HostExtension}, or a service
 * that asks for its {@link ServiceContext#host()}.
 *
 * <pre>{@code
 * if (!context.host().isReady()) {
 *   return Response.status(503);
 * }
 * }</pre>
 *
 * <p><b>Threads:</b> every method may be called from any thread, and none of them waits.
 *
 * <p>A test may implement it; methods that are added later have a default.
 *
 * @since 0.1
 */
public interface HostView {

  /** The name that it was built with. */
  String name();

  /** The state now. */
  HostState state();

  /**
   * Whether the host has been started and has not stopped: a liveness probe. It is blind to
   * services, because to kill a process does not mend what one of them waits for.
   */
  boolean isLive();

  /**
   * Whether all services have started, and no stop or drain was requested: a readiness probe. It is
   * as strict about single services as their {@link Readiness} says.
   */
  boolean isReady();

  /** How well the host is: as the worst of its services, or worse by itself. */
  Health health();

  /** How each service stands, in the order of registration: a snapshot. */
  List<ServiceStatus> services();

  /**
   * How one service stands: a snapshot.
   *
   * @throws IllegalArgumentException if there is none with this name
   */
  ServiceStatus service(String name);

  /**
   * Where the code of one service is now, for a thread dump: its threads, and those of its scopes
   * that it waits for. Empty if no code of it runs. Taking the stacks may take a moment.
   *
   * @throws IllegalArgumentException if there is none with this name
   */
  default List<StuckThread> threads(String name) {
    return service(name).stuckIn();
  }

  /**
   * The services that are of a type, such as each {@link JobQueue}, by their names, in the order of
   * registration. What a supplier makes is not among them.
   */
  <S> Map<String, S> instancesOf(Class<S> type);

  /** What a program that runs the host would end with now: empty unless a service has failed it. */
  Optional<Throwable> failure();

  /**
   * One service, to stop, start and restart it while the host runs.
   *
   * @throws IllegalArgumentException if there is none with this name
   */
  ServiceControl control(String name);

  /**
   * Asks whether the host itself is alive, for a watchdog: the host's own thread has to wake up,
   * and what leads the services has to take a message from it. Neither services nor listeners take
   * part. A host that has not been started, or has stopped, does not answer.
   */
  default Ping ping() {
    return () -> true;
  }

  /** The events in the host's life, and the ways to ask it to stop without waiting. */
  ApplicationLifetime lifetime();

  /**
   * A question that is answered soon, unless the host is stuck.
   *
   * @since 0.1
   */
  interface Ping {

    /** Whether the answer has come. */
    boolean isAnswered();
  }
}
