package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobAction;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobQueueBuilder;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.jobs.RecurringJobBuilder;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.report.RunOutcome;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.timer.TimeSource;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Code that was interrupted, sets the flag again and returns, was not done. With the flag clear it
 * was.
 */
class ReturnedWithTheFlagSetTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;

  /** As many a library does. */
  private static void sleepAndSetTheFlagAgain(TimeSource time, Duration duration) {
    try {
      sleep(time, duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void sleepAndSwallow(TimeSource time, Duration duration) {
    try {
      sleep(time, duration);
    } catch (InterruptedException e) {
      return;
    }
  }

  @Nested
  class ByAJob {

    private JobQueueBuilder<String, Void> queue(JobAction<String> action) {
      return JobQueue.builder("jobs", action).onHandBack(items -> fixture.mark("back: " + items));
    }

    private JobHandle<Void> submitted(Host host, JobQueue<String, Void> queue) throws Exception {
      fixture.start(host);
      JobHandle<Void> handle = time.drive(() -> queue.submit("a"));
      time.advance(Duration.ZERO);
      return handle;
    }

    private void work(String item, long seconds) {
      fixture.mark(item);
      sleepAndSetTheFlagAgain(time, seconds(seconds));
    }

    @Test
    void afterItsTimeoutIsTriedAgain() throws Exception {
      JobQueue<String, Void> queue =
          queue(item -> work(item, trail.isEmpty() ? 60 : 1))
              .timeout(seconds(5))
              .retry(RetryPolicy.maxRetries(1).backoff(Duration.ofNanos(1), Duration.ofNanos(1)))
              .build();
      Host host = fixture.host().queue(queue).build();
      JobHandle<Void> handle = submitted(host, queue);
      time.advance(seconds(10));
      assertEquals(List.of("0 a", "5 a"), trail);
      assertEquals(JobHandle.State.SUCCEEDED, handle.state());
      assertTrue(fixture.stop(host).clean());
    }

    @Test
    void afterItsTimeoutInItsLastTryHasFailed() throws Exception {
      JobQueue<String, Void> queue = queue(item -> work(item, 60)).timeout(seconds(5)).build();
      Host host = fixture.host().queue(queue).build();
      JobHandle<Void> handle = submitted(host, queue);
      time.advance(seconds(10));
      assertEquals(JobHandle.State.FAILED, handle.state());
      assertEquals(TimeoutException.class, handle.failure().getClass());
      assertEquals("not done after 5.00 s and was interrupted", handle.failure().getMessage());
      assertTrue(fixture.stop(host).clean());
    }

    @Test
    void inAStopIsHandedBack() throws Exception {
      JobQueue<String, Void> queue = queue(item -> work(item, 60)).build();
      Host host = fixture.host().queue(queue).build();
      JobHandle<Void> handle = submitted(host, queue);
      assertTrue(fixture.stop(host).clean());
      assertEquals(List.of("0 a", "17.750 back: [a]"), trail);
      assertEquals(JobHandle.State.HANDED_BACK, handle.state());
    }

    @Test
    void afterItWasCancelledHasFailed() throws Exception {
      JobQueue<String, Void> queue = queue(item -> work(item, 60)).build();
      Host host = fixture.host().queue(queue).build();
      JobHandle<Void> handle = submitted(host, queue);
      assertTrue(time.drive(handle::cancel));
      time.advance(Duration.ZERO);
      assertEquals(JobHandle.State.FAILED, handle.state());
      assertEquals(CancellationException.class, handle.failure().getClass());
      assertTrue(fixture.stop(host).clean());
    }

    @Test
    void thatNobodyHasInterruptedHasSucceeded() throws Exception {
      JobQueue<String, Void> queue = queue(item -> Thread.currentThread().interrupt()).build();
      Host host = fixture.host().queue(queue).build();
      JobHandle<Void> handle = submitted(host, queue);
      assertEquals(JobHandle.State.SUCCEEDED, handle.state());
      assertTrue(fixture.stop(host).clean());
    }

    @Test
    void isASuccessWithTheFlagClear() throws Exception {
      JobQueue<String, Void> queue = queue(item -> sleepAndSwallow(time, seconds(60))).build();
      Host host = fixture.host().queue(queue).build();
      JobHandle<Void> handle = submitted(host, queue);
      assertTrue(fixture.stop(host).clean());
      assertEquals(JobHandle.State.SUCCEEDED, handle.state());
    }

    @Test
    void isAFailureIfItThrowsLongAfterTheInterruptWithTheFlagClear() throws Exception {
      IOException disk = new IOException("disk full");
      JobQueue<String, Void> queue =
          queue(
                  item -> {
                    sleepAndSwallow(time, seconds(60));
                    sleep(time, Duration.ofMillis(500));
                    throw disk;
                  })
              .build();
      Host host = fixture.host().queue(queue).build();
      JobHandle<Void> handle = submitted(host, queue);
      assertTrue(fixture.stop(host).clean());
      assertEquals(JobHandle.State.FAILED, handle.state());
      assertSame(disk, handle.failure());
    }
  }

  @Nested
  class ByARun {

    private RecurringJobBuilder everyTenSeconds() {
      return RecurringJob.every(seconds(10));
    }

    private Optional<RunOutcome> outcomeAfterAStop(RecurringJob job) throws Exception {
      Host host = fixture.host().recurring("job", job).build();
      fixture.start(host);
      time.advance(seconds(18));
      assertTrue(fixture.stop(host).clean());
      return job.status().lastOutcome();
    }

    @Test
    void afterItsTimeoutHasTakenTooLong() throws Exception {
      RecurringJob job =
          everyTenSeconds()
              .timeout(seconds(3))
              .build(run -> sleepAndSetTheFlagAgain(time, seconds(60)));
      assertEquals(Optional.of(RunOutcome.TIMED_OUT), outcomeAfterAStop(job));
      assertEquals(TimeoutException.class, job.status().lastFailure().orElseThrow().getClass());
    }

    @Test
    void inAStopWasInterrupted() throws Exception {
      RecurringJob job = everyTenSeconds().build(run -> sleepAndSetTheFlagAgain(time, seconds(60)));
      assertEquals(Optional.of(RunOutcome.INTERRUPTED), outcomeAfterAStop(job));
      assertEquals(0, job.status().failures());
    }

    @Test
    void afterItWasCancelledIsCancelled() throws Exception {
      RecurringJob job = everyTenSeconds().build(run -> sleepAndSetTheFlagAgain(time, seconds(60)));
      Host host = fixture.host().recurring("job", job).build();
      fixture.start(host);
      JobHandle<Void> handle = time.drive(job::runNow);
      time.advance(seconds(1));
      assertTrue(time.drive(handle::cancel));
      time.advance(Duration.ZERO);
      assertEquals(Optional.of(RunOutcome.CANCELLED), job.status().lastOutcome());
      assertTrue(fixture.stop(host).clean());
    }

    @Test
    void isASuccessWithTheFlagClear() throws Exception {
      RecurringJob job = everyTenSeconds().build(run -> sleepAndSwallow(time, seconds(60)));
      assertEquals(Optional.of(RunOutcome.SUCCEEDED), outcomeAfterAStop(job));
    }

    @Test
    void isAFailureIfItThrowsLongAfterTheInterruptWithTheFlagClear() throws Exception {
      RecurringJob job =
          everyTenSeconds()
              .build(run -> {
                sleepAndSwallow(time, seconds(60));
                sleep(time, Duration.ofMillis(500));
                throw new IOException("disk full");
              });
      assertEquals(Optional.of(RunOutcome.FAILED), outcomeAfterAStop(job));
    }
  }

  @Nested
  class ByTheWorkOfAService {

    private StopReport reportOf(BackgroundService service) throws Exception {
      Host host =
          fixture.start(fixture.host().background("w", service, s -> s.interruptAfter(seconds(2))));
      return fixture.stop(host);
    }

    @Test
    void hasStopped() throws Exception {
      StopReport report = reportOf(context -> sleepAndSetTheFlagAgain(time, seconds(60)));
      assertTrue(report.clean(), report.toString());
      assertEquals(seconds(2), report.took());
    }

    @Test
    void isAFailureIfItThrowsSecondsAfterTheInterruptWithTheFlagClear() throws Exception {
      IOException disk = new IOException("disk full");
      StopReport report =
          reportOf(context -> {
            sleepAndSwallow(time, seconds(60));
            fixture.mark("interrupted");
            sleep(time, seconds(3));
            fixture.mark("throws");
            throw disk;
          });
      assertEquals(List.of("2 interrupted", "5 throws"), trail);
      assertEquals(List.of("w FAILED"), HostFixture.states(report));
      assertSame(disk, report.services().getFirst().failure().orElseThrow());
    }

    @Test
    void isAFailureAlsoInARestartByAnOperator() throws Exception {
      IOException disk = new IOException("disk full");
      Host host =
          fixture.start(
              fixture
                  .host()
                  .background(
                      "w",
                      context -> {
                        sleepAndSwallow(time, seconds(60));
                        sleep(time, seconds(3));
                        throw disk;
                      },
                      s -> s.interruptAfter(seconds(2))));
      fixture.order("restart", host.control("w")::restart);
      time.advance(seconds(10));
      assertEquals(List.of("5 restart: RUNNING"), trail);
      assertSame(disk, host.services().getFirst().failure().orElseThrow());
      fixture.stop(host);
    }
  }
}
