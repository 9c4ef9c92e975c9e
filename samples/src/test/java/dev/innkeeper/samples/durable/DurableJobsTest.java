package dev.innkeeper.samples.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.ScheduledExecutionsFilter;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.FailureHandler.OnFailureRetryLater;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.StopReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hosted scheduler on H2, in this process. */
class DurableJobsTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path folder;

  private String url;
  private Database database;

  @BeforeEach
  void nameTheDatabase() {
    url = DurableJobsMain.H2.formatted(folder.resolve("jobs"));
    database = new Database(url);
  }

  @Test
  void aStopWaitsForTheJobInProgress() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    OneTimeTask<Void> job =
        Tasks.oneTime("job")
            .execute((instance, execution) -> {
              begun.countDown();
              await(goOn);
            });
    DurableJobs jobs = jobs(job);
    Host host = host(jobs);
    host.start();
    jobs.client().scheduleIfNotExists(job.instance("1"), Instant.now());
    begun.await();

    host.lifetime().requestStop();
    assertFalse(host.awaitTermination(Duration.ofMillis(100)));
    goOn.countDown();

    assertTrue(host.stop().clean());
    assertEquals(List.of(), left(job));
  }

  @Test
  void aJobThatTakesTooLongIsInterruptedAndKept() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    OneTimeTask<Void> job =
        Tasks.oneTime("job")
            .onFailure(new OnFailureRetryLater<>(HOUR))
            .execute((instance, execution) -> {
              begun.countDown();
              await(new CountDownLatch(1));
            });
    DurableJobs jobs = jobs(job);
    Host host = host(jobs);
    host.start();
    jobs.client().scheduleIfNotExists(job.instance("1"), Instant.now());
    begun.await();

    assertTrue(host.stop().clean());
    ScheduledExecution<Object> kept = left(job).getFirst();
    assertFalse(kept.isPicked());
    assertEquals(1, kept.getConsecutiveFailures());
  }

  @Test
  void aJobThatIgnoresItsInterruptIsAbandonedAtTheDeadline() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    OneTimeTask<Void> job =
        Tasks.oneTime("job")
            .execute((instance, execution) -> {
              begun.countDown();
              awaitWhateverHappens(goOn);
            });
    DurableJobs jobs = jobs(job);
    Host host = host(jobs);
    host.start();
    jobs.client().scheduleIfNotExists(job.instance("1"), Instant.now());
    begun.await();

    StopReport report = host.stop();
    assertEquals("jobs", report.in(ServiceState.ABANDONED).getFirst().name());
    assertTrue(left(job).getFirst().isPicked());
    goOn.countDown();
  }

  @Test
  void aJobThatFailsIsTriedAgainAlsoByTheNextHost() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch failed = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    OneTimeTask<String> job =
        Tasks.oneTime("job", String.class)
            .onFailure((failure, next) -> {
              next.reschedule(failure, Instant.now());
              failed.countDown();
            })
            .execute((instance, execution) -> {
              if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException("the first run of " + instance.getData());
              }
              done.countDown();
            });
    DurableJobs jobs = jobs(job);
    Host host = host(jobs);
    host.start();
    jobs.client().scheduleIfNotExists(job.instance("1", "a job"), Instant.now());
    failed.await();
    host.stop();

    Host next = host(jobs);
    next.start();
    done.await();
    assertTrue(next.stop().clean());
    assertEquals(List.of(), left(job));
  }

  private DurableJobs jobs(OneTimeTask<?> job) {
    return new DurableJobs(database, List.of(job), List.of());
  }

  private Host host(DurableJobs jobs) {
    return Host.builder("test")
        .add("database", database)
        .add("jobs", jobs, s -> s.dependsOn("database").stopTimeout(Duration.ofSeconds(2)))
        .build();
  }

  /** What the database has of a job when no host has it open. */
  private List<ScheduledExecution<Object>> left(OneTimeTask<?> job) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    List<ScheduledExecution<Object>> found = new ArrayList<>();
    try (HikariDataSource connections = new HikariDataSource(config)) {
      SchedulerClient.Builder.create(connections, job)
          .build()
          .fetchScheduledExecutions(ScheduledExecutionsFilter.all(), found::add);
    }
    return found;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void awaitWhateverHappens(CountDownLatch latch) {
    boolean done = false;
    while (!done) {
      try {
        latch.await();
        done = true;
      } catch (InterruptedException deaf) {
        // that is what it is for
      }
    }
  }
}
