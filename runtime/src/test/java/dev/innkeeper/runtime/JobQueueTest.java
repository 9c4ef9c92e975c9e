package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.JobQueueFixture.AT_ONCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobQueueBuilder;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.service.ServiceInterceptor;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A queue of jobs, as a service of a host. */
class JobQueueTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final JobQueueFixture jobs = new JobQueueFixture(fixture);

  @Test
  void itsStatusCounts() throws Exception {
    JobQueue<String, Void> queue =
        JobQueue.<String>builder(
                "jobs",
                item -> {
                  if (item.equals("bad")) {
                    throw new IOException("bad");
                  }
                  sleep(time, seconds(10));
                })
            .build();
    assertEquals(
        "QueueStatus[waiting=0, delayed=0, running=0, accepted=0, succeeded=0, failed=0,"
            + " handedBack=0, retries=0, oldestWaiting=Optional.empty, timeWaited=PT0S,"
            + " attempts=0]",
        queue.status().toString());
    Host host = jobs.start(queue, "bad", "a", "b", "c");
    time.advance(seconds(11));
    assertEquals(
        "QueueStatus[waiting=1, delayed=0, running=1, accepted=4, succeeded=1, failed=1,"
            + " handedBack=0, retries=0, oldestWaiting=Optional[PT11S], timeWaited=PT10S,"
            + " attempts=3]",
        queue.status().toString());
    fixture.stop(host);
    assertEquals(
        "QueueStatus[waiting=0, delayed=0, running=0, accepted=4, succeeded=2, failed=1,"
            + " handedBack=1, retries=0, oldestWaiting=Optional.empty, timeWaited=PT30S,"
            + " attempts=4]",
        queue.status().toString());
  }

  @Test
  void itIsReadyWhenItIsOpen() throws Exception {
    JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(0)).build();
    Host host = fixture.host().queue(queue, ServiceOptions::waitForReady).build();
    fixture.start(host);
    assertTrue(host.isReady());
    fixture.stop(host);
  }

  @Test
  void whatIsAroundCallsIsAroundEachTry() throws Exception {
    JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.failing(1)).retry(AT_ONCE).build();
    Host host =
        fixture
            .host()
            .intercept(call -> {
              if (call.kind() == ServiceInterceptor.Kind.JOB) {
                fixture.mark("around " + call.service());
              }
              call.proceed();
            })
            .queue(queue)
            .build();
    fixture.start(host);
    jobs.submit(queue, "a");
    time.advance(seconds(1));
    fixture.stop(host);
    assertEquals(
        List.of("0 around jobs", "0 a try 1", "0 around jobs", "0 a try 2"),
        trail.stream().map(line -> line.replaceFirst("^0\\.0+\\d* ", "0 ")).toList());
  }

  @Test
  void aQueueIsOneServiceAtATime() throws Exception {
    JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(0)).build();
    Host host = fixture.host().add("a", queue).add("b", queue).build();
    HostStartException thrown = assertThrows(HostStartException.class, () -> fixture.start(host));
    assertEquals(
        "queue 'a' is a service already; a second one needs a second queue",
        thrown.getCause().getMessage());
  }

  @Test
  void badChoicesAreRefusedByName() {
    JobQueueBuilder<String, Void> builder = JobQueue.builder("jobs", jobs.taking(0));
    assertEquals("capacity must be positive: 0", refusal(() -> builder.capacity(0)));
    assertEquals("workers must be positive: -1", refusal(() -> builder.workers(-1)));
    assertEquals("timeout must be positive: PT0S", refusal(() -> builder.timeout(Duration.ZERO)));
    assertEquals("retries must be zero or more: -1", refusal(() -> RetryPolicy.maxRetries(-1)));
    assertEquals(
        "the first back-off, 2s, is longer than the longest, 1s",
        refusal(() -> AT_ONCE.backoff(seconds(2), seconds(1))));
  }

  private static String refusal(Runnable choice) {
    return assertThrows(IllegalArgumentException.class, choice::run).getMessage();
  }
}
