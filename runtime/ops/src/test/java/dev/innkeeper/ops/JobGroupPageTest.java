package dev.innkeeper.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.jobs.JobGroup;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.QueueStatus;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queues and jobs that are no services, but in one. */
class JobGroupPageTest {

  private record Failed(String id, Optional<Throwable> failure) implements JobGroup.FailedJob {

    @Override
    public int attempts() {
      return 3;
    }

    @Override
    public Instant failedAt() {
      return Instant.EPOCH;
    }
  }

  /** Its database is away for the job "away". */
  private static final class Mails implements JobGroup.Queue {

    private final JobQueue<String, Void> queue =
        JobQueue.builder("mails", (String mail) -> {}).build();
    private final List<JobGroup.FailedJob> failed =
        new CopyOnWriteArrayList<>(
            List.of(
                new Failed("order/7", Optional.of(new IllegalStateException("refused"))),
                new Failed("away", Optional.empty())));

    @Override
    public int workers() {
      return 4;
    }

    @Override
    public QueueStatus status() {
      return queue.status();
    }

    @Override
    public List<JobGroup.FailedJob> failedJobs() {
      return failed;
    }

    @Override
    public boolean putBack(String id) throws SQLException {
      if (id.equals("away")) {
        throw new SQLException("connection refused");
      }
      return failed.removeIf(job -> job.id().equals(id));
    }
  }

  private static final class Durable implements HostedService, JobGroup {

    private final Mails mails = new Mails();
    private final RecurringJob report = RecurringJob.every(Duration.ofDays(1)).build(run -> {});

    @Override
    public void start(ServiceContext context) {}

    @Override
    public Map<String, ? extends Queue> queues() {
      return Map.of("mails", mails);
    }

    @Override
    public Map<String, RecurringJob.Status> recurringJobs() {
      return Map.of("report", report.status());
    }
  }

  private final Host host = Host.builder("shop").add("jobs", new Durable()).build();
  private PageModel model;

  @BeforeEach
  void start() {
    host.start();
    model =
        new PageModel(
            host,
            new StopTrail(InstantSource.system()),
            new FailedJobs(InstantSource.system()),
            InstantSource.system());
  }

  @AfterEach
  void stop() {
    host.close();
  }

  private String queues(boolean isOpen, boolean takesOrders) {
    return new QueuesView(model, isOpen, takesOrders).toJson().toString();
  }

  @Test
  void areShown() {
    model.sampleQueues();

    String queues = queues(true, true);
    assertTrue(queues.contains("\"name\":\"jobs/mails\""), queues);
    assertTrue(queues.contains("\"workers\":4"), queues);
    assertTrue(queues.contains("\"depths\":[0]"), queues);
    assertFalse(queues.contains("capacity"), queues);
    String jobs = new JobsView(model, true, true).toJson().toString();
    assertTrue(jobs.contains("\"service\":\"jobs/report\""), jobs);
    assertTrue(jobs.contains("\"operations\":[]"), jobs);
  }

  @Test
  void theirFailedJobsAreShownWithTheReasonThatIsKnown() {
    String queues = queues(true, true);

    assertTrue(
        queues.contains(
            "{\"number\":\"order/7\",\"id\":\"order/7\",\"at\":0,\"attempts\":3,"
                + "\"failure\":\"java.lang.IllegalStateException: refused\"}"),
        queues);
    assertTrue(queues.contains("this process does not know why"), queues);
    assertTrue(queues.contains("\"canPutBack\":true"), queues);
  }

  @Test
  void theirFailedJobsAreNotShownWithoutTheToken() {
    assertFalse(queues(false, false).contains("order/7"));
    assertTrue(queues(true, false).contains("\"canPutBack\":false"));
  }

  @Test
  void aFailedJobIsPutBackOnce() throws Exception {
    PageOrders orders = new PageOrders(model);

    orders.putBack("jobs/mails", "order/7");

    assertFalse(queues(true, true).contains("order/7"));
    assertRefused(
        404,
        "no such failed job is kept: it was put back, or cancelled",
        () -> orders.putBack("jobs/mails", "order/7"));
  }

  @Test
  void aJobThatCannotBePutBackIsAnAnswerWithItsReason() {
    assertRefused(
        409,
        "the job could not be put back: java.sql.SQLException: connection refused",
        () -> new PageOrders(model).putBack("jobs/mails", "away"));
  }

  @Test
  void aQueueThatIsNotThereIsNotFound() {
    assertRefused(
        404, "there is no such queue", () -> new PageOrders(model).putBack("jobs/sms", "7"));
  }

  private interface Order {
    void give() throws Exception;
  }

  private static void assertRefused(int status, String text, Order order) {
    PageRefusal refusal = assertThrows(PageRefusal.class, order::give);
    assertEquals(status, refusal.status());
    assertEquals(text, refusal.text());
  }
}
