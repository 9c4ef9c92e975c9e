package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How a stop spends its time on the jobs that are in a queue. */
class JobQueueDrainTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final JobQueueFixture jobs = new JobQueueFixture(fixture);
  private final long begin = time.nanoTime();

  @Test
  void whatFitsIntoTheTimeIsDone() throws Exception {
    Host host = jobs.start(jobs.queue(jobs.taking(5)).build(), "a", "b", "c");
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("0 a", "5 a done", "5 b", "10 b done", "10 c", "15 c done"), trail);
    assertEquals(3, jobs.states().stream().filter(s -> s == JobHandle.State.SUCCEEDED).count());
  }

  @Test
  void theRestIsInterruptedAndHandedBackInTheOrderOfSubmission() throws Exception {
    Host host =
        jobs.start(jobs.queue(jobs.taking(10)).workers(2).build(), "a", "b", "c", "d", "e", "f");
    StopReport report = fixture.stop(host);
    assertTrue(report.clean(), report.toString());
    assertEquals(
        List.of(
            "0 a",
            "0 b",
            "10 a done",
            "10 c",
            "10 b done",
            "10 d",
            "17.750 d interrupted",
            "17.750 c interrupted",
            "17.750 back: [c, d, e, f]"),
        trail);
    assertEquals(
        List.of(
            JobHandle.State.SUCCEEDED,
            JobHandle.State.SUCCEEDED,
            JobHandle.State.HANDED_BACK,
            JobHandle.State.HANDED_BACK,
            JobHandle.State.HANDED_BACK,
            JobHandle.State.HANDED_BACK),
        jobs.states());
  }

  /** With one worker that is the service's own thread, which is in somebody's callback. */
  @Test
  void theRestIsHandedBackAlsoIfACallbackSwallowsTheInterrupt() throws Exception {
    JobQueue<String, Void> queue = jobs.queue(jobs.taking(1)).build();
    Host host = jobs.start(queue, "a", "b");
    jobs.handles
        .getFirst()
        .whenDone(done -> {
          try {
            HostFixture.sleep(time, Duration.ofHours(1));
          } catch (InterruptedException e) {
            fixture.mark("swallowed");
          }
        });
    time.advance(seconds(1));
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("0 a", "1 a done", "18.750 swallowed", "18.750 back: [b]"), trail);
  }

  @Test
  void theInterruptComesWhenTheOptionsSaySo() throws Exception {
    JobQueue<String, Void> queue = jobs.queue(jobs.taking(10)).build();
    Host host = fixture.start(fixture.host().queue(queue, s -> s.interruptAfter(Duration.ZERO)));
    jobs.submitAll(queue, "a", "b");
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("0 a", "0 a interrupted", "0 back: [a, b]"), trail);
  }

  @Test
  void jobsThatWaitForAnotherTryAreTriedOrHandedBack() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    JobQueue<String, Void> queue =
        jobs.queue(
                item -> {
                  if (item.equals("never") || tries.incrementAndGet() < 3) {
                    throw new IOException(item);
                  }
                  fixture.mark(item + " done");
                })
            .retry(RetryPolicy.maxRetries(1_000).backoff(seconds(1), seconds(1)))
            .build();
    Host host = jobs.start(queue, "never", "a");
    assertTrue(fixture.stop(host).clean());
    assertEquals(2, trail.size(), trail.toString());
    assertTrue(trail.getFirst().endsWith("a done"), trail.toString());
    assertTrue(trail.getLast().endsWith("back: [never]"), trail.toString());
    assertTrue(time.nanoTime() - begin > seconds(16).toNanos(), "as long as there was time");
  }

  @Test
  void aStopDoesNotWaitForATryThatWouldComeTooLate() throws Exception {
    JobQueue<String, Void> queue =
        jobs.queue(JobQueueDrainTest::fail)
            .retry(RetryPolicy.maxRetries(9).backoff(Duration.ofDays(999), Duration.ofDays(999)))
            .workers(2)
            .build();
    Host host = jobs.start(queue, "a", "b");
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("0 back: [a, b]"), trail);
  }

  @Test
  void aStopDoesNotWaitForAJobThatIsCancelledMeanwhile() throws Exception {
    JobQueue<String, Void> queue =
        jobs.queue(JobQueueDrainTest::fail)
            .retry(RetryPolicy.maxRetries(9).backoff(seconds(16), seconds(16)))
            .workers(2)
            .build();
    Host host = fixture.start(fixture.host().queue(queue));
    jobs.submit(queue, "a");
    time.start(
        "canceller",
        () -> {
          sleepDeaf(time, Duration.ofMillis(100));
          jobs.handles.getFirst().cancel();
        });
    assertTrue(fixture.stop(host).clean());
    assertEquals(Duration.ofMillis(100), Duration.ofNanos(time.nanoTime() - begin));
    assertEquals(List.of(JobHandle.State.FAILED), jobs.states());
  }

  @Test
  void theOwnerHasTimeToTakeJobsBackAlsoWhenTheyAreInterruptedAtOnce() throws Exception {
    JobQueue<String, Void> queue =
        JobQueue.builder("jobs", jobs.taking(60))
            .onHandBack(items -> {
              sleep(time, seconds(1));
              fixture.mark("back: " + items);
            })
            .build();
    Host host = fixture.start(fixture.host().queue(queue, s -> s.interruptAfter(Duration.ZERO)));
    jobs.submit(queue, "a");
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("0 a", "0 a interrupted", "1 back: [a]"), trail);
  }

  @Test
  void theOwnerHasTimeToTakeJobsBackAlsoWhenTheyAreToHaveAllOfIt() throws Exception {
    JobQueue<String, Void> queue = jobs.queue(jobs.taking(60)).build();
    Host host =
        fixture.start(fixture.host().queue(queue, s -> s.interruptAfter(Duration.ofDays(1))));
    jobs.submit(queue, "a");
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("0 a", "17.750 a interrupted", "17.750 back: [a]"), trail);
  }

  @Test
  void ofAShortTimeHalfIsForTheJobs() throws Exception {
    JobQueue<String, Void> queue = jobs.queue(jobs.taking(60)).build();
    Host host = fixture.start(fixture.host().queue(queue, s -> s.stopTimeout(seconds(2))));
    jobs.submit(queue, "a");
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("0 a", "1 a interrupted", "1 back: [a]"), trail);
  }

  private static void fail(String item) throws IOException {
    throw new IOException(item);
  }
}
