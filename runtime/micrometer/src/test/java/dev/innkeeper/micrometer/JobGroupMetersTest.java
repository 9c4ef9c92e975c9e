package dev.innkeeper.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.jobs.JobGroup;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.QueueStatus;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Queues and jobs that are no services, but in one. */
class JobGroupMetersTest {

  private static final class Durable implements HostedService, JobGroup {

    @Override
    public void start(ServiceContext context) {}

    @Override
    public Map<String, ? extends Queue> queues() {
      return Map.of(
          "mails",
          new Queue() {

            @Override
            public int workers() {
              return 4;
            }

            @Override
            public QueueStatus status() {
              return JobQueue.builder("mails", (String mail) -> {}).build().status();
            }
          });
    }

    @Override
    public Map<String, RecurringJob.Status> recurringJobs() {
      return Map.of("report", RecurringJob.every(Duration.ofDays(1)).build(run -> {}).status());
    }
  }

  @Test
  void areShownByTheServiceAndTheirName() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (Host host =
        Host.builder("shop").add("jobs", new Durable()).install(HostMetrics.to(registry)).build()) {
      host.start();
      System.gc(); // counters hold what they ask weakly
      assertEquals(
          4, registry.get("innkeeper.queue.workers").tag("service", "jobs/mails").gauge().value());
      assertEquals(
          0,
          registry
              .get("innkeeper.queue.completed")
              .tag("service", "jobs/mails")
              .tag("outcome", "failed")
              .functionCounter()
              .count());
      assertEquals(
          0,
          registry
              .get("innkeeper.job.ticks.skipped")
              .tag("service", "jobs/report")
              .functionCounter()
              .count());
      assertEquals(
          List.of(),
          registry.find("innkeeper.queue.capacity").meters().stream().map(Meter::getId).toList());
    }
  }
}
