package dev.innkeeper.dbscheduler;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.serializer.JacksonSerializer;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import dev.innkeeper.runtime.Host;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Jobs that do nothing, as fast as they are done: by a {@link DurableQueue}, and by db-scheduler
 * alone with the same threads and the same polling, by turns, each with a table of its own on one
 * PostgreSQL. Times go by the clock, so this is for a machine that has nothing else to do.
 */
@Tag("nightly")
class ThroughputIT {

  private static final int WORKERS = 10;
  private static final int JOBS = 10_000;
  private static final int ROUNDS = 5;

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void isThatOfBareDbSchedulerAlmost() throws Exception {
    for (String durable : List.of("on", "off")) {
      try (EmbeddedPostgres postgres =
              EmbeddedPostgres.builder()
                  .setServerConfig("fsync", durable)
                  .setServerConfig("synchronous_commit", durable)
                  .start();
          HikariDataSource database =
              Db.connectionsTo(postgres.getJdbcUrl("postgres", "postgres"))) {
        Db.execute(database, TableCheck.ddl("scheduled_tasks"));
        Db.execute(
            database,
            TableCheck.ddl("bare").replace("(task_name, execution_time)", "(execution_time)"));
        measure(database, durable);
      }
    }
  }

  private static void measure(HikariDataSource database, String durable) throws Exception {
    bare(database, JOBS / 2); // to be warm
    ours(database, JOBS / 2);
    List<Double> bare = new ArrayList<>();
    List<Double> ours = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      bare.add(bare(database, JOBS));
      ours.add(ours(database, JOBS));
    }
    double ratio = median(ours) / median(bare);
    System.out.printf(
        "RESULT throughput, fsync %s: bare db-scheduler %.0f jobs/s %s, durable queue %.0f jobs/s"
            + " %s, ratio %.2f%n",
        durable, median(bare), shown(bare), median(ours), shown(ours), ratio);
    if (durable.equals(
        "on")) { // the other is to be looked at: it shows the processor, not the disk
      assertTrue(ratio >= 0.9, () -> "ratio " + ratio);
    }
  }

  private static double ours(HikariDataSource database, int jobs) throws Exception {
    CountDownLatch done = new CountDownLatch(jobs);
    DurableQueue<Integer> queue =
        DurableQueue.builder("jobs", Integer.class, (Integer job) -> done.countDown())
            .workers(WORKERS)
            .build();
    DurableJobs durable = DurableJobs.in(database).queue(queue).build();
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      Instant due = Instant.now(); // as the other's
      for (int job = 0; job < jobs; job++) {
        queue.submitAt(connection, Integer.toString(job), job, due);
      }
      connection.commit();
    }
    Db.execute(database, "vacuum analyze scheduled_tasks");
    Host host = Host.builder("throughput").add("jobs", durable).build();
    long began = System.nanoTime();
    host.start();
    done.await();
    long took = System.nanoTime() - began;
    host.stop();
    return jobs * 1e9 / took;
  }

  private static double bare(HikariDataSource database, int jobs) throws Exception {
    CountDownLatch done = new CountDownLatch(jobs);
    OneTimeTask<Integer> task =
        Tasks.oneTime("jobs", Integer.class)
            .execute((job, context) -> {
              if (job.getData() != null) { // read it, as ours is
                done.countDown();
              }
            });
    SchedulerClient client =
        SchedulerClient.Builder.create(database, task)
            .tableName("bare")
            .serializer(new JacksonSerializer())
            .build();
    List<TaskInstance<?>> all = new ArrayList<>();
    for (int job = 0; job < jobs; job++) {
      all.add(task.instance(Integer.toString(job), job));
    }
    client.scheduleBatch(all, Instant.now());
    Db.execute(database, "vacuum analyze bare");
    Scheduler scheduler =
        Scheduler.create(database, task)
            .tableName("bare")
            .serializer(new JacksonSerializer())
            .threads(WORKERS)
            .pollingInterval(Duration.ofSeconds(1))
            .pollUsingLockAndFetch(0.5, 1.0)
            .build();
    long began = System.nanoTime();
    scheduler.start();
    done.await();
    long took = System.nanoTime() - began;
    scheduler.stop();
    return jobs * 1e9 / took;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static List<Long> shown(List<Double> values) {
    return values.stream().map(Math::round).toList();
  }
}
