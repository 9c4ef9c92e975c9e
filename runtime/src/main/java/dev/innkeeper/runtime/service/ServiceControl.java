package dev.innkeeper.runtime.service;

import dev.innkeeper.runtime.ServiceFailedException;
import dev.innkeeper.runtime.report.ServiceStatus;

/**
 * Stops, starts and restarts one service of a host that runs: for operators.
 *
 * <pre>{@code
 * host.control("inbox").restart();
 * host.control("db").restartWithDependents();   // they stop before it and start after it
 * }</pre>
 *
 * <p>A service is stopped as it would be with its host: asked, interrupted, abandoned, all within
 * its {@code stopTimeout} or else the host's shutdown timeout. One that was abandoned cannot be
 * started again. The failure of a start that was ordered here comes out of the call and leaves the
 * service failed; its {@link FailurePolicy} is for failures that nobody is waiting for. Of two
 * orders that contradict each other the later one holds.
 *
 * <p><b>Threads:</b> every method may be called from any thread, but not by one of the service
 * itself, which would wait for itself. <b>Interruption</b> ends the waiting; what was ordered is
 * done.
 *
 * @since 0.1
 */
public interface ServiceControl {

  /** How the service stands now. */
  ServiceStatus status();

  /**
   * Stops the service, also if it is waiting to be restarted. If it is stopped: no effect.
   *
   * @return how it ended
   * @throws IllegalStateException if the host is not running, if services that depend on it are
   *     (the message names them), or on a thread of the service
   * @throws InterruptedException if interrupted before or while it waits
   */
  ServiceStatus stop() throws InterruptedException;

  /**
   * Stops the service after all that depend on it, directly or through others.
   *
   * @return how it ended
   * @throws IllegalStateException if the host is not running, or on a thread of one of them
   * @throws InterruptedException if interrupted before or while it waits
   */
  ServiceStatus stopWithDependents() throws InterruptedException;

  /**
   * Starts the service. If it waits to be restarted, it does not wait any longer; if it has failed
   * and nothing followed, it is restarted; if it runs: no effect.
   *
   * @return how it stands when it has started
   * @throws ServiceFailedException if it fails to start
   * @throws IllegalStateException if the host is not running or stops meanwhile, if the service was
   *     abandoned, if one that it depends on is not up, or on a thread of the service
   * @throws InterruptedException if interrupted before or while it waits
   */
  ServiceStatus start() throws InterruptedException;

  /**
   * Stops the service, if it runs, and starts it again.
   *
   * @return how it stands when it has started
   * @throws ServiceFailedException if it fails to start
   * @throws IllegalStateException as for {@link #stop()} and {@link #start()}
   * @throws InterruptedException if interrupted before or while it waits
   */
  ServiceStatus restart() throws InterruptedException;

  /**
   * Restarts the service and, around it, those among its dependents that run.
   *
   * @return how it stands when all have started
   * @throws ServiceFailedException if one of them fails to start
   * @throws IllegalStateException as for {@link #stopWithDependents()} and {@link #start()}
   * @throws InterruptedException if interrupted before or while it waits
   */
  ServiceStatus restartWithDependents() throws InterruptedException;
}
