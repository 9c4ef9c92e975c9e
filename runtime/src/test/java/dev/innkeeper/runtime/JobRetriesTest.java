package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.JobQueueFixture.AT_ONCE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The retries of a job that fails. */
class JobRetriesTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final JobQueueFixture jobs = new JobQueueFixture(fixture);

  @Test
  void comeAfterABackOffUntilItGoesWell() throws Exception {
    JobQueue<String, Void> queue =
        JobQueue.builder("jobs", jobs.failing(2)).retry(RetryPolicy.maxRetries(2)).build();
    Host host = jobs.start(queue);
    JobHandle<Void> handle = jobs.submit(queue, "a");
    time.advance(seconds(2));
    assertEquals(JobHandle.State.SUCCEEDED, handle.state());
    assertEquals(2, queue.status().retries());
    fixture.stop(host);
    assertEquals(
        List.of("a try 1", "a try 2", "a try 3"),
        trail.stream().map(line -> line.substring(line.indexOf(' ') + 1)).toList());
    assertEquals(List.of(), jobs.events);
  }

  @Test
  void areNumberedForTheHandler() throws Exception {
    JobQueue<String, Void> queue =
        JobQueue.<String, Void>builderWithResult(
                "jobs",
                (item, attempt) -> {
                  fixture.mark(item + " " + attempt.number() + " " + attempt.context().name());
                  throw new IOException(item);
                })
            .retry(RetryPolicy.maxRetries(1).backoff(Duration.ofNanos(1), Duration.ofNanos(1)))
            .build();
    Host host = jobs.start(queue, "a");
    time.advance(seconds(1));
    fixture.stop(host);
    assertEquals(List.of("0 a 1 jobs", "0 a 2 jobs"), trail);
  }

  @Test
  void areLimited() throws Exception {
    JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.failing(9)).retry(AT_ONCE).build();
    Host host = jobs.start(queue);
    JobHandle<Void> handle = jobs.submit(queue, "a");
    time.advance(seconds(1));
    fixture.stop(host);
    assertEquals("a 3", handle.failure().getMessage());
    assertEquals(List.of("a failed, tries 3: a 3"), jobs.events);
  }

  @Test
  void letOthersGoFirst() throws Exception {
    JobQueue<String, Void> queue =
        JobQueue.builder("jobs", jobs.failing(1))
            .retry(RetryPolicy.maxRetries(1).backoff(seconds(60), seconds(60)))
            .build();
    Host host = jobs.start(queue);
    JobHandle<Void> a = jobs.submit(queue, "a");
    jobs.tries.put("b", new AtomicInteger(1));
    assertEquals(JobHandle.State.WAITING, a.state());
    assertEquals(1, queue.status().delayed());
    JobHandle<Void> b = jobs.submit(queue, "b");
    assertEquals(JobHandle.State.SUCCEEDED, b.state());
    time.advance(seconds(60));
    assertEquals(JobHandle.State.SUCCEEDED, a.state());
    fixture.stop(host);
  }

  @Test
  void areWatchedForByAnIdleWorkerWhileTheOthersAreBusy() throws Exception {
    JobQueue<String, Void> queue =
        JobQueue.<String>builder(
                "jobs",
                item -> {
                  if (item.equals("long")) {
                    jobs.taking(600).handle(item);
                  } else {
                    jobs.failing(1).handle(item);
                  }
                })
            .workers(2)
            .retry(RetryPolicy.maxRetries(1).backoff(seconds(10), seconds(10)))
            .build();
    Host host = jobs.start(queue, "a", "long");
    time.advance(seconds(11));
    assertEquals(2, jobs.tries.get("a").get(), trail.toString());
    fixture.stop(host);
  }

  @Test
  void areForThoseFailuresOnlyThatAreWorthIt() throws Exception {
    RetryPolicy picky = AT_ONCE.onlyIf(failure -> failure.getMessage().startsWith("a"));
    JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.failing(1)).retry(picky).build();
    Host host = jobs.start(queue, "a", "b");
    time.advance(seconds(1));
    fixture.stop(host);
    assertEquals(List.of(JobHandle.State.SUCCEEDED, JobHandle.State.FAILED), jobs.states());
  }

  @Test
  void areNotForErrorsNorWhenThePolicyItselfThrows() throws Exception {
    RetryPolicy broken =
        AT_ONCE.onlyIf(failure -> {
          throw new IllegalStateException("policy");
        });
    JobQueue<String, Void> queue =
        JobQueue.<String>builder(
                "jobs",
                item -> {
                  if (item.equals("error")) {
                    throw new StackOverflowError("deep");
                  }
                  throw new IOException("down");
                })
            .retry(broken)
            .build();
    Host host = jobs.start(queue);
    JobHandle<Void> error = jobs.submit(queue, "error");
    JobHandle<Void> exception = jobs.submit(queue, "exception");
    time.advance(seconds(1));
    fixture.stop(host);
    assertEquals("deep", error.failure().getMessage());
    assertEquals("down", exception.failure().getMessage());
    assertEquals("policy", exception.failure().getSuppressed()[0].getMessage());
    assertEquals(0, queue.status().retries());
  }

  @Test
  void noRetryAndZeroRetriesAreOneAttempt() {
    assertEquals("no retry", RetryPolicy.never().toString());
    assertEquals("no retry", RetryPolicy.maxRetries(0).toString());
  }
}
