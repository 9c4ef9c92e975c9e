package dev.innkeeper.runtime.service;

import dev.innkeeper.runtime.Host;

/**
 * Something that a {@link Host} starts and stops.
 *
 * <pre>{@code
 * final class HttpApi implements HostedService {
 *   public void start(ServiceContext context) throws IOException { server.bind(8080); }
 *   public void stop(ServiceContext context) { server.close(); }
 * }
 * }</pre>
 *
 * <p>Those that depend on it start when {@link #start} has returned, so a step that must come first
 * (a migration, a warm cache) is a service that does its work there. Long-running work belongs in a
 * {@link BackgroundService}.
 *
 * <p><b>Threads:</b> both are called on the service's own thread, one after the other; only a stop
 * beside work that ignores its interrupt is called on a second one. <b>Interruption</b> means
 * "now": of a start, that it has been given up; of a stop, that the time for doing it gracefully is
 * over. The model is .NET's {@code IHostedService}.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface HostedService {

  /**
   * Starts the service; may block for as long as that takes.
   *
   * @throws Exception if it cannot start: the host's start has failed then, and {@link #stop} is
   *     not called
   */
  void start(ServiceContext context) throws Exception;

  /**
   * Stops the service. Called once for each start that returned, with whatever depends on it
   * stopped already.
   *
   * @throws Exception if something went wrong: it is logged and reported, and the stop goes on
   */
  default void stop(ServiceContext context) throws Exception {}
}
