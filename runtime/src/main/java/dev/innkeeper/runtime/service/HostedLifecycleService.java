package dev.innkeeper.runtime.service;

/**
 * A service that takes part in the steps around the start and the stop of all services.
 *
 * <pre>{@code
 * final class Leases implements HostedLifecycleService {
 *   public void start(ServiceContext context) { leases.open(); }
 *   public void started(ServiceContext context) { registry.announce(); }   // all have started
 *   public void stopping(ServiceContext context) { registry.withdraw(); }  // none was asked to stop
 *   public void stop(ServiceContext context) { leases.close(); }
 * }
 * }</pre>
 *
 * <p>Each step begins when the one before it has ended for all services: all {@link #starting}, all
 * {@link #start}, all {@link #started}; all {@link #stopping}, all {@link #stop}, all {@link
 * #stopped}. Within a step the order is that of the start or of the stop. A background service may
 * implement this as well.
 *
 * <p>What {@link #starting} or {@link #started} throws is a failed start. {@link #stopping} and
 * {@link #stopped} are called if {@link #start} had returned before the stop began; what they throw
 * is logged and reported, and they have shares of the time as {@link #stop} has. When a service is
 * restarted while its host runs, its own six are called in this order, and nobody else's.
 *
 * <p><b>Threads:</b> all are called one after the other, on the service's own thread, or on a
 * second one of its name if work of the service still goes on. <b>Interruption</b> means "now", as
 * for {@link HostedService}. The model is .NET's {@code IHostedLifecycleService}.
 *
 * @since 0.1
 */
public interface HostedLifecycleService extends OptionalStart {

  /**
   * Before the start of any service. Not the place to open what must be closed: if the host's start
   * ends here, nothing more of this service is called.
   *
   * @throws Exception if it cannot start; {@link #start} and {@link #stop} are not called then
   */
  default void starting(ServiceContext context) throws Exception {}

  /**
   * When all services have started.
   *
   * @throws Exception if the host's start is to fail
   */
  default void started(ServiceContext context) throws Exception {}

  /**
   * Before any service is asked to stop: its work still goes on.
   *
   * @throws Exception if something went wrong; the stop goes on
   */
  default void stopping(ServiceContext context) throws Exception {}

  /**
   * When all services have stopped or have been abandoned.
   *
   * @throws Exception if something went wrong; the stop goes on
   */
  default void stopped(ServiceContext context) throws Exception {}
}
