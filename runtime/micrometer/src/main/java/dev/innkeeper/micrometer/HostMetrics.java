package dev.innkeeper.micrometer;

import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.HostExtension;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.HostView;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The metrics of a host, and of its services, queues and jobs, which it finds by itself.
 *
 * <pre>{@code
 * Host.builder("shop").install(HostMetrics.to(registry))…
 * }</pre>
 *
 * <p>All meters begin with {@code innkeeper.} and have the tag {@code host}; those of a service
 * have {@code service}, too. Tags are names that the builder was given, outcomes, and classes of
 * exceptions: never items, keys, or messages. {@code docs/metrics.md} has them all.
 *
 * <p>Queues count what they do anyway, so a job costs nothing more. What is shown is asked for when
 * a registry is scraped; gauges leave the registry when the host has stopped, counters and timers
 * stay. Of two hosts with one name that run at the same time the registry shows one.
 *
 * <p>What a supplier makes is not found: a {@link JobQueue} that is made anew for each start, say.
 *
 * <p><b>Threads:</b> one instance may be installed in several hosts.
 *
 * @since 0.1
 */
public final class HostMetrics implements HostExtension {

  private final MeterRegistry registry;
  private final EventMeters events;

  /** Of the hosts that are open, by their names. */
  private final Map<String, HostMeters> open = new ConcurrentHashMap<>();

  private HostMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.events = new EventMeters(registry);
  }

  /** Metrics that go to a registry. */
  public static HostMetrics to(MeterRegistry registry) {
    return new HostMetrics(Objects.requireNonNull(registry, "registry"));
  }

  @Override
  public void configure(HostBuilder builder) {
    builder.listener(this::on);
  }

  @Override
  public void opened(HostView host) {
    HostMeters meters = new HostMeters(registry, host);
    open.put(host.name(), meters);
    meters.register();
  }

  private void on(HostEvent event) {
    HostMeters meters = open.get(event.host());
    if (meters != null) {
      events.on(event, meters);
    }
  }

  @Override
  public void closed(StopReport report) {
    HostMeters meters = open.remove(report.host());
    if (meters != null) {
      meters.remove();
    }
  }

  @Override
  public String toString() {
    return "HostMetrics";
  }
}
