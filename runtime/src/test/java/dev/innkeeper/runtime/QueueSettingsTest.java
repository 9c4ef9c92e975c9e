package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.SettingsFixture.described;
import static dev.innkeeper.runtime.SettingsFixture.refusal;
import static dev.innkeeper.runtime.SettingsFixture.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobQueueBuilder;
import dev.innkeeper.runtime.jobs.WhenDuplicate;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A configuration of queues. */
class QueueSettingsTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final JobQueueFixture jobs = new JobQueueFixture(fixture);

  /** Starts a host with the queue that is configured so, and submits the items. */
  private Host start(HostSettings settings, JobQueue<String, ?> queue, String... items)
      throws Exception {
    Host host = fixture.start(fixture.host().queue(queue).listener(jobs::hear).settings(settings));
    jobs.submitAll(queue, items);
    time.advance(seconds(100));
    return host;
  }

  @Test
  void workers() throws Exception {
    JobQueue<String, Void> queue = jobs.queue(jobs.taking(5)).build();
    Host host = start(settings("queues.jobs.workers=2"), queue, "a", "b", "c");
    assertEquals(
        List.of("0 a", "0 b", "5 c"),
        trail.stream().filter(each -> !each.endsWith("done")).toList());
    assertEquals(2, queue.workers());
    fixture.stop(host);
  }

  @Test
  void capacityFromTheBuildOnAndAsTheCodeHasItInAHostWithoutConfiguration() {
    JobQueue<String, Void> queue = jobs.queue(jobs.taking(0)).capacity(20).build();
    Host.builder("inn").queue(queue).settings(settings("queues.jobs.capacity=3")).build();
    assertEquals(3, queue.capacity());
    Host.builder("inn").queue(queue).build();
    assertEquals(20, queue.capacity());
  }

  @Test
  void ofADisabledQueueAreNotTakenOver() {
    JobQueue<String, Void> queue = jobs.queue(jobs.taking(0)).build();
    Host.builder("inn")
        .queue(queue)
        .settings(settings("services.jobs.enabled=false", "queues.jobs.capacity=3"))
        .build();
    assertEquals(1_000, queue.capacity());
  }

  @Test
  void aBuildThatFailsChangesNothing() {
    JobQueue<String, Void> queue = jobs.queue(jobs.taking(0)).build();
    HostBuilder builder =
        Host.builder("inn")
            .queue(queue)
            .add("x", c -> {}, s -> s.dependsOn("nobody"))
            .settings(settings("queues.jobs.capacity=3"));
    refusal(builder);
    assertEquals(1_000, queue.capacity());
  }

  @Test
  void timeoutAndSpareWorkers() throws Exception {
    JobQueue<String, Void> queue =
        jobs.queue(
                item -> {
                  fixture.mark(item);
                  HostFixture.sleepDeaf(time, seconds(50));
                })
            .build();
    Host host =
        start(settings("queues.jobs.timeout=5s", "queues.jobs.spareWorkers=1"), queue, "a", "b");
    assertEquals(List.of("0 a", "7 b"), trail);
    fixture.stop(host);
  }

  @Test
  void retries() throws Exception {
    JobQueue<String, Void> queue = jobs.queue(jobs.failing(5)).build();
    HostSettings settings =
        settings(
            "queues.jobs.retry.maxRetries=2",
            "queues.jobs.retry.first=PT0.000000001S",
            "queues.jobs.retry.longest=PT0.000000001S");
    Host host = start(settings, queue, "a");
    assertEquals(List.of("0 a try 1", "0 a try 2", "0 a try 3"), trail);
    assertEquals(List.of("a failed, tries 3: a 3"), jobs.events);
    fixture.stop(host);
  }

  @Test
  void rateLimit() throws Exception {
    JobQueue<String, Void> queue = jobs.queue(jobs.taking(0)).build();
    HostSettings settings =
        settings("queues.jobs.rate-limit.number=2", "queues.jobs.rate-limit.period=10s");
    Host host = start(settings, queue, "a", "b", "c");
    assertEquals(List.of("0 a", "0 b", "10 c"), trail);
    fixture.stop(host);
  }

  @Test
  void rateLimitOfANewLifeIsThatOfTheLastBuild() throws Exception {
    JobQueue<String, Void> queue = jobs.queue(jobs.taking(0)).rateLimit(1, seconds(10)).build();
    fixture.stop(jobs.start(queue, "a"));
    Host host = start(settings("queues.jobs.rateLimit.period=1s"), queue, "b", "c");
    assertEquals(List.of("0 a", "0 b", "1 c"), trail);
    fixture.stop(host);
  }

  @Test
  void whenDuplicate() throws Exception {
    JobQueue<String, Void> queue =
        jobs.queue(jobs.taking(5)).uniqueBy(item -> 'x', WhenDuplicate.REJECT).build();
    Host host = start(settings("queues.jobs.whenDuplicate=KEEP_FIRST"), queue, "a");
    fixture.trail.clear();
    jobs.submitAll(queue, "b", "c");
    assertSame(jobs.handles.get(1), jobs.handles.get(2));
    fixture.stop(host);
  }

  @Test
  void batches() throws Exception {
    JobQueue<String, Void> queue = jobs.batchesTaking(0).build();
    HostSettings settings =
        settings("queues.jobs.batching.maxSize=2", "queues.jobs.batching.linger=3s");
    Host host = start(settings, queue, "a", "b", "c");
    assertEquals(List.of("0 [a, b]", "3 [c]"), trail);
    fixture.stop(host);
  }

  @Test
  void aLifeThatRunsKeepsThePlanThatItBeganWith() throws Exception {
    JobQueue<String, Void> queue = jobs.queue(jobs.taking(5)).build();
    Host host = jobs.start(queue);
    Host.builder("other").queue(queue).settings(settings("queues.jobs.workers=2")).build();
    jobs.submitAll(queue, "a", "b");
    time.advance(seconds(20));
    assertEquals(List.of("0 a", "5 a done", "5 b", "10 b done"), trail);
    fixture.stop(host);
  }

  @Test
  void isDescribedWithWhereItComesFrom() {
    JobQueue<String, Void> queue = jobs.queue(jobs.taking(0)).capacity(20).build();
    Host host =
        Host.builder("inn").queue(queue).settings(settings("queues.jobs.workers=2")).build();
    assertEquals(
        List.of(
            "queues.jobs.workers = 2 (map)",
            "queues.jobs.capacity = 20 (code)",
            "queues.jobs.spareWorkers = 0 (default)",
            "queues.jobs.timeout = none (default)",
            "queues.jobs.retry.maxRetries = 0 (default)"),
        described(host, "queues."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "workers=0| queues.jobs.workers is '0': workers must be positive: 0",
        "capacity=-1| queues.jobs.capacity is '-1': capacity must be positive: -1",
        "spareWorkers=-1| queues.jobs.spareWorkers is '-1': spareWorkers must be zero or more: -1",
        "spareWorkers=1| queues.jobs.spareWorkers: queue 'jobs' has spareWorkers, but no timeout:"
            + " without one no job is given up",
        "retry.maxRetries=-1| queues.jobs.retry.maxRetries: retries must be zero or more: -1",
        "retry.first=1m| queues.jobs.retry.first: the first back-off, 1m, is longer than the"
            + " longest, 30s",
        "retry.first=1s| queues.jobs.retry.first: the queue does not retry: set"
            + " queues.jobs.retry.maxRetries, too",
        "rateLimit.number=0 rateLimit.period=1s| queues.jobs.rateLimit.number,"
            + " queues.jobs.rateLimit.period: number must be positive: 0",
        "rateLimit.number=3| queues.jobs.rateLimit.number: a rate limit has a number and a period,"
            + " and the code has none: choose queues.jobs.rateLimit.period, too",
        "rateLimit.period=3s| queues.jobs.rateLimit.period: a rate limit has a number and a period,"
            + " and the code has none: choose queues.jobs.rateLimit.number, too",
        "whenDuplicate=reject| queues.jobs.whenDuplicate: the jobs of the queue have no key: its"
            + " code needs uniqueBy",
        "batching.maxSize=5| queues.jobs.batching.maxSize: the queue runs its jobs one by one: its"
            + " code needs JobQueue.batching"
      })
  void isRefusedByTheChecksOfTheBuilder(String entries, String message) {
    assertEquals(message, refusalOf(() -> jobs.queue(jobs.taking(0)), entries));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "batching.maxSize=0| queues.jobs.batching.maxSize: maxSize must be positive: 0",
        "batching.maxSize=1001| queues.jobs.batching.maxSize: queue 'jobs' has a capacity of 1000"
            + " jobs, but batches of up to 1001: none would be full",
        "rateLimit.number=1 rateLimit.period=1s| queues.jobs.rateLimit.number,"
            + " queues.jobs.rateLimit.period: queue 'jobs' runs its jobs in batches, so it can have"
            + " no rateLimit"
      })
  void isRefusedByTheChecksOfABuilderOfBatches(String entries, String message) {
    assertEquals(message, refusalOf(() -> jobs.batchesTaking(0), entries));
  }

  private String refusalOf(Supplier<JobQueueBuilder<String, Void>> builder, String entries) {
    String[] keys = entries.split(" ", -1);
    for (int i = 0; i < keys.length; i++) {
      keys[i] = "queues.jobs." + keys[i];
    }
    return refusal(Host.builder("inn").queue(builder.get().build()).settings(settings(keys)));
  }

  @Test
  void isRefusedForWhatIsNoQueue() {
    HostBuilder builder =
        Host.builder("inn")
            .queue(jobs.queue(jobs.taking(0)).build())
            .recurring("job", seconds(1), run -> {})
            .add("made", () -> context -> {});
    assertEquals(
        "queues.jbs.workers: no job queue is named 'jbs'; did you mean 'jobs'? There are [jobs]",
        refusal(builder.settings(settings("queues.jbs.workers=2"))));
    assertEquals(
        "queues.job.workers: service 'job' is a recurring job, and not a job queue",
        refusal(builder.settings(settings("queues.job.workers=2"))));
    assertEquals(
        "queues.made.workers: service 'made' is made by a supplier, and not a job queue",
        refusal(builder.settings(settings("queues.made.workers=2"))));
  }
}
