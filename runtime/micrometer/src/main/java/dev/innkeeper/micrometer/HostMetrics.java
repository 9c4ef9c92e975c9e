package dev.innkeeper.micrometer;

import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.HostExtension;
import dev.innkeeper.runtime.jobs.JobQueue;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;

/**
 * The metrics of a host, and of its services, queues and jobs, which it finds by itself.
 *
 * <pre>{@code
 * Host.builder("shop").install(HostMetrics.to(registry))…
 * }</pre>
 *
 * <p>All meters begin with {@code innkeeper.} and have the tag {@code host}; those of a service
 * have {@code service}, too. Tags are names that the builder was given, outcomes, and classes of
 * exceptions: never items, keys, or messages. {@code docs/health-and-metrics.md} has them all.
 *
 * <p>A queue counts what it does anyway, so a job that succeeds costs nothing more; a failure or a
 * run is an event. What is shown is asked for when a registry is scraped. When the host has
 * stopped, what it was asked for leaves the registry; the counters and timers of its events stay.
 * Of two hosts with one name that run at the same time the registry shows the one that was first.
 *
 * <p>What a supplier makes is not found: a {@link JobQueue} that is made anew for each start, say.
 *
 * <p><b>Threads:</b> one instance may be installed in several hosts.
 *
 * @since 0.1
 */
public final class HostMetrics implements HostExtension {

  private final MeterRegistry registry;

  private HostMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Metrics that go to a registry. */
  public static HostMetrics to(MeterRegistry registry) {
    return new HostMetrics(Objects.requireNonNull(registry, "registry"));
  }

  @Override
  public void configure(HostBuilder builder) {
    builder.install(new MeteredHost(registry));
  }

  @Override
  public String toString() {
    return "HostMetrics";
  }
}
