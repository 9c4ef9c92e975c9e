package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.jobs.JobAction;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.report.RunOutcome;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.scope.Task;
import dev.innkeeper.runtime.scope.TaskFailedException;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a failure says of itself is the user's code: no worker dies of it, and no job is lost. */
class EvilJobFailureTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final List<String> back = new ArrayList<>();

  /** Has swallowed the interrupt: only its causes could say that it was one. */
  private void swallowAndThrow(RuntimeException thrown) {
    try {
      sleep(time, Duration.ofDays(1));
    } catch (InterruptedException e) {
      throw thrown;
    }
  }

  @Nested
  class OfAJob {

    private JobQueue<String, Void> queue(JobAction<String> action) {
      return JobQueue.builder("jobs", action)
          .retry(RetryPolicy.maxRetries(1).backoff(Duration.ofNanos(1), Duration.ofNanos(1)))
          .onHandBack(back::addAll)
          .build();
    }

    private JobQueue<String, Void> throwing(RuntimeException thrown) {
      return JobQueue.builder(
              "jobs",
              (String item) -> {
                throw thrown;
              })
          .build();
    }

    private JobHandle<Void> submit(JobQueue<String, Void> queue) throws Exception {
      JobHandle<Void> handle = time.drive(() -> queue.submit("a"));
      time.advance(Duration.ZERO);
      return handle;
    }

    @ParameterizedTest
    @EnumSource
    void isTriedAgainAndFailsAndTheWorkerGoesOn(Evil evil) throws Exception {
      RuntimeException thrown = evil.exception();
      JobQueue<String, Void> queue =
          queue(item -> {
            fixture.mark("try");
            throw thrown;
          });
      Host host = fixture.host().queue(queue).build();
      fixture.start(host);
      JobHandle<Void> first = submit(queue);
      JobHandle<Void> second = submit(queue);
      time.advance(seconds(1));
      assertEquals(JobHandle.State.FAILED, first.state());
      assertSame(thrown, first.failure());
      assertEquals(JobHandle.State.FAILED, second.state());
      assertEquals(List.of("0 try", "0 try", "0 try", "0 try"), trail);
      assertEquals(ServiceState.RUNNING, host.services().getFirst().state());
      assertTrue(fixture.stop(host).clean());
    }

    @ParameterizedTest
    @EnumSource
    void inAStopHasFailedAndIsNotHandedBack(Evil evil) throws Exception {
      RuntimeException thrown = evil.exception();
      JobQueue<String, Void> queue =
          JobQueue.builder("jobs", (String item) -> swallowAndThrow(thrown))
              .onHandBack(back::addAll)
              .build();
      Host host = fixture.host().queue(queue).build();
      fixture.start(host);
      JobHandle<Void> handle = submit(queue);
      assertTrue(fixture.stop(host).clean());
      assertEquals(JobHandle.State.FAILED, handle.state());
      assertSame(thrown, handle.failure());
      assertEquals(List.of(), back);
    }

    @Test
    void whoseMonitorSomebodyHoldsHasFailedAllTheSame() throws Exception {
      RuntimeException thrown = Evil.GET_CAUSE.exception();
      JobQueue<String, Void> queue = throwing(thrown);
      Host host = fixture.host().queue(queue).build();
      fixture.start(host);
      synchronized (thrown) {
        JobHandle<Void> handle =
            time.drive(() -> {
              JobHandle<Void> submitted = queue.submit("a");
              submitted.whenDone(done -> fixture.mark(done.state().toString()));
              submitted.await();
              return submitted;
            });
        assertSame(thrown, handle.failure());
        assertTrue(fixture.stop(host).clean());
      }
      assertEquals(List.of("0 FAILED"), trail);
    }

    @ParameterizedTest
    @EnumSource
    void isInTheLogWithItsService(Evil evil) throws Exception {
      JobQueue<String, Void> queue = throwing(evil.exception());
      Host host = fixture.host().queue(queue).build();
      fixture.start(host);
      try (LogTrail log = LogTrail.from(Level.ERROR)) {
        assertEquals(JobHandle.State.FAILED, submit(queue).state());
        assertEquals(1, log.lines().size(), log.lines().toString());
        String line = log.lines().getFirst();
        assertTrue(line.startsWith("ERROR inn/jobs#1 failed after one attempt"), line);
      }
      assertTrue(fixture.stop(host).clean());
    }
  }

  @Nested
  class OfARun {

    @ParameterizedTest
    @EnumSource
    void isAFailureAndTheNextRunComesAtItsTime(Evil evil) throws Exception {
      RecurringJob job =
          RecurringJob.every(seconds(10))
              .build(run -> {
                fixture.mark("run");
                throw evil.exception();
              });
      Host host = fixture.host().recurring("job", job).build();
      fixture.start(host);
      try (LogTrail log = LogTrail.from(Level.ERROR)) {
        time.advance(seconds(25));
        assertEquals(1, log.lines().size(), log.lines().toString());
        String line = log.lines().getFirst();
        assertTrue(line.startsWith("ERROR inn/job: run 1 failed after 0 ms"), line);
      }
      assertEquals(List.of("10 run", "20 run"), trail);
      assertEquals(2, job.status().failures());
      assertTrue(fixture.stop(host).clean());
    }

    @ParameterizedTest
    @EnumSource
    void inAStopIsAFailureOfTheRunAndNotOfItsService(Evil evil) throws Exception {
      RuntimeException thrown = evil.exception();
      RecurringJob job = RecurringJob.every(seconds(10)).build(run -> swallowAndThrow(thrown));
      Host host = fixture.host().recurring("job", job).build();
      fixture.start(host);
      JobHandle<Void> handle = time.drive(job::runNow);
      time.advance(Duration.ZERO);
      assertTrue(fixture.stop(host).clean());
      assertEquals(Optional.of(RunOutcome.FAILED), job.status().lastOutcome());
      assertEquals(JobHandle.State.FAILED, handle.state());
      assertSame(thrown, handle.failure());
    }
  }

  @Nested
  class OfATask {

    @ParameterizedTest
    @EnumSource
    void cancelsTheOthersAndIsThrown(Evil evil) {
      RuntimeException thrown = evil.exception();
      CountDownLatch begun = new CountDownLatch(1);
      try (TaskScope scope = TaskScope.openFailFast("s")) {
        Task<Object> sibling =
            scope.fork(() -> {
              begun.countDown();
              new CountDownLatch(1).await();
              return null;
            });
        Task<Object> unused =
            scope.fork(() -> {
              begun.await();
              throw thrown;
            });
        TaskFailedException failed = assertThrows(TaskFailedException.class, scope::join);
        assertSame(thrown, failed.getCause());
        assertEquals(InterruptedException.class, sibling.failure().getClass());
      }
    }

    @ParameterizedTest
    @EnumSource
    void thatWasCancelledIsSuppressedInTheFirst(Evil evil) {
      RuntimeException thrown = evil.exception();
      IOException disk = new IOException("disk");
      CountDownLatch begun = new CountDownLatch(1);
      try (TaskScope scope = TaskScope.openFailFast("s")) {
        Task<Object> unused =
            scope.fork(() -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                throw thrown;
              }
              return null;
            });
        Task<Object> first =
            scope.fork(() -> {
              begun.await();
              throw disk;
            });
        TaskFailedException failed = assertThrows(TaskFailedException.class, scope::join);
        assertSame(disk, failed.getCause());
        assertSame(thrown, failed.getSuppressed()[0]);
        assertSame(disk, first.failure());
      }
    }
  }
}
