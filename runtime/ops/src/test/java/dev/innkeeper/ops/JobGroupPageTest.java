package dev.innkeeper.ops;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.jobs.JobGroup;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.QueueStatus;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Queues and jobs that are no services, but in one. */
class JobGroupPageTest {

  private static final class Durable implements HostedService, JobGroup {

    private final JobQueue<String, Void> mails =
        JobQueue.builder("mails", (String mail) -> {}).build();
    private final RecurringJob report = RecurringJob.every(Duration.ofDays(1)).build(run -> {});

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
              return mails.status();
            }
          });
    }

    @Override
    public Map<String, RecurringJob.Status> recurringJobs() {
      return Map.of("report", report.status());
    }
  }

  @Test
  void areShownAndNotOperated() {
    try (Host host = Host.builder("shop").add("jobs", new Durable()).build()) {
      host.start();
      PageModel model =
          new PageModel(
              host,
              new StopTrail(InstantSource.system()),
              new FailedJobs(InstantSource.system()),
              InstantSource.system());
      model.sampleQueues();
      String queues = new QueuesView(model, true, true).toJson().toString();
      assertTrue(queues.contains("\"name\":\"jobs/mails\""), queues);
      assertTrue(queues.contains("\"workers\":4"), queues);
      assertTrue(queues.contains("\"depths\":[0]"), queues);
      assertTrue(queues.contains("\"canPutBack\":false"), queues);
      assertFalse(queues.contains("capacity"), queues);
      String jobs = new JobsView(model, true, true).toJson().toString();
      assertTrue(jobs.contains("\"service\":\"jobs/report\""), jobs);
      assertTrue(jobs.contains("\"operations\":[]"), jobs);
    }
  }
}
