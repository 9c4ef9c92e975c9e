package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobInsides;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.jobs.UnfinishedJobsException;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How a queue of jobs stops: nothing that got in is lost without a word. */
class JobQueueStopTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final JobFixture jobs = new JobFixture(fixture);
  private final List<JobHandle<Void>> handles = new ArrayList<>();
  private final long begin = time.nanoTime();

  private JobQueue.Builder<String, Void> queue(JobQueue.Action<String> action) {
    return JobQueue.builder("jobs", action).onHandBack(items -> fixture.mark("back: " + items));
  }

  private static void fail(String item) throws IOException {
    throw new IOException(item);
  }

  /** Because of the interrupt, which is not to be seen in what it throws. */
  private void loseTheConnection(String item) throws IOException {
    try {
      sleep(time, seconds(60));
    } catch (InterruptedException e) {
      throw new IOException("connection lost");
    }
  }

  private Host started(JobQueue<String, Void> queue, String... items) throws Exception {
    Host host = fixture.start(fixture.host().queue(queue));
    submit(queue, items);
    return host;
  }

  private void submit(JobQueue<String, Void> queue, String... items) throws Exception {
    for (String item : items) {
      handles.add(time.drive(() -> queue.submit(item)));
    }
    time.advance(Duration.ZERO);
  }

  private List<JobHandle.State> states() {
    return handles.stream().map(JobHandle::state).toList();
  }

  @Test
  void whatFitsIntoTheTimeIsDone() throws Exception {
    Host host = started(queue(jobs.taking(5)).build(), "a", "b", "c");
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("0 a", "5 a done", "5 b", "10 b done", "10 c", "15 c done"), trail);
    assertEquals(3, states().stream().filter(s -> s == JobHandle.State.SUCCEEDED).count());
  }

  @Test
  void theRestIsInterruptedAndHandedBackInTheOrderOfSubmission() throws Exception {
    Host host = started(queue(jobs.taking(10)).workers(2).build(), "a", "b", "c", "d", "e", "f");
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
        states());
  }

  @Test
  void theInterruptComesWhenTheOptionsSaySo() throws Exception {
    JobQueue<String, Void> queue = queue(jobs.taking(10)).build();
    Host host = fixture.start(fixture.host().queue(queue, s -> s.interruptAfter(Duration.ZERO)));
    submit(queue, "a", "b");
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("0 a", "0 a interrupted", "0 back: [a, b]"), trail);
  }

  @Test
  void jobsThatWaitForAnotherTryAreTriedOrHandedBack() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    JobQueue<String, Void> queue =
        queue(
                item -> {
                  if (item.equals("never") || tries.incrementAndGet() < 3) {
                    throw new IOException(item);
                  }
                  fixture.mark(item + " done");
                })
            .retry(RetryPolicy.maxRetries(1_000).backoff(seconds(1), seconds(1)))
            .build();
    Host host = started(queue, "never", "a");
    assertTrue(fixture.stop(host).clean());
    assertEquals(2, trail.size(), trail.toString());
    assertTrue(trail.getFirst().endsWith("a done"), trail.toString());
    assertTrue(trail.getLast().endsWith("back: [never]"), trail.toString());
    assertTrue(time.nanoTime() - begin > seconds(16).toNanos(), "as long as there was time");
  }

  @Test
  void aStopDoesNotWaitForATryThatWouldComeTooLate() throws Exception {
    JobQueue<String, Void> queue =
        queue(JobQueueStopTest::fail)
            .retry(RetryPolicy.maxRetries(9).backoff(Duration.ofDays(999), Duration.ofDays(999)))
            .workers(2)
            .build();
    Host host = started(queue, "a", "b");
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("0 back: [a, b]"), trail);
  }

  @Test
  void aStopDoesNotWaitForAJobThatIsCancelledMeanwhile() throws Exception {
    JobQueue<String, Void> queue =
        queue(JobQueueStopTest::fail)
            .retry(RetryPolicy.maxRetries(9).backoff(seconds(16), seconds(16)))
            .workers(2)
            .build();
    Host host = fixture.start(fixture.host().queue(queue));
    submit(queue, "a");
    time.start(
        "canceller",
        () -> {
          sleepDeaf(time, Duration.ofMillis(100));
          boolean unused = handles.getFirst().cancel();
        });
    assertTrue(fixture.stop(host).clean());
    assertEquals(Duration.ofMillis(100), Duration.ofNanos(time.nanoTime() - begin));
    assertEquals(List.of(JobHandle.State.FAILED), states());
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
    submit(queue, "a");
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("0 a", "0 a interrupted", "1 back: [a]"), trail);
  }

  @Test
  void andWhenTheyAreToHaveAllTheTimeThatThereIs() throws Exception {
    JobQueue<String, Void> queue = queue(jobs.taking(60)).build();
    Host host =
        fixture.start(fixture.host().queue(queue, s -> s.interruptAfter(Duration.ofDays(1))));
    submit(queue, "a");
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("0 a", "17.750 a interrupted", "17.750 back: [a]"), trail);
  }

  @Test
  void ofAShortTimeHalfIsForTheJobs() throws Exception {
    JobQueue<String, Void> queue = queue(jobs.taking(60)).build();
    Host host = fixture.start(fixture.host().queue(queue, s -> s.stopTimeout(seconds(2))));
    submit(queue, "a");
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("0 a", "1 a interrupted", "1 back: [a]"), trail);
  }

  @Test
  void aFailureThatIsNoInterruptionIsOneInAStopAsWell() throws Exception {
    JobQueue<String, Void> queue = queue(this::loseTheConnection).build();
    assertTrue(fixture.stop(started(queue, "a")).clean());
    assertEquals(List.of(JobHandle.State.FAILED), states());
    assertEquals("connection lost", handles.getFirst().failure().getMessage());
  }

  @Test
  void itIsHandedBackIfItMightHaveBeenTriedAgain() throws Exception {
    JobQueue<String, Void> queue =
        queue(this::loseTheConnection).retry(RetryPolicy.maxRetries(1)).build();
    assertTrue(fixture.stop(started(queue, "a")).clean());
    assertEquals(List.of("17.750 back: [a]"), trail);
  }

  @Test
  void nobodyGetsInAnyMoreNorDoThoseWhoWaitForRoom() throws Exception {
    JobQueue<String, Void> queue = queue(jobs.taking(5)).capacity(1).build();
    Host host = started(queue, "a");
    time.start(
        "submitter",
        () -> {
          try {
            JobHandle<Void> unused = queue.submit("b");
          } catch (InterruptedException | RejectedExecutionException e) {
            fixture.mark(e.getMessage());
          }
        });
    time.advance(seconds(1));
    fixture.stop(host);
    String refusal = "queue 'jobs' takes no more jobs: its service is stopping, or has ended";
    assertEquals(List.of("0 a", "1 " + refusal, "5 a done"), trail);
    assertEquals(
        refusal,
        assertThrows(RejectedExecutionException.class, () -> queue.trySubmit("c")).getMessage());
  }

  @Test
  void nobodyGetsInBeforeTheStart() {
    JobQueue<String, Void> queue = queue(jobs.taking(0)).build();
    assertEquals(
        "queue 'jobs' takes no jobs yet: its service has not started; was the queue added to a host"
            + " (HostBuilder.queue), and is the host up?",
        assertThrows(RejectedExecutionException.class, () -> queue.trySubmit("a")).getMessage());
  }

  @Test
  void whatAHandlerDoesNotTakeIsInTheReport() throws Exception {
    IOException disk = new IOException("disk full");
    JobQueue<String, Void> queue =
        JobQueue.builder("jobs", jobs.taking(60))
            .onHandBack(items -> {
              throw disk;
            })
            .build();
    StopReport report = fixture.stop(started(queue, "a", "b"));
    UnfinishedJobsException failure =
        (UnfinishedJobsException) report.services().getFirst().failure().orElseThrow();
    assertEquals(List.of("a", "b"), failure.items());
    assertSame(disk, failure.getCause());
    assertEquals(
        "2 jobs of 'jobs' were not done, and the onHandBack handler failed: [inn/jobs#1,"
            + " inn/jobs#2]",
        failure.getMessage());
    assertEquals(ServiceState.FAILED, report.services().getFirst().state());
    assertEquals(List.of(JobHandle.State.HANDED_BACK, JobHandle.State.HANDED_BACK), states());
  }

  @Test
  void withoutAHandlerItIsInTheReport() throws Exception {
    JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(60)).build();
    StopReport report = fixture.stop(started(queue, "a"));
    UnfinishedJobsException failure =
        (UnfinishedJobsException) report.services().getFirst().failure().orElseThrow();
    assertEquals(List.of("a"), failure.items());
    assertEquals(
        "1 job of 'jobs' was not done, and no onHandBack handler is set: [inn/jobs#1]",
        failure.getMessage());
  }

  @Test
  void aJobThatIsDeafIsHandedBackAsWellAndItsServiceAbandoned() throws Exception {
    JobQueue<String, Void> queue =
        queue(
                item -> {
                  fixture.mark(item);
                  sleepDeaf(time, seconds(600));
                })
            .build();
    StopReport report = fixture.stop(started(queue, "a", "b"));
    ServiceStatus status = report.services().getFirst();
    assertEquals(List.of("0 a", "18.750 back: [a, b]"), trail);
    assertEquals(ServiceState.ABANDONED, status.state());
    assertTrue(status.stuckIn().toString().contains("sleepDeaf"), status.toString());
    assertEquals(List.of(JobHandle.State.HANDED_BACK, JobHandle.State.HANDED_BACK), states());
    assertEquals(
        "QueueStatus[waiting=0, delayed=0, running=1, accepted=2, succeeded=0, failed=0,"
            + " handedBack=2, retries=0]",
        queue.status().toString());
  }

  @Test
  void aJobThatWasHandedBackStaysSoHoweverItEnds() throws Exception {
    JobQueue<String, Void> queue =
        queue(
                item -> {
                  sleepDeaf(time, seconds(600));
                  throw new IOException("at last");
                })
            .retry(RetryPolicy.maxRetries(1))
            .build();
    StopReport unused = fixture.stop(started(queue, "a"));
    time.advance(seconds(700));
    assertEquals(List.of(JobHandle.State.HANDED_BACK), states());
    assertEquals(
        "QueueStatus[waiting=0, delayed=0, running=0, accepted=1, succeeded=0, failed=0,"
            + " handedBack=1, retries=0]",
        queue.status().toString());
    assertFalse(handles.getFirst().cancel());
  }

  @Test
  void aStartThatIsRolledBackHandsBackAsWell() throws Exception {
    JobQueue<String, Void> queue = queue(jobs.taking(60)).build();
    Host host =
        fixture
            .host()
            .queue(queue)
            .add(
                "bad",
                context -> {
                  handles.add(queue.submit("a"));
                  throw new IOException("no");
                })
            .build();
    assertThrows(HostStartException.class, () -> fixture.start(host));
    assertEquals(List.of(JobHandle.State.HANDED_BACK), states());
    assertTrue(trail.getLast().endsWith("back: [a]"), trail.toString());
  }

  @Test
  void anItemThatCannotBeShownIsInTheReportAllTheSame() throws Exception {
    Object ring =
        new Object() {
          @Override
          public String toString() {
            return "" + this;
          }
        };
    JobQueue<Object, Void> queue =
        JobQueue.builder("jobs", item -> sleep(time, seconds(60))).build();
    Host host = fixture.host().queue(queue).build();
    fixture.start(host);
    JobHandle<Void> unused = time.drive(() -> queue.submit(ring));
    Throwable failure = fixture.stop(host).services().getFirst().failure().orElseThrow();
    assertEquals(List.of(ring), ((UnfinishedJobsException) failure).items());
  }

  @Test
  void ofManyJobsTheMessageNamesTheFirst() {
    List<String> ids = IntStream.range(0, 12).mapToObj(i -> "#" + i).toList();
    assertEquals(
        "12 jobs of 'jobs' were not done, and no onHandBack handler is set:"
            + " [#0, #1, #2, #3, #4, #5, #6, #7, #8, #9] and more",
        JobInsides.unfinished("jobs", ids, ids).getMessage());
  }

  @Test
  void aRestartHandsBackAndOpensAgain() throws Exception {
    JobQueue<String, Void> queue = queue(jobs.taking(60)).build();
    Host host = started(queue, "a", "b");
    time.drive(() -> {
      host.control("jobs").restart();
      return null;
    });
    submit(queue, "c");
    assertTrue(fixture.stop(host).clean());
    assertEquals(
        List.of(
            "0 a",
            "18 a interrupted",
            "18 back: [a, b]",
            "18 c",
            "35.750 c interrupted",
            "35.750 back: [c]"),
        trail);
    assertEquals(
        "QueueStatus[waiting=0, delayed=0, running=0, accepted=3, succeeded=0, failed=0,"
            + " handedBack=3, retries=0]",
        queue.status().toString());
  }

  @Test
  void callbacksHearOfIt() throws Exception {
    Host host = started(queue(jobs.taking(60)).build(), "a");
    handles.getFirst().whenDone(done -> fixture.mark(done.state().toString()));
    fixture.stop(host);
    assertEquals("HANDED_BACK", trail.getLast().substring(trail.getLast().indexOf(' ') + 1));
  }
}
