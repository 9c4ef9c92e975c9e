package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobInsides;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a handle says of its job, and how it tells the end. */
class JobHandleTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final JobQueueFixture jobs = new JobQueueFixture(fixture);

  @Test
  void hasTheResult() throws Exception {
    JobQueue<String, Integer> queue =
        JobQueue.<String, Integer>builderWithResult(
                "jobs",
                (item, attempt) -> {
                  sleep(time, seconds(3));
                  return item.length();
                })
            .build();
    Host host = jobs.start(queue);
    JobHandle<Integer> handle = jobs.submit(queue, "word");
    assertEquals(JobHandle.State.RUNNING, handle.state());
    assertThrows(IllegalStateException.class, handle::result);
    assertFalse(time.drive(() -> handle.await(seconds(2))));
    time.drive(() -> {
      handle.await();
      return null;
    });
    assertEquals(4, handle.result());
    assertThrows(IllegalStateException.class, handle::failure);
    fixture.stop(host);
  }

  @Test
  void hasTheFailure() throws Exception {
    JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.failing(1)).build();
    Host host = jobs.start(queue);
    JobHandle<Void> handle = jobs.submit(queue, "a");
    assertEquals(JobHandle.State.FAILED, handle.state());
    assertEquals("a 1", handle.failure().getMessage());
    assertSame(
        handle.failure(), assertThrows(IllegalStateException.class, handle::result).getCause());
    fixture.stop(host);
  }

  @Test
  void callsAllBackInOrderAndAtOnceIfItIsOver() throws Exception {
    JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(1)).build();
    Host host = jobs.start(queue);
    JobHandle<Void> handle = jobs.submit(queue, "a");
    handle.whenDone(done -> fixture.mark("first " + done.state()));
    handle.whenDone(done -> {
      throw new IllegalStateException("in a callback");
    });
    handle.whenDone(done -> fixture.mark("third"));
    try (LogTrail log = LogTrail.from(Level.INFO)) {
      time.advance(seconds(2));
      assertEquals(
          List.of("ERROR inn/jobs#1: a callback of the job failed [in a callback]"), log.lines());
    }
    handle.whenDone(done -> fixture.mark("late"));
    fixture.stop(host);
    assertEquals(List.of("0 a", "1 a done", "1 first SUCCEEDED", "1 third", "2 late"), trail);
  }

  @Test
  void leavesNothingBehindForOneWhoLooksAgainAndAgain() throws Exception {
    JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(60)).build();
    Host host = jobs.start(queue);
    JobHandle<Void> handle = jobs.submit(queue, "a");
    for (int i = 0; i < 20; i++) {
      assertFalse(time.drive(() -> handle.await(seconds(1))));
    }
    assertFalse(JobInsides.tellsAnybody(handle), "nobody is there any more");
    fixture.stop(host);
  }

  @Test
  void wakesThoseWhoWaitBeforeItCallsBack() throws Exception {
    JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(1)).build();
    Host host = jobs.start(queue);
    JobHandle<Void> handle = jobs.submit(queue, "a");
    handle.whenDone(done -> sleepDeaf(time, seconds(600)));
    time.drive(() -> {
      handle.await();
      fixture.mark("woken");
      return null;
    });
    fixture.stop(host);
    assertEquals(List.of("0 a", "1 a done", "1 woken"), trail);
  }

  @Test
  void canBeWaitedForAgainAfterAnInterrupt() throws Exception {
    JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(5)).build();
    Host host = jobs.start(queue);
    JobHandle<Void> handle = jobs.submit(queue, "a");
    Thread waiting =
        time.start(
            "waits",
            () -> {
              try {
                handle.await();
              } catch (InterruptedException e) {
                fixture.mark("interrupted");
              }
            });
    time.advance(seconds(1));
    time.interrupt(waiting);
    time.advance(seconds(1));
    assertTrue(time.drive(() -> handle.await(seconds(10))));
    fixture.stop(host);
    assertEquals(List.of("0 a", "1 interrupted", "5 a done"), trail);
  }
}
