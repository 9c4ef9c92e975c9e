package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobHandle.State;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Jobs that are run in batches of up to three, or of those that are there after ten seconds. */
class JobBatchesTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final JobQueueFixture jobs = new JobQueueFixture(fixture);

  @Test
  void areBegunWhenTheBatchIsFullOrTheFirstHasWaitedLongEnough() throws Exception {
    JobQueue<String, Void> queue = jobs.batchesTaking(0).build();
    Host host = jobs.start(queue, "a", "b", "c", "d");
    time.advance(seconds(4));
    jobs.submit(queue, "e");
    time.advance(seconds(20));
    assertEquals(List.of("0 [a, b, c]", "10 [d, e]"), trail);
    fixture.stop(host);
  }

  @Test
  void haveAnyNumberOfWorkers() throws Exception {
    JobQueue<String, Void> queue = jobs.batchesTaking(5).workers(2).build();
    Host host = jobs.start(queue, "a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    assertEquals(6, queue.status().running());
    assertEquals(4, queue.status().waiting());
    time.advance(seconds(30));
    assertEquals(List.of("0 [a, b, c]", "0 [d, e, f]", "5 [g, h, i]", "10 [j]"), trail);
    assertEquals(10, queue.status().succeeded());
    fixture.stop(host);
  }

  @Test
  void doNotWaitForEachOtherIfTheyNeedNot() throws Exception {
    JobQueue<String, Void> queue =
        JobQueue.<String>batching(
                "jobs",
                items -> {
                  fixture.mark(items.toString());
                  sleep(time, seconds(1));
                },
                100,
                Duration.ZERO)
            .build();
    Host host = jobs.start(queue, "a", "b", "c");
    time.advance(seconds(5));
    assertEquals(List.of("0 [a]", "1 [b, c]"), trail);
    fixture.stop(host);
  }

  @Test
  void endAlikeAndEachIsTold() throws Exception {
    JobQueue<String, Void> queue =
        jobs.batchesFailing(1)
            .onFailed((item, failure, attempt) -> fixture.mark(attempt.id() + " " + item))
            .build();
    Host host = jobs.start(queue);
    for (String item : List.of("a", "b", "c", "d", "e", "f")) {
      JobHandle<Void> handle = time.drive(() -> queue.submit(item));
      jobs.handles.add(handle);
      handle.whenDone(done -> fixture.mark(item + " " + done.state()));
    }
    time.advance(Duration.ZERO);
    assertEquals(
        List.of(
            "0 [a, b, c]",
            "0 inn/jobs#1 a",
            "0 inn/jobs#2 b",
            "0 inn/jobs#3 c",
            "0 a FAILED",
            "0 b FAILED",
            "0 c FAILED"),
        trail.subList(0, 7));
    assertEquals(List.of("0 [d, e, f]", "0 d FAILED"), List.of(trail.get(7), trail.get(11)));
    assertEquals(6, queue.status().failed());
    assertEquals(
        List.of("a", "b", "c", "d", "e", "f").stream()
            .map(item -> item + " failed, tries 1: full")
            .toList(),
        jobs.events);
    fixture.stop(host);
  }

  @Test
  void areTriedAgainTogether() throws Exception {
    RetryPolicy later = RetryPolicy.maxRetries(1).backoff(seconds(100), seconds(100));
    JobQueue<String, Void> queue = jobs.batchesFailing(1).retry(later).build();
    Host host = jobs.start(queue, "a", "b", "c");
    assertEquals(3, queue.status().delayed());
    jobs.submitAll(queue, "d", "e");
    assertTrue(jobs.handles.get(1).cancel());
    assertEquals(State.FAILED, jobs.handles.get(1).state());
    assertFalse(jobs.handles.get(1).cancel());
    time.advance(seconds(300));
    List<String> batches = trail.stream().map(m -> m.substring(m.indexOf('['))).toList();
    assertEquals(List.of("[a, b, c]", "[d, e]", "[a, c]", "[d, e]"), sorted(batches));
    assertEquals(
        List.of(State.SUCCEEDED, State.FAILED, State.SUCCEEDED, State.SUCCEEDED, State.SUCCEEDED),
        jobs.states());
    assertEquals(0, queue.status().waiting() + queue.status().delayed());
    fixture.stop(host);
  }

  /** The second tries of both come at times that are drawn. */
  private static List<String> sorted(List<String> batches) {
    return Stream.concat(
            batches.subList(0, 2).stream(), batches.subList(2, batches.size()).stream().sorted())
        .toList();
  }

  @Test
  void thatAreCancelledLeaveTheBatchToItself() throws Exception {
    JobQueue<String, Void> queue = jobs.batchesTaking(5).build();
    Host host = jobs.start(queue, "a", "b", "c", "d", "e");
    assertTrue(jobs.handles.get(0).cancel(), "its batch is run");
    assertTrue(jobs.handles.get(3).cancel(), "it waits for a batch");
    time.advance(seconds(30));
    assertEquals(List.of("0 [a, b, c]", "10 [e]"), trail);
    assertEquals(
        List.of(State.FAILED, State.SUCCEEDED, State.SUCCEEDED, State.FAILED, State.SUCCEEDED),
        jobs.states());
    fixture.stop(host);
  }

  @Test
  void areHandedBackWhereverTheyAreAndDoNotLingerInAStop() throws Exception {
    JobQueue<String, Void> queue = jobs.batchesTaking(1_000).workers(2).build();
    Host host = jobs.start(queue, "a", "b", "c", "d");
    fixture.stop(host);
    assertEquals(List.of("0 [a, b, c]", "0 [d]", "17.750 back: [a, b, c, d]"), trail);
    assertEquals(List.of(State.HANDED_BACK), jobs.states().stream().distinct().toList());
  }

  @Test
  void areGivenUpTogether() throws Exception {
    JobQueue<String, Void> queue =
        jobs.batching(
                items -> {
                  fixture.mark(items.toString());
                  sleepDeaf(time, seconds(30));
                })
            .timeout(seconds(3))
            .onFailed((item, failure, attempt) -> fixture.mark(item + " failed"))
            .build();
    Host host = jobs.start(queue, "a", "b", "c");
    time.advance(seconds(40));
    assertEquals(List.of("0 [a, b, c]", "5 a failed", "5 b failed", "5 c failed"), trail);
    assertEquals(3, queue.status().failed());
    assertEquals(0, queue.status().running());
    fixture.stop(host);
  }

  @Test
  void areNotTriedAgainWhenAllOfABatchAreCancelled() throws Exception {
    RetryPolicy later = RetryPolicy.maxRetries(1).backoff(seconds(100), seconds(100));
    JobQueue<String, Void> queue = jobs.batchesFailing(1).retry(later).build();
    Host host = fixture.start(fixture.host().queue(queue).stopWhenComplete());
    jobs.submitAll(queue, "a", "b", "c");
    jobs.handles.forEach(JobHandle::cancel);
    queue.complete();
    assertTrue(time.drive(() -> host.awaitTermination(Duration.ZERO)));
    assertEquals(List.of("0 [a, b, c]"), trail);
  }

  @Test
  void areNotTriedAgainWhenAllOfABatchAreCancelledDuringTheirRun() throws Exception {
    RetryPolicy later = RetryPolicy.maxRetries(1).backoff(seconds(100), seconds(100));
    JobQueue<String, Void> queue =
        jobs.batching(
                items -> {
                  fixture.mark(items.toString());
                  jobs.handles.forEach(JobHandle::cancel);
                  throw new IOException("full");
                })
            .retry(later)
            .build();
    Host host = fixture.start(fixture.host().queue(queue).stopWhenComplete());
    jobs.submitAll(queue, "a", "b");
    time.advance(seconds(10));
    queue.complete();
    assertTrue(time.drive(() -> host.awaitTermination(Duration.ZERO)));
    assertEquals(List.of("10 [a, b]"), trail);
    assertEquals(0, queue.status().retries());
  }
}
