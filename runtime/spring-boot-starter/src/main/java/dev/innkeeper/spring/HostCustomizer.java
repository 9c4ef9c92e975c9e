package dev.innkeeper.spring;

import dev.innkeeper.runtime.HostBuilder;

/**
 * A bean that has a say in how the host is made, for all that has neither a property nor an
 * annotation: interceptors, listeners, extensions, services that are no beans.
 *
 * <pre>{@code
 * @Bean
 * HostCustomizer tracing(OpenTelemetry telemetry) {
 *   return host -> host.install(HostTracing.with(telemetry)).stopConcurrently();
 * }
 * }</pre>
 *
 * <p>Called once, when all singletons of the context have been made; several go by their
 * {@code @Order}. The services are in it already. What the properties say wins over it. The host of
 * a {@code HostBuilder} bean is made as that bean has it, without the customizers.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface HostCustomizer {

  /** Changes {@code host}, which is yet to be built. */
  void customize(HostBuilder host);
}
