package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** {@code runNow}: a run that is requested. */
class RunNowTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final RecurringJobFixture jobs = new RecurringJobFixture(fixture);

  @Test
  void runsAtOnceAndDoesNotMoveTheSchedule() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(10)).build(jobs.taking(0));
    Host host = jobs.host(job);
    fixture.start(host);
    time.advance(seconds(4));
    JobHandle<Void> handle = jobs.request(job);
    assertEquals(JobHandle.State.SUCCEEDED, handle.state());
    time.advance(seconds(10));
    fixture.stop(host);
    assertEquals(List.of("4 run 1", "10 run 2"), trail);
  }

  @Test
  void waitsForTheRunInProgressAndSharesTheNextWithAllThatComeMeanwhile() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(10)).build(jobs.taking(5));
    Host host = jobs.host(job);
    fixture.start(host);
    time.advance(seconds(11));
    JobHandle<Void> first = jobs.request(job);
    JobHandle<Void> second = jobs.request(job);
    assertSame(first, second);
    assertEquals(JobHandle.State.WAITING, first.state());
    time.advance(seconds(5));
    assertEquals(JobHandle.State.RUNNING, first.state());
    time.advance(seconds(5));
    assertEquals(JobHandle.State.SUCCEEDED, first.state());
    fixture.stop(host);
    assertEquals(
        List.of(
            "10 run 1", "15 run 1 done", "15 run 2", "20 run 2 done", "20 run 3", "25 run 3 done"),
        trail);
    assertEquals(0, job.status().skipped());
  }

  @Test
  void tellsWhatTheRunHasThrown() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(10)).build(RecurringJobFixture.failing(1));
    Host host = jobs.host(job);
    fixture.start(host);
    JobHandle<Void> handle = jobs.request(job);
    fixture.stop(host);
    assertEquals(JobHandle.State.FAILED, handle.state());
    assertEquals("crash 1", handle.failure().getMessage());
  }

  @Test
  void canBeCancelledBeforeItsTurnAndInTheMiddle() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(100)).build(jobs.taking(5));
    Host host = jobs.host(job);
    fixture.start(host);
    JobHandle<Void> running = jobs.request(job);
    JobHandle<Void> waiting = jobs.request(job);
    time.advance(seconds(1));
    assertTrue(waiting.cancel());
    time.drive(running::cancel);
    time.advance(seconds(1));
    assertEquals(CancellationException.class, running.failure().getClass());
    assertEquals(CancellationException.class, waiting.failure().getClass());
    assertFalse(running.cancel());
    fixture.stop(host);
    assertEquals(List.of("0 run 1", "1 run 1 interrupted"), trail);
    assertEquals(List.of("run 1 CANCELLED after 1"), jobs.events);
    assertEquals(0, job.status().failures());
  }

  @Test
  void isTakenFromTheMomentThatTheServiceHasStarted() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(10)).initialRun().build(jobs.taking(0));
    AtomicReference<JobHandle<Void>> handle = new AtomicReference<>();
    Host host =
        fixture
            .host()
            .recurring("job", job)
            .add("next", context -> handle.set(job.runNow()), s -> s.dependsOn("job"))
            .build();
    fixture.start(host);
    time.advance(seconds(1));
    fixture.stop(host);
    assertEquals(JobHandle.State.SUCCEEDED, handle.get().state());
    assertEquals(List.of("0 run 1"), trail, "the initial run is the one that was asked for");
  }

  @Test
  void endsWithTheServiceAlsoIfARunIsDeaf() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(100)).build(run -> sleepDeaf(time, seconds(600)));
    Host host = jobs.host(job);
    fixture.start(host);
    JobHandle<Void> running = jobs.request(job);
    JobHandle<Void> waiting = jobs.request(job);
    time.start(
        "waits",
        () -> {
          try {
            waiting.await();
            fixture.mark(waiting.state().toString());
          } catch (InterruptedException e) {
            fixture.mark("interrupted");
          }
        });
    fixture.stop(host);
    assertEquals(JobHandle.State.HANDED_BACK, running.state());
    assertEquals(List.of("18.750 HANDED_BACK"), trail);
  }

  @Test
  void isTakenAgainWhenTheServiceIsStartedAgain() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(100)).build(jobs.taking(0));
    Host host = jobs.host(job);
    fixture.start(host);
    time.drive(() -> {
      host.control("job").stop();
      return null;
    });
    assertThrows(RejectedExecutionException.class, job::runNow);
    time.drive(() -> {
      host.control("job").start();
      return null;
    });
    JobHandle<Void> handle = jobs.request(job);
    fixture.stop(host);
    assertEquals(JobHandle.State.SUCCEEDED, handle.state());
  }

  @Test
  void isRefusedWhenTheServiceDoesNotRun() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(10)).build(jobs.taking(0));
    Host host = jobs.host(job);
    assertThrows(RejectedExecutionException.class, job::runNow);
    fixture.start(host);
    fixture.stop(host);
    assertThrows(RejectedExecutionException.class, job::runNow);
  }
}
