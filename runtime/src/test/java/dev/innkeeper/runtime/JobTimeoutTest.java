package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static dev.innkeeper.runtime.JobQueueFixture.AT_ONCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** The timeout of a job, which each attempt has for itself. */
class JobTimeoutTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final JobQueueFixture jobs = new JobQueueFixture(fixture);

  @Test
  void interruptsATryAndTheNextMayGoWell() throws Exception {
    JobQueue<String, Void> queue =
        JobQueue.<String>builder(
                "jobs", item -> jobs.taking(jobs.tried(item) == 1 ? 10 : 1).handle(item))
            .timeout(seconds(3))
            .retry(AT_ONCE)
            .build();
    Host host = jobs.start(queue);
    JobHandle<Void> handle = jobs.submit(queue, "a");
    time.advance(seconds(10));
    fixture.stop(host);
    assertEquals(JobHandle.State.SUCCEEDED, handle.state());
    assertEquals(List.of("0 a", "3 a interrupted", "3 a", "4 a done"), trail);
  }

  @Test
  void isOfEachTryAndNotOfTheThread() throws Exception {
    JobQueue<String, Void> queue =
        JobQueue.builder("jobs", jobs.taking(2)).timeout(seconds(3)).workers(2).build();
    Host host = jobs.start(queue);
    for (int i = 0; i < 10; i++) {
      jobs.submit(queue, "job " + i);
    }
    time.advance(seconds(20));
    fixture.stop(host);
    assertEquals(
        Collections.nCopies(10, JobHandle.State.SUCCEEDED), jobs.states(), trail.toString());
  }

  @Test
  void isNotedForOneWorkerWhileAnAlarmIsSetForAnother() throws Exception {
    JobQueue<String, Void> queue =
        JobQueue.<String>builder(
                "jobs",
                item -> {
                  if (item.equals("deaf")) {
                    sleepDeaf(time, seconds(600));
                  } else {
                    jobs.taking(600).handle(item);
                  }
                })
            .timeout(seconds(1))
            .workers(2)
            .build();
    Host host = jobs.start(queue);
    JobHandle<Void> deaf = jobs.submit(queue, "deaf");
    time.advance(Duration.ofMillis(1_500));
    JobHandle<Void> second = jobs.submit(queue, "second");
    time.advance(seconds(10));
    assertEquals(JobHandle.State.FAILED, deaf.state());
    assertEquals(JobHandle.State.FAILED, second.state());
    assertEquals(List.of("1.500 second", "2.500 second interrupted"), trail);
    fixture.stop(host);
  }

  @Test
  void givesUpAJobThatIsDeafAndItsWorkerComesBackLater() throws Exception {
    JobQueue<String, Void> queue =
        JobQueue.<String>builder(
                "jobs",
                item -> {
                  fixture.mark(item);
                  if (item.equals("deaf")) {
                    sleepDeaf(time, seconds(20));
                  }
                })
            .timeout(seconds(3))
            .capacity(1)
            .retry(AT_ONCE)
            .build();
    Host host = jobs.start(queue);
    JobHandle<Void> deaf = jobs.submit(queue, "deaf");
    jobs.startSubmitting(queue, "next");
    try (LogTrail log = LogTrail.from(Level.INFO)) {
      time.advance(seconds(30));
      assertEquals(
          List.of(
              "ERROR inn/jobs#1 failed after one attempt"
                  + " [not done after 5.00 s and ignored the interrupt]",
              "INFO inn/jobs#1 has ended after all; it had been given up"),
          log.lines());
    }
    assertEquals(TimeoutException.class, deaf.failure().getClass());
    assertTrue(
        List.of(deaf.failure().getStackTrace()).toString().contains("sleepDeaf"), "where it is");
    assertEquals(
        "QueueStatus[waiting=0, delayed=0, running=0, accepted=2, succeeded=1, failed=1,"
            + " handedBack=0, retries=0, oldestWaiting=Optional.empty, timeWaited=PT15S,"
            + " attempts=2]",
        queue.status().toString());
    fixture.stop(host);
    assertEquals(List.of("0 deaf", "5 next is in", "20 next"), trail);
  }
}
