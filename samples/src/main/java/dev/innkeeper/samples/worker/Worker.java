package dev.innkeeper.samples.worker;

import dev.innkeeper.micrometer.HostMetrics;
import dev.innkeeper.ops.Probes;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.HostSettings;
import dev.innkeeper.runtime.jobs.JobAction;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.Schedule;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;

/**
 * A migration, an HTTP API, a poller, a mail queue with retries, and a nightly job. Lines marked
 * "glue" are everything that is not the work itself.
 */
final class Worker {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Duration KEPT = Duration.ofDays(30);

  private final Letters letters;
  private final HttpApi http;
  private final JobQueue<String, Void> mails;

  Worker(Letters letters, int port, JobAction<String> mailer) {
    this.letters = letters;
    this.http = new HttpApi(port, letters);
    this.mails =
        JobQueue.<String>builder("mails", mailer)
            .workers(4)
            .retry(RetryPolicy.maxRetries(5))
            .build();
  }

  int port() {
    return http.port();
  }

  /** The host, but for its settings. */
  HostBuilder host(Probes probes, MeterRegistry registry) {
    return Host.builder("worker")
        .add("migration", context -> letters.migrate())
        .queue(mails, s -> s.dependsOn("migration"))
        .background(
            "poller", this::poll, s -> s.dependsOn("mails").onFailure(FailurePolicy.restart()))
        .recurring(
            "cleanup",
            Schedule.daily(LocalTime.of(3, 0), BERLIN),
            run -> letters.deleteBefore(run.scheduled().minus(KEPT)),
            s -> s.dependsOn("migration"))
        .add("http", http, s -> s.dependsOn("migration"))
        .install(probes) // glue: probes
        .install(HostMetrics.to(registry)); // glue: metrics
  }

  /** A file, and variables such as INNKEEPER_QUEUES_MAILS_WORKERS that win over it. */
  static HostSettings settings(Path file, Map<String, String> environment) {
    return HostSettings.from(file) // glue: configuration
        .and(HostSettings.fromEnvironment(environment, "INNKEEPER_")); // glue: configuration
  }

  private void poll(ServiceContext context) throws InterruptedException {
    try (PeriodicTimer timer = context.timer(Duration.ofSeconds(2))) {
      while (timer.waitForNextTick()) {
        for (String letter : letters.poll()) {
          mails.submit(letter);
        }
      }
    }
  }
}
