package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static dev.innkeeper.runtime.JobQueueFixture.AT_ONCE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.events.HostEvents;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A failure of a job is told to those who wait and to listeners, or else to the log. */
class JobFailureTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final JobQueueFixture jobs = new JobQueueFixture(fixture);

  @Test
  void thatNobodyWaitsForIsLoggedOnce() throws Exception {
    JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.failing(9)).retry(AT_ONCE).build();
    Host host = jobs.start(queue);
    try (LogTrail log = LogTrail.from(Level.INFO)) {
      jobs.submit(queue, "a");
      time.advance(seconds(1));
      assertEquals(
          List.of(
              "WARN inn/jobs#1 failed in attempt 1, and is tried again in 0 ms:"
                  + " java.io.IOException: a 1",
              "ERROR inn/jobs#1 failed after 3 attempts [a 3]"),
          log.lines());
    }
    fixture.stop(host);
  }

  @Test
  void thatSomebodyWaitsForIsNotLogged() throws Exception {
    JobQueue<String, Void> queue =
        JobQueue.<String>builder(
                "jobs",
                item -> {
                  sleep(time, seconds(1));
                  throw new IOException(item);
                })
            .build();
    Host host = jobs.start(queue);
    try (LogTrail log = LogTrail.from(Level.INFO)) {
      JobHandle<Void> awaited = jobs.submit(queue, "a");
      JobHandle<Void> heard = jobs.submit(queue, "b");
      heard.whenFailed(failure -> fixture.mark("b " + failure.getMessage()));
      time.drive(() -> {
        awaited.await();
        return null;
      });
      time.advance(seconds(5));
      assertEquals(List.of(), log.lines());
    }
    fixture.stop(host);
    assertEquals(List.of("2 b b"), trail);
    assertEquals(List.of("a failed, tries 1: a", "b failed, tries 1: b"), jobs.events);
  }

  @Test
  void thatSlowListenersWouldHearOfMuchTooLateIsLoggedInstead() throws Exception {
    int submitted = HostEvents.MOST_UNTOLD_JOBS + 2;
    JobQueue<String, Void> queue =
        JobQueue.<String>builder(
                "jobs",
                item -> {
                  if (item.equals("job 1")) {
                    sleep(time, seconds(1)); // until somebody waits for each of them
                  }
                  throw new IOException(item);
                })
            .capacity(submitted)
            .build();
    Host host = fixture.host().queue(queue).listener(this::hearSlowly).build();
    fixture.start(host);
    try (LogTrail log = LogTrail.from(Level.INFO)) {
      time.drive(() -> {
        for (int i = 1; i <= submitted; i++) {
          queue.submit("job " + i).whenFailed(failure -> {});
        }
        return null;
      });
      time.advance(seconds(1)); // all fail in one turn of the worker, before a listener has its own
      assertEquals(
          List.of(
              "ERROR inn/jobs#%1$d failed after one attempt [job %1$d]".formatted(submitted - 1),
              "WARN inn: the listeners have yet to hear of 1000 events of jobs, and miss"
                  + " further ones until they have caught up"),
          log.lines().stream().sorted().toList());
    }
    time.advance(seconds(60));
    assertEquals(submitted - 2, jobs.events.size());
    jobs.submit(queue, "one more");
    time.advance(seconds(1));
    assertEquals("one more failed, tries 1: one more", jobs.events.getLast());
    fixture.stop(host);
  }

  private void hearSlowly(HostEvent event) {
    if (event instanceof HostEvent.JobFailed && jobs.events.isEmpty()) {
      sleepDeaf(time, seconds(60));
    }
    jobs.hear(event);
  }
}
