package dev.innkeeper.cdi;

import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.HostSettings;
import dev.innkeeper.runtime.ServiceOptions;

/**
 * Adds to the host of the container what annotations cannot say. Each bean of this type is called,
 * in no particular order.
 *
 * <pre>{@code
 * @Produces @Singleton
 * HostCustomizer metrics(MeterRegistry registry) {
 *   return builder -> builder.install(HostMetrics.to(registry));
 * }
 * }</pre>
 *
 * <p><b>Threads:</b> called on the thread that starts the container. What it throws is a failed
 * start of the container.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface HostCustomizer {

  /** Changes the host: called before the beans are added as services. */
  void customize(HostBuilder builder);

  /**
   * Changes the options of a service, which has those of its {@link HostedOptions} by then. {@link
   * HostSettings} win over both.
   */
  default void customize(String service, ServiceOptions options) {}
}
