package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In which order, and how fast, the jobs of a queue are begun. */
class JobQueueRateTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final JobQueueFixture jobs = new JobQueueFixture(fixture);

  // ---- a rate

  @Test
  void anAttemptBeginsWhenTheNthLastOneHasBegunAPeriodAgo() throws Exception {
    JobQueue<String, Void> queue =
        jobs.queue(jobs.taking(0)).workers(3).rateLimit(2, seconds(10)).build();
    Host host = jobs.start(queue, "a");
    time.advance(seconds(4));
    jobs.submitAll(queue, "b", "c", "d", "e");
    time.advance(seconds(30));
    assertEquals(List.of("0 a", "4 b", "10 c", "14 d", "20 e"), trail);
    fixture.stop(host);
  }

  @Test
  void aRetryIsAnAttempt() throws Exception {
    JobQueue<String, Void> queue =
        jobs.queue(jobs.failing(1))
            .retry(JobQueueFixture.AT_ONCE)
            .rateLimit(1, seconds(10))
            .build();
    Host host = jobs.start(queue, "a", "b");
    time.advance(seconds(60));
    assertEquals(List.of("0 a try 1", "10 b try 1", "20 a try 2", "30 b try 2"), trail);
    fixture.stop(host);
  }

  @Test
  void aCancelledJobIsNone() throws Exception {
    JobQueue<String, Void> queue = jobs.queue(jobs.taking(0)).rateLimit(1, seconds(10)).build();
    Host host = jobs.start(queue, "a", "b", "c");
    assertTrue(jobs.handles.get(1).cancel());
    time.advance(seconds(60));
    assertEquals(List.of("0 a", "10 c"), trail);
    fixture.stop(host);
  }

  @Test
  void aStopKeepsToItAndHandsBackWhatItKeepsBack() throws Exception {
    JobQueue<String, Void> queue = jobs.queue(jobs.taking(0)).rateLimit(1, seconds(10)).build();
    Host host = jobs.start(queue, "a", "b", "c", "d", "e");
    fixture.stop(host);
    assertEquals(List.of("0 a", "10 b", "10 back: [c, d, e]"), trail);
  }

  @Test
  void completionWaitsForIt() throws Exception {
    JobQueue<String, Void> queue =
        jobs.queue(jobs.taking(0)).workers(2).rateLimit(1, Duration.ofHours(1)).build();
    Host host = fixture.start(fixture.host().queue(queue).stopWhenComplete());
    jobs.submitAll(queue, "a", "b", "c");
    queue.complete();
    time.advance(Duration.ofHours(3));
    assertTrue(time.drive(() -> host.awaitTermination(seconds(1))));
    assertEquals(List.of("0 a", "3600 b", "7200 c"), trail);
  }

  @Test
  void aRestartOfTheServiceDoesNotForgetIt() throws Exception {
    JobQueue<String, Void> queue = jobs.queue(jobs.taking(0)).rateLimit(1, seconds(10)).build();
    Host host = jobs.start(queue, "a");
    time.advance(seconds(1));
    time.drive(() -> host.control("jobs").restart());
    jobs.submit(queue, "b");
    time.advance(seconds(20));
    assertEquals(List.of("0 a", "10 b"), trail);
    fixture.stop(host);
  }

  @Test
  void aRateOfNothingIsRefused() {
    assertEquals(
        "number must be positive: 0",
        assertThrows(
                IllegalArgumentException.class,
                () -> jobs.queue(jobs.taking(0)).rateLimit(0, seconds(1)))
            .getMessage());
    assertEquals(
        "period must be positive: PT0S",
        assertThrows(
                IllegalArgumentException.class,
                () -> jobs.queue(jobs.taking(0)).rateLimit(1, Duration.ZERO))
            .getMessage());
  }

  // ---- a priority

  @Test
  void theLeastIsBegunFirstAndOfEqualOnesTheFirst() throws Exception {
    JobQueue<String, Void> queue =
        jobs.queue(jobs.taking(1)).priority(Comparator.comparingInt(String::length)).build();
    Host host = jobs.start(queue, "running", "ccc", "bb", "a", "dd");
    time.advance(seconds(10));
    assertEquals(
        List.of("0 running", "1 a", "2 bb", "3 dd", "4 ccc"),
        trail.stream().filter(mark -> !mark.endsWith("done")).toList());
    fixture.stop(host);
  }

  @Test
  void amongPartitionsAndNeverWithinOne() throws Exception {
    JobQueue<String, Void> queue =
        jobs.queue(jobs.taking(1))
            .partitionBy(item -> item.charAt(0))
            .priority(Comparator.comparingInt(String::length))
            .build();
    Host host = jobs.start(queue, "running", "c long", "c", "a longer", "a", "b");
    time.advance(seconds(10));
    assertEquals(
        List.of("0 running", "1 b", "2 c long", "3 c", "4 a longer", "5 a"),
        trail.stream().filter(mark -> !mark.endsWith("done")).toList());
    fixture.stop(host);
  }

  @Test
  void anOrderThatThrowsFailsTheSubmission() throws Exception {
    JobQueue<String, Void> queue =
        jobs.queue(jobs.taking(5)).priority(Comparator.comparingInt(Integer::valueOf)).build();
    Host host = jobs.start(queue, "1", "2");
    assertThrows(NumberFormatException.class, () -> queue.submit("x"));
    assertEquals(2, queue.status().accepted());
    time.advance(seconds(20));
    assertEquals(List.of("0 1", "5 1 done", "5 2", "10 2 done"), trail);
    fixture.stop(host);
  }
}
