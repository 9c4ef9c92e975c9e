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
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** No job that a stop leaves undone is lost without a word: its owner gets it back. */
class JobHandBackTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final JobQueueFixture jobs = new JobQueueFixture(fixture);

  @Test
  void whatAHandlerDoesNotTakeIsInTheReport() throws Exception {
    IOException disk = new IOException("disk full");
    JobQueue<String, Void> queue =
        JobQueue.builder("jobs", jobs.taking(60))
            .onHandBack(items -> {
              throw disk;
            })
            .build();
    StopReport report = fixture.stop(jobs.start(queue, "a", "b"));
    UnfinishedJobsException failure =
        (UnfinishedJobsException) report.services().getFirst().failure().orElseThrow();
    assertEquals(List.of("a", "b"), failure.items());
    assertSame(disk, failure.getCause());
    assertEquals(
        "2 jobs of 'jobs' were not done, and the onHandBack handler failed: [inn/jobs#1,"
            + " inn/jobs#2]",
        failure.getMessage());
    assertEquals(ServiceState.FAILED, report.services().getFirst().state());
    assertEquals(List.of(JobHandle.State.HANDED_BACK, JobHandle.State.HANDED_BACK), jobs.states());
  }

  @Test
  void withoutAHandlerItIsInTheReport() throws Exception {
    JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(60)).build();
    StopReport report = fixture.stop(jobs.start(queue, "a"));
    UnfinishedJobsException failure =
        (UnfinishedJobsException) report.services().getFirst().failure().orElseThrow();
    assertEquals(List.of("a"), failure.items());
    assertEquals(
        "1 job of 'jobs' was not done, and no onHandBack handler is set: [inn/jobs#1]",
        failure.getMessage());
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
    time.drive(() -> queue.submit(ring));
    Throwable failure = fixture.stop(host).services().getFirst().failure().orElseThrow();
    assertEquals(List.of(ring), ((UnfinishedJobsException) failure).items());
  }

  @Test
  void aFailureThatIsNoInterruptionIsOneInAStopAsWell() throws Exception {
    JobQueue<String, Void> queue = jobs.queue(this::loseTheConnection).build();
    assertTrue(fixture.stop(jobs.start(queue, "a")).clean());
    assertEquals(List.of(JobHandle.State.FAILED), jobs.states());
    assertEquals("connection lost", jobs.handles.getFirst().failure().getMessage());
  }

  @Test
  void aFailureThatMightHaveBeenTriedAgainIsHandedBack() throws Exception {
    JobQueue<String, Void> queue =
        jobs.queue(this::loseTheConnection).retry(RetryPolicy.maxRetries(1)).build();
    assertTrue(fixture.stop(jobs.start(queue, "a")).clean());
    assertEquals(List.of("17.750 back: [a]"), trail);
  }

  @Test
  void aJobThatIsDeafIsHandedBackAsWellAndItsServiceAbandoned() throws Exception {
    JobQueue<String, Void> queue =
        jobs.queue(
                item -> {
                  fixture.mark(item);
                  sleepDeaf(time, seconds(600));
                })
            .build();
    StopReport report = fixture.stop(jobs.start(queue, "a", "b"));
    ServiceStatus status = report.services().getFirst();
    assertEquals(List.of("0 a", "18.750 back: [a, b]"), trail);
    assertEquals(ServiceState.ABANDONED, status.state());
    assertTrue(status.stuckIn().toString().contains("sleepDeaf"), status.toString());
    assertEquals(List.of(JobHandle.State.HANDED_BACK, JobHandle.State.HANDED_BACK), jobs.states());
    assertEquals(
        "QueueStatus[waiting=0, delayed=0, running=1, accepted=2, succeeded=0, failed=0,"
            + " handedBack=2, retries=0, oldestWaiting=Optional.empty, timeWaited=PT0S,"
            + " attempts=1]",
        queue.status().toString());
  }

  @Test
  void aJobThatWasHandedBackStaysSoHoweverItEnds() throws Exception {
    JobQueue<String, Void> queue =
        jobs.queue(
                item -> {
                  sleepDeaf(time, seconds(600));
                  throw new IOException("at last");
                })
            .retry(RetryPolicy.maxRetries(1))
            .build();
    fixture.stop(jobs.start(queue, "a"));
    time.advance(seconds(700));
    assertEquals(List.of(JobHandle.State.HANDED_BACK), jobs.states());
    assertEquals(
        "QueueStatus[waiting=0, delayed=0, running=0, accepted=1, succeeded=0, failed=0,"
            + " handedBack=1, retries=0, oldestWaiting=Optional.empty, timeWaited=PT0S,"
            + " attempts=1]",
        queue.status().toString());
    assertFalse(jobs.handles.getFirst().cancel());
  }

  @Test
  void aStartThatIsRolledBackHandsBackAsWell() throws Exception {
    JobQueue<String, Void> queue = jobs.queue(jobs.taking(60)).build();
    Host host =
        fixture
            .host()
            .queue(queue)
            .add(
                "bad",
                context -> {
                  jobs.handles.add(queue.submit("a"));
                  throw new IOException("no");
                })
            .build();
    assertThrows(HostStartException.class, () -> fixture.start(host));
    assertEquals(List.of(JobHandle.State.HANDED_BACK), jobs.states());
    assertTrue(trail.getLast().endsWith("back: [a]"), trail.toString());
  }

  @Test
  void aRestartHandsBackAndOpensAgain() throws Exception {
    JobQueue<String, Void> queue = jobs.queue(jobs.taking(60)).build();
    Host host = jobs.start(queue, "a", "b");
    time.drive(() -> {
      host.control("jobs").restart();
      return null;
    });
    jobs.submit(queue, "c");
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
            + " handedBack=3, retries=0, oldestWaiting=Optional.empty, timeWaited=PT0S,"
            + " attempts=2]",
        queue.status().toString());
  }

  @Test
  void callbacksHearOfIt() throws Exception {
    Host host = jobs.start(jobs.queue(jobs.taking(60)).build(), "a");
    jobs.handles.getFirst().whenDone(done -> fixture.mark(done.state().toString()));
    fixture.stop(host);
    assertEquals("HANDED_BACK", trail.getLast().substring(trail.getLast().indexOf(' ') + 1));
  }

  /** Because of the interrupt, which is not to be seen in what it throws. */
  private void loseTheConnection(String item) throws IOException {
    try {
      sleep(time, seconds(60));
    } catch (InterruptedException e) {
      throw new IOException("connection lost");
    }
  }
}
