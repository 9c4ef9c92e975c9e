package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.JobQueueFixture.AT_ONCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What becomes of a job that is cancelled by its handle. */
class JobCancelTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final JobQueueFixture jobs = new JobQueueFixture(fixture);

  @Test
  void beforeTheTurnOfTheJobGivesItsRoomToAnother() throws Exception {
    JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(5)).capacity(2).build();
    Host host = jobs.start(queue);
    JobHandle<Void> running = jobs.submit(queue, "a");
    JobHandle<Void> waiting = jobs.submit(queue, "b");
    jobs.startSubmitting(queue, "c");
    time.advance(seconds(1));
    assertTrue(waiting.cancel());
    assertFalse(waiting.cancel());
    time.advance(seconds(20));
    assertEquals(CancellationException.class, waiting.failure().getClass());
    assertEquals(JobHandle.State.SUCCEEDED, running.state());
    assertFalse(running.cancel());
    fixture.stop(host);
    assertEquals(List.of("0 a", "1 c is in", "5 a done", "5 c", "10 c done"), trail);
  }

  @Test
  void inTheMiddleInterruptsTheJobAndItIsNotTriedAgain() throws Exception {
    JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(5)).retry(AT_ONCE).build();
    Host host = jobs.start(queue);
    JobHandle<Void> handle = jobs.submit(queue, "a");
    time.advance(seconds(1));
    assertTrue(time.drive(handle::cancel));
    time.advance(seconds(1));
    assertEquals(CancellationException.class, handle.failure().getClass());
    assertEquals(InterruptedException.class, handle.failure().getCause().getClass());
    fixture.stop(host);
    assertEquals(List.of("0 a", "1 a interrupted"), trail);
  }

  @Test
  void whileARetryIsBeingDecidedPreventsIt() throws Exception {
    AtomicReference<JobHandle<Void>> handle = new AtomicReference<>();
    RetryPolicy cancelling =
        AT_ONCE.onlyIf(failure -> {
          assertTrue(handle.get().cancel());
          return true;
        });
    JobQueue<String, Void> queue =
        JobQueue.<String>builder(
                "jobs",
                item -> {
                  sleep(time, seconds(1));
                  jobs.failing(9).handle(item);
                })
            .retry(cancelling)
            .build();
    Host host = jobs.start(queue);
    handle.set(jobs.submit(queue, "a"));
    time.advance(seconds(5));
    fixture.stop(host);
    assertEquals(CancellationException.class, handle.get().failure().getClass());
    assertEquals("a 1", handle.get().failure().getCause().getMessage());
    assertEquals(List.of("1 a try 1"), trail);
  }

  @Test
  void writesNoLineToTheLog() throws Exception {
    JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(5)).build();
    Host host = jobs.start(queue);
    JobHandle<Void> running = jobs.submit(queue, "a");
    JobHandle<Void> waiting = jobs.submit(queue, "b");
    try (LogTrail log = LogTrail.from(Level.INFO)) {
      assertTrue(time.drive(() -> running.cancel() && waiting.cancel()));
      time.advance(seconds(1));
      assertEquals(List.of(), log.lines());
    }
    fixture.stop(host);
    assertEquals(List.of(), jobs.events);
  }
}
