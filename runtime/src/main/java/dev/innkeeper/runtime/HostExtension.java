package dev.innkeeper.runtime;

import dev.innkeeper.runtime.report.HostListener;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.ApplicationLifetime;
import dev.innkeeper.runtime.service.HostView;
import java.time.Duration;

/**
 * What stands around a host without being one of its services: metrics, probes, a page for
 * operators.
 *
 * <pre>{@code
 * final class Probes implements HostExtension {
 *   private HttpServer server;
 *
 *   public void opened(HostView host) throws IOException {
 *     server = serve("/readyz", () -> host.isReady() ? 200 : 503);   // before any service is made
 *   }
 *
 *   public void closed(StopReport report) {
 *     server.stop(0);                                                // after all have stopped
 *   }
 * }
 * Host.builder("orders").install(new Probes())…
 * }</pre>
 *
 * <p>Extensions are opened in the order in which they were installed, and closed in the reverse.
 *
 * <p><b>Threads:</b> {@link #opened} and {@link #closed} are called on {@code host/events}, on
 * which {@linkplain HostListener listeners} and the callbacks of the {@link ApplicationLifetime}
 * run, too: what takes long there holds these up. <b>Interruption:</b> an {@code opened} is
 * interrupted when the host is to stop, or when the time for its start is over; a {@code closed},
 * when that for its stop is.
 *
 * @since 0.1
 */
public interface HostExtension {

  /**
   * Adds what it needs to the host: listeners, interceptors, captures, services. Called by {@link
   * HostBuilder#build()}, on its thread, with a builder of the host that is being made, which has
   * all that was chosen but for the {@linkplain HostBuilder#settings configuration}.
   */
  default void configure(HostBuilder builder) {}

  /**
   * The host starts. Called before any service is made; the start goes on when it has returned. It
   * is part of the {@linkplain HostBuilder#startupTimeout time for the start}, and the host
   * {@linkplain HostBuilder#warnAboutSlowStart(Duration) warns} if it takes long.
   *
   * @throws Exception if it cannot: the start of the host has failed then
   */
  default void opened(HostView host) throws Exception {}

  /**
   * The host has stopped, and its report was made and told to listeners. Called if its {@link
   * #opened} has returned. The methods that stop the host wait for it, but not beyond its deadline.
   *
   * @throws Exception if it cannot: that is logged as an error
   */
  default void closed(StopReport report) throws Exception {}
}
