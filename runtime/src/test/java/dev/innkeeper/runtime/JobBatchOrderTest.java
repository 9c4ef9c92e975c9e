package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.jobs.JobHandle.State;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobQueueBuilder;
import dev.innkeeper.runtime.jobs.WhenDuplicate;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jobs in batches that are unique, or have a priority; and when a batch is begun. */
class JobBatchOrderTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final JobQueueFixture jobs = new JobQueueFixture(fixture);

  @Test
  void mayBeUniqueOrHaveAPriority() throws Exception {
    JobQueue<String, Void> queue =
        jobs.batchesTaking(0)
            .uniqueBy(item -> item.charAt(0), WhenDuplicate.REPLACE_WAITING)
            .priority(Comparator.reverseOrder())
            .build();
    Host host = jobs.start(queue, "a1", "b1", "a2", "b2", "c1");
    time.advance(seconds(10));
    assertEquals(List.of("0 [c1, b2, a2]"), trail);
    fixture.stop(host);
  }

  @Test
  void areTriedAgainTogetherAlsoIfTheyAreUniqueOrHaveAPriority() throws Exception {
    JobQueue<String, Void> queue =
        jobs.batchesFailing(1)
            .retry(JobQueueFixture.AT_ONCE)
            .uniqueBy(item -> item.charAt(0), WhenDuplicate.REPLACE_WAITING)
            .priority(Comparator.reverseOrder())
            .build();
    Host host = jobs.start(queue, "a", "b", "c");
    time.advance(seconds(20));
    assertEquals(List.of("0 [c, b, a]", "0 [c, b, a]"), trail);
    assertEquals(3, queue.status().succeeded());
    fixture.stop(host);
  }

  /** The order is asked when the worker takes the first job of the batch out of the line. */
  @Test
  void areRunAlsoIfTheFirstOfTheBatchIsCancelledWhileThatIsMade() throws Exception {
    Comparator<String> cancelling =
        (one, other) -> {
          if (Thread.currentThread().getName().equals("inn/jobs")) {
            jobs.handles.getFirst().cancel();
          }
          return one.compareTo(other);
        };
    JobQueue<String, Void> queue = jobs.batchesTaking(0).priority(cancelling).build();
    Host host = jobs.start(queue, "a", "b", "c");
    time.advance(seconds(20));
    assertEquals(List.of("0 [b, c]"), trail);
    assertEquals(List.of(State.FAILED, State.SUCCEEDED, State.SUCCEEDED), jobs.states());
    assertEquals(0, queue.status().waiting());
    fixture.stop(host);
  }

  @Test
  void doNotWaitLongerBecauseOthersCameWhileTheWorkerWasBusy() throws Exception {
    JobQueue<String, Void> queue = jobs.batchesTaking(3).build();
    Host host = jobs.start(queue, "a", "b", "c");
    time.advance(seconds(1));
    jobs.submit(queue, "d");
    time.advance(seconds(1));
    jobs.submit(queue, "e");
    time.advance(seconds(20));
    assertEquals(List.of("0 [a, b, c]", "11 [d, e]"), trail);
    fixture.stop(host);
  }

  @Test
  void doNotWaitLongerBecauseOneOfHigherPriorityCame() throws Exception {
    JobQueue<String, Void> queue =
        jobs.batchesTaking(0).priority(Comparator.reverseOrder()).build();
    Host host = jobs.start(queue, "a");
    time.advance(seconds(6));
    jobs.submit(queue, "z");
    time.advance(seconds(20));
    assertEquals(List.of("10 [z, a]"), trail);
    fixture.stop(host);
  }

  @Test
  void areBegunInTimeAlsoAfterASubmissionHasFailed() throws Exception {
    JobQueue<String, Void> queue =
        jobs.batchesTaking(0).priority(JobQueueFixture.FAILING_ORDER).build();
    Host host = jobs.start(queue, "a");
    assertThrows(IllegalStateException.class, () -> queue.submit("bad"));
    time.advance(seconds(10));
    jobs.submit(queue, "b");
    time.advance(seconds(20));
    assertEquals(List.of("10 [a]", "20 [b]"), trail);
    fixture.stop(host);
  }

  @Test
  void aQueueThatCannotBeIsRefused() {
    assertEquals(
        "queue 'jobs' runs its jobs in batches, so it can have no partitionBy",
        refusal(jobs.batchesTaking(0).partitionBy(item -> item)));
    assertEquals(
        "queue 'jobs' runs its jobs in batches, so it can have no rateLimit",
        refusal(jobs.batchesTaking(0).rateLimit(1, seconds(1))));
    assertEquals(
        "queue 'jobs' has a capacity of 2 jobs, but batches of up to 3: none would be full",
        refusal(jobs.batchesTaking(0).capacity(2)));
    assertEquals(
        "maxSize must be positive: 0",
        assertThrows(
                IllegalArgumentException.class,
                () -> JobQueue.batching("jobs", items -> {}, 0, Duration.ZERO))
            .getMessage());
    assertEquals(
        "linger must be zero or more: PT-1S",
        assertThrows(
                IllegalArgumentException.class,
                () -> JobQueue.batching("jobs", items -> {}, 1, seconds(-1)))
            .getMessage());
  }

  private static String refusal(JobQueueBuilder<?, ?> builder) {
    return assertThrows(IllegalStateException.class, builder::build).getMessage();
  }
}
