package dev.innkeeper.opentelemetry;

import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.HostExtension;
import dev.innkeeper.runtime.jobs.JobQueue;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import java.util.Objects;

/**
 * Spans for the starts and stops of services, for each run of a job, and for each attempt at a job
 * of a {@link JobQueue}.
 *
 * <pre>{@code
 * Host.builder("shop").install(HostTracing.with(openTelemetry))…
 * }</pre>
 *
 * <p>A span is named {@code shop/mails job}; a service starts and stops by {@code shop/db start}
 * and {@code shop/db stop}, and a run of a recurring or scheduled job is a {@code shop/report run}.
 * An attempt is linked to the span that was current on the thread that submitted the job, whose
 * context with its baggage goes with the job; it begins a trace of its own, since that span may
 * have ended long ago. What an attempt itself submits is linked to the attempt. What is thrown is
 * recorded.
 *
 * <p>Attributes are {@code innkeeper.host} and {@code innkeeper.service}, for jobs {@code
 * job.system} ({@code innkeeper}), {@code innkeeper.run} or {@code innkeeper.attempt}: never items,
 * keys, or labels.
 *
 * <p><b>Threads:</b> one instance may be installed in several hosts.
 *
 * @since 0.1
 */
public final class HostTracing implements HostExtension {

  private final Tracer tracer;

  private HostTracing(Tracer tracer) {
    this.tracer = tracer;
  }

  /** Spans of the tracer {@code dev.innkeeper}. */
  public static HostTracing with(OpenTelemetry telemetry) {
    return new HostTracing(
        Objects.requireNonNull(telemetry, "telemetry").getTracer("dev.innkeeper"));
  }

  @Override
  public void configure(HostBuilder builder) {
    builder.install(new TracedHost(tracer));
  }

  @Override
  public String toString() {
    return "HostTracing";
  }
}
