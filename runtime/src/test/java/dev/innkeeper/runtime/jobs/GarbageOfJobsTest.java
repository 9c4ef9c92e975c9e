package dev.innkeeper.runtime.jobs;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.ref.WeakReference;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a job has worked on is garbage once it has ended, even if the next comes in a year. */
class GarbageOfJobsTest {

  private static final Duration LIMIT = Duration.ofDays(1);

  private final HostOfJobs jobs = new HostOfJobs();

  @Test
  void ofAQueueWithATimeLimit() throws Exception {
    JobQueue<String, byte[]> queue =
        JobQueue.<String, byte[]>builderWithResult("jobs", (item, attempt) -> new byte[1_000])
            .timeout(LIMIT)
            .build();
    jobs.start(jobs.builder().queue(queue));
    assertIsCollected(new WeakReference<>(resultOf(queue)));
  }

  private byte[] resultOf(JobQueue<String, byte[]> queue) throws Exception {
    return jobs.submit(queue, "a").result();
  }

  @Test
  void ofAQueueWithKeys() throws Exception {
    JobQueue<byte[], Void> queue =
        JobQueue.builder("jobs", (byte[] item) -> {})
            .partitionBy(item -> item)
            .uniqueBy(item -> item, WhenDuplicate.REJECT)
            .build();
    jobs.start(jobs.builder().queue(queue));
    assertIsCollected(new WeakReference<>(itemOf(queue)));
  }

  private byte[] itemOf(JobQueue<byte[], Void> queue) throws Exception {
    byte[] item = new byte[1_000];
    jobs.submit(queue, item);
    return item;
  }

  private static void assertIsCollected(WeakReference<?> reference) {
    for (int i = 0; i < 50 && reference.get() != null; i++) {
      System.gc();
    }
    assertNull(reference.get());
  }
}
