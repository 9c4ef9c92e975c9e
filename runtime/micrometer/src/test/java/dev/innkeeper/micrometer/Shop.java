package dev.innkeeper.micrometer;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.timer.testing.ManualTimeSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;

/** A host in manual time to which a few things happen. */
final class Shop {

  final ManualTimeSource time = new ManualTimeSource();
  final JobScheduler scheduler = JobScheduler.builder("reminders").build();
  private int starts;
  private int reports;

  final JobQueue<String, Void> mails =
      JobQueue.builder("mails", this::send)
          .workers(2)
          .capacity(10)
          .retry(RetryPolicy.maxRetries(1).backoff(seconds(1), seconds(1)))
          .build();

  static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  private void send(String mail) throws IOException {
    if (mail.equals("bad")) {
      throw new IOException("no such address");
    }
  }

  HostBuilder builder(MeterRegistry registry) {
    return Host.builder("shop")
        .timeSource(time)
        .randomSeed(1)
        .install(HostMetrics.to(registry))
        .add("db", context -> context.health(Health.degraded("slow")))
        .background(
            "inbox",
            context -> {
              if (++starts == 1) {
                context.awaitStop(seconds(5));
                throw new IllegalStateException("connection lost");
              }
              context.awaitStop();
            },
            s -> s.onFailure(FailurePolicy.restart().backoff(Duration.ofNanos(1), seconds(1))))
        .recurring(
            "report",
            seconds(10),
            run -> {
              if (++reports == 1) {
                throw new IOException("disk full");
              }
              run.context().awaitStop(seconds(2));
            })
        .queue(mails)
        .jobScheduler(scheduler);
  }

  Host start(MeterRegistry registry) throws Exception {
    Host host = builder(registry).build();
    time.drive(host::start);
    return host;
  }

  /** For a little more than half a minute. */
  void work() throws Exception {
    for (String mail : new String[] {"one", "two", "bad"}) {
      time.drive(() -> mails.submit(mail)).whenFailed(failure -> {});
    }
    scheduler.scheduleEvery("ping", seconds(7), run -> {});
    time.advance(seconds(33));
  }
}
