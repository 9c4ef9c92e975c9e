package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.runtime.jobs.ScheduledJob;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What is refused, what fails, and who hears of it. */
class JobSchedulerMistakesTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final JobScheduler scheduler = JobScheduler.builder("jobs").build();

  private static String messageOf(Class<? extends Throwable> type, Executable call) {
    return assertThrows(type, call).getMessage();
  }

  @Test
  void areToldByTheValueAndWhatToDo() {
    assertEquals(
        "the period, 1ms, must be longer than the tolerance of scheduler 'jobs', 1ms",
        messageOf(
            IllegalArgumentException.class,
            () -> scheduler.scheduleEvery("a", Duration.ofMillis(1), run -> {})));
    assertEquals(
        "period must be positive: PT0S",
        messageOf(
            IllegalArgumentException.class,
            () -> scheduler.scheduleEvery("a", Duration.ZERO, run -> {})));
    assertEquals(
        "delay must be zero or more: PT-1S",
        messageOf(
            IllegalArgumentException.class,
            () -> scheduler.scheduleAfter("a", seconds(-1), run -> {})));
    assertEquals(
        "the initial delay, 1s, is for scheduleEvery(): leave it out",
        messageOf(
            IllegalArgumentException.class,
            () ->
                scheduler.scheduleAfter(
                    "a", seconds(1), run -> {}, o -> o.initialDelay(seconds(1)))));
    assertEquals(
        "the jitter, 3s, is longer than the period, 2s",
        messageOf(
            IllegalArgumentException.class,
            () -> scheduler.scheduleEvery("a", seconds(2), run -> {}, o -> o.jitter(seconds(3)))));
    assertEquals(
        "failures in a row must be positive: 0",
        messageOf(
            IllegalArgumentException.class,
            () -> scheduler.scheduleEvery("a", seconds(2), run -> {}, o -> o.failAfter(0))));
    assertEquals(
        "tolerance must be zero or more: PT-1S",
        messageOf(
            IllegalArgumentException.class,
            () -> JobScheduler.builder("jobs").tolerance(seconds(-1))));
    assertEquals(List.of(), scheduler.jobs());
  }

  @Test
  void aRequestBeforeTheStartOrAfterTheEndIsRefused() throws Exception {
    ScheduledJob job = scheduler.scheduleEvery("a\nb", seconds(10), run -> {});
    assertEquals(
        "job 'a\\u000Ab' takes no requests: the service of scheduler 'jobs' does not run, or is"
            + " ending",
        messageOf(RejectedExecutionException.class, job::runNow));
    Host host = fixture.start(fixture.host().jobScheduler(scheduler));
    job.cancel();
    assertEquals(
        "job 'a\\u000Ab' takes no more requests: it has ended",
        messageOf(RejectedExecutionException.class, job::runNow));
    fixture.stop(host);
  }

  @Test
  void aSchedulerIsOneServiceAtATime() throws Exception {
    Host host = fixture.start(fixture.host().jobScheduler(scheduler));
    Host second = Host.builder("second").timeSource(time).jobScheduler(scheduler).build();
    HostStartException refused = fixture.startFails(second);
    assertEquals(
        "scheduler 'jobs' is a service already; a second one needs a second scheduler",
        refused.getCause().getMessage());
    fixture.stop(host);
  }

  @Test
  void aScheduleThatThrowsAtOnceIsTheCallersOnceTheHostIsUp() throws Exception {
    Schedule broken =
        after -> {
          throw new IllegalArgumentException("no such day");
        };
    scheduler.schedule("early", broken, run -> {});
    Host host;
    try (LogTrail log = LogTrail.from(Level.ERROR)) {
      host = fixture.start(fixture.host().jobScheduler(scheduler));
      time.advance(Duration.ZERO);
      assertEquals(
          List.of(
              "ERROR inn/jobs#1 failed after one attempt"
                  + " [its schedule has thrown an exception]"),
          log.lines());
    }
    assertEquals(
        "no such day",
        messageOf(
            IllegalArgumentException.class, () -> scheduler.schedule("a", broken, run -> {})));
    assertEquals(List.of(), scheduler.jobs());
    fixture.stop(host);
  }

  @Test
  void aLabelStandsInThePlaceOfTheNumber() throws Exception {
    JobScheduler labelled = JobScheduler.builder("jobs").describedBy(key -> "of " + key).build();
    Host host = fixture.start(fixture.host().jobScheduler(labelled));
    labelled.scheduleAfter(
        "a",
        seconds(1),
        run -> {
          throw new IllegalStateException("no");
        });
    try (LogTrail log = LogTrail.from(Level.ERROR)) {
      time.advance(seconds(1));
      assertEquals(List.of("ERROR inn/jobs#of a failed after one attempt [no]"), log.lines());
    }
    fixture.stop(host);
  }

  @Test
  void aRequestedRunTellsItsEnd() throws Exception {
    Host host = fixture.start(fixture.host().jobScheduler(scheduler));
    AtomicInteger runs = new AtomicInteger();
    ScheduledJob job =
        scheduler.scheduleEvery(
            "job",
            Duration.ofDays(1),
            run -> {
              HostFixture.sleep(time, seconds(runs.incrementAndGet() == 1 ? 100 : 1));
              throw new IllegalStateException("no");
            });
    JobHandle<Void> first = job.runNow();
    JobHandle<Void> second = job.runNow();
    time.advance(seconds(1));
    assertEquals(JobHandle.State.RUNNING, first.state());
    assertEquals(JobHandle.State.WAITING, second.state());
    assertTrue(second.cancel());
    assertTrue(first.cancel());
    time.advance(seconds(1));
    assertEquals(CancellationException.class, first.failure().getClass());
    assertEquals("cancelled before its turn", second.failure().getMessage());
    assertFalse(first.cancel());
    JobHandle<Void> third = job.runNow();
    try (LogTrail log = LogTrail.from(Level.ERROR)) {
      third.whenFailed(failure -> fixture.mark(failure.getMessage()));
      time.advance(seconds(2));
      assertEquals(List.of(), log.lines(), "somebody takes the failure");
    }
    assertEquals(List.of("3 no"), fixture.trail);
    job.runNow(); // has its turn, whether its thread has begun or not
    JobHandle<Void> cancelledWithIts = job.runNow();
    job.cancel();
    time.advance(seconds(1));
    assertEquals(CancellationException.class, cancelledWithIts.failure().getClass());
    fixture.stop(host);
  }

  @Test
  void aServiceThatIsRestartedGoesOnWithItsJobs() throws Exception {
    Host host =
        fixture.start(
            fixture.host().jobScheduler(scheduler, s -> s.onFailure(FailurePolicy.restart())));
    scheduler.scheduleEvery("well", seconds(10), run -> fixture.mark("well " + run.number()));
    ScheduledJob ill =
        scheduler.scheduleEvery(
            "ill",
            seconds(10),
            run -> {
              throw new IllegalStateException("no");
            },
            o -> o.failAfter(1));
    time.advance(seconds(11));
    ill.cancel();
    time.advance(seconds(30));
    assertEquals("10 well 1", fixture.trail.getFirst());
    assertTrue(fixture.trail.size() >= 3, fixture.trail::toString);
    assertTrue(host.isReady());
    fixture.stop(host);
  }
}
