package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Jobs that are handed in to be run later. */
class JobQueueLaterTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final JobQueueFixture jobs = new JobQueueFixture(fixture);
  private final JobQueue<String, Void> queue = jobs.queue(jobs.taking(0)).build();

  private JobHandle<Void> submitAfter(String item, Duration delay) throws Exception {
    return time.drive(() -> queue.submitAfter(item, delay));
  }

  @Test
  void areRunWhenTheyAreDueAndThoseOfOneTimeInTheOrderOfSubmission() throws Exception {
    Host host = jobs.start(queue);
    submitAfter("third", seconds(5));
    submitAfter("second", seconds(2));
    submitAfter("fourth", seconds(5));
    submitAfter("first", Duration.ZERO);
    assertEquals(3, queue.status().delayed());
    time.advance(seconds(5));
    assertEquals(List.of("0 first", "2 second", "5 third", "5 fourth"), trail);
    fixture.stop(host);
  }

  @Test
  void areRunWhileAnIdleWorkerHasNothingElseToDo() throws Exception {
    JobQueue<String, Void> several = jobs.queue(jobs.taking(3)).workers(2).build();
    Host host = jobs.start(several, "long");
    time.drive(() -> several.submitAfter("a", seconds(1)));
    time.advance(seconds(4));
    assertEquals(List.of("0 long", "1 a", "3 long done", "4 a done"), trail);
    fixture.stop(host);
  }

  /** The host gives back to its own deadlines what was lost; the time of a job is the user's. */
  @Test
  void areRunAtTheirTimeAlsoIfTheProcessWasFrozenMeanwhile() throws Exception {
    Host host = jobs.start(queue);
    submitAfter("a", seconds(5));
    time.advance(seconds(4));
    time.freeze(seconds(3));
    submitAfter("b", seconds(1));
    time.advance(seconds(10));
    assertEquals(List.of("7 a", "8 b"), trail);
    fixture.stop(host);
  }

  @Test
  void mayBeDueAtAnInstant() throws Exception {
    Host host = jobs.start(queue);
    Instant now = time.instant();
    time.drive(() -> queue.submitAt("in an hour", now.plusSeconds(3_600)));
    time.drive(() -> queue.submitAt("long ago", Instant.MIN));
    time.drive(() -> queue.submitAt("never", Instant.MAX));
    time.advance(seconds(3_600));
    assertEquals(List.of("0 long ago", "3600 in an hour"), trail);
    assertEquals(1, queue.status().delayed());
    fixture.stop(host);
  }

  @Test
  void areHandedBackByAStopUnlessTheyAreDueInTime() throws Exception {
    Host host = jobs.start(queue);
    JobHandle<Void> inTime = submitAfter("in time", seconds(5));
    JobHandle<Void> late = submitAfter("late", Duration.ofDays(1));
    fixture.stop(host);
    assertEquals(List.of("5 in time", "5 back: [late]"), trail);
    assertEquals(JobHandle.State.SUCCEEDED, inTime.state());
    assertEquals(JobHandle.State.HANDED_BACK, late.state());
  }

  @Test
  void countAgainstTheCapacityAndMakeRoomWhenTheyAreCancelled() throws Exception {
    JobQueue<String, Void> small = jobs.queue(jobs.taking(0)).capacity(1).build();
    Host host = jobs.start(small);
    JobHandle<Void> handle = time.drive(() -> small.submitAfter("a", seconds(5)));
    assertEquals(Optional.empty(), small.trySubmit("b"));
    assertTrue(handle.cancel());
    assertEquals(0, small.status().delayed());
    assertTrue(small.trySubmit("c").isPresent());
    time.advance(seconds(10));
    assertEquals(List.of("0 c"), trail);
    fixture.stop(host);
  }

  @Test
  void areRefusedWithANegativeDelay() throws Exception {
    Host host = jobs.start(queue);
    assertEquals(
        "delay must be zero or more: PT-1S",
        assertThrows(IllegalArgumentException.class, () -> queue.submitAfter("a", seconds(-1)))
            .getMessage());
    assertEquals(0, queue.status().accepted());
    fixture.stop(host);
  }

  // ---- a queue that ends

  @Test
  void completionWaitsForAllOfThemAndForRetries() throws Exception {
    JobQueue<String, Void> retried =
        jobs.queue(jobs.failing(1)).retry(JobQueueFixture.AT_ONCE).workers(3).build();
    Host host = fixture.start(fixture.host().queue(retried).stopWhenComplete());
    time.drive(() -> retried.submitAfter("tomorrow", Duration.ofDays(1)));
    jobs.submit(retried, "now");
    retried.complete();
    assertEquals(
        "queue 'jobs' takes no more jobs: it was completed",
        assertThrows(RejectedExecutionException.class, () -> retried.submit("no more"))
            .getMessage());
    time.advance(Duration.ofHours(23));
    assertFalse(host.awaitTermination(Duration.ZERO));
    time.advance(Duration.ofHours(2));
    assertTrue(time.drive(() -> host.awaitTermination(seconds(1))));
    assertEquals(2, retried.status().succeeded());
    assertEquals(2, retried.status().retries());
    assertTrue(time.drive(host::stop).clean());
  }

  @Test
  void completionEndsAQueueThatHasNothingToDo() throws Exception {
    JobQueue<String, Void> idle = jobs.queue(jobs.taking(0)).workers(4).build();
    Host host = fixture.start(fixture.host().queue(idle).stopWhenComplete());
    idle.complete();
    idle.complete();
    assertTrue(time.drive(() -> host.awaitTermination(seconds(1))));
    assertEquals(List.of(), trail);
  }

  @Test
  void completionTurnsAwayWhoWaitsForRoom() throws Exception {
    JobQueue<String, Void> small = jobs.queue(jobs.taking(5)).capacity(1).build();
    Host host = jobs.start(small, "a");
    jobs.startSubmitting(small, "b");
    small.complete();
    time.advance(seconds(5));
    assertEquals(
        List.of(
            "0 a", "0 b is not in: queue 'jobs' takes no more jobs: it was completed", "5 a done"),
        trail);
    fixture.stop(host);
  }

  @Test
  void aStopAfterCompletionDoesNotWaitForWhatIsDueTooLate() throws Exception {
    Host host = jobs.start(queue);
    submitAfter("tomorrow", Duration.ofDays(1));
    queue.complete();
    fixture.stop(host);
    assertEquals(List.of("0 back: [tomorrow]"), trail);
  }

  @Test
  void completionBeforeTheStartIsRefused() {
    assertEquals(
        "queue 'jobs' cannot be completed: its service has not started",
        assertThrows(IllegalStateException.class, queue::complete).getMessage());
  }

  // ---- what a try knows

  @Test
  void eachTryKnowsItsDeadline() throws Exception {
    List<Optional<Instant>> deadlines = new CopyOnWriteArrayList<>();
    JobQueue<String, Integer> limited =
        JobQueue.<String, Integer>builderWithResult(
                "jobs",
                (item, attempt) -> {
                  HostFixture.sleep(time, seconds(1));
                  deadlines.add(attempt.deadline());
                  throw new java.io.IOException();
                })
            .timeout(seconds(10))
            .onFailed((item, failure, attempt) -> deadlines.add(attempt.deadline()))
            .build();
    Instant begin = time.instant();
    Host host = jobs.start(limited, "a");
    time.advance(seconds(2));
    Optional<Instant> expected = Optional.of(begin.plusSeconds(10));
    assertEquals(List.of(expected, expected), deadlines);
    fixture.stop(host);
  }
}
