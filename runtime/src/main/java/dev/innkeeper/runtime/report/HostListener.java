package dev.innkeeper.runtime.report;

import dev.innkeeper.runtime.service.ApplicationLifetime;

/**
 * Hears what happens in a host.
 *
 * <pre>{@code
 * builder.listener(event -> {
 *   if (event instanceof HostEvent.ServiceFailed failed) {
 *     metrics.counter("failures", "service", failed.service()).increment();
 *   }
 * });
 * }</pre>
 *
 * <p>There will be more kinds of events, so a {@code switch} needs a default.
 *
 * <p><b>Threads:</b> called on {@code host/events}, one event after the other, in the order in
 * which they happened. What it throws is logged and harms nobody. A listener that hangs holds up
 * the other listeners and the callbacks of the {@link ApplicationLifetime}, but not the host: it
 * stops by its deadline.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface HostListener {

  /** Something has happened. */
  void on(HostEvent event);
}
