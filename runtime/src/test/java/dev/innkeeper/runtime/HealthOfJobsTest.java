package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobQueueBuilder;
import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.HostEvent.HealthChanged;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What queues and jobs know of how well they are. */
class HealthOfJobsTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private int runs;

  private HostBuilder host() {
    return fixture
        .host()
        .listener(event -> {
          if (event instanceof HealthChanged changed) {
            fixture.mark(changed.now().toString());
          }
        });
  }

  /** Each job is deaf for as many seconds, and is given up after three. */
  private JobQueueBuilder<Integer, Void> deaf() {
    return JobQueue.builder("jobs", (Integer seconds) -> sleepDeaf(time, seconds(seconds)))
        .timeout(seconds(1));
  }

  private void submit(JobQueue<Integer, Void> queue, int... seconds) throws Exception {
    Host host = fixture.start(host().queue(queue));
    for (int each : seconds) {
      time.drive(() -> queue.submit(each)).whenFailed(failure -> {});
    }
    time.advance(seconds(60));
    fixture.stop(host);
  }

  @Test
  void aQueueIsDegradedWhileAWorkerIsStuckAndDownWhileAllAre() throws Exception {
    submit(deaf().workers(2).build(), 10, 20);
    assertEquals(
        List.of(
            "3 DEGRADED: 1 of 2 workers is stuck in jobs that ignore their interrupt",
            "3 DOWN: all 2 workers are stuck in jobs that ignore their interrupt",
            "10 DEGRADED: 1 of 2 workers is stuck in jobs that ignore their interrupt",
            "20 UP"),
        trail);
  }

  @Test
  void aQueueWithOneWorkerIsDownWhileThatIsStuck() throws Exception {
    submit(deaf().build(), 10);
    assertEquals(
        List.of("3 DOWN: its worker is stuck in a job that ignores its interrupt", "10 UP"), trail);
  }

  @Test
  void aQueueWithSpareWorkersIsDownWhenTheyAreUsedUp() throws Exception {
    submit(deaf().workers(2).spareWorkers(1).build(), 10, 20);
    assertEquals(
        List.of(
            "3 DOWN: no spare worker is left: 2 workers are stuck in jobs that ignore their"
                + " interrupt",
            "10 UP"),
        trail);
  }

  private void run(RecurringJob job, long seconds) throws Exception {
    Host host = fixture.start(host().recurring("job", job));
    time.advance(seconds(seconds));
    fixture.stop(host);
  }

  @Test
  void aJobIsDegradedWhileItsRunsFailInARow() throws Exception {
    run(
        RecurringJob.every(seconds(10))
            .build(run -> {
              if (++runs < 4) {
                throw new IOException("no connection");
              }
            }),
        45);
    assertEquals(List.of("20 DEGRADED: 2 runs in a row have failed", "40 UP"), trail);
  }

  @Test
  void aJobIsDegradedWhileARunCostsTicks() throws Exception {
    run(
        RecurringJob.every(seconds(10))
            .build(run -> {
              if (++runs == 1) {
                sleep(time, seconds(25));
              }
            }),
        55);
    assertEquals(List.of("20 DEGRADED: runs take so long that ticks are skipped", "40 UP"), trail);
  }

  @Test
  void aJobIsDownWhileARunThatWasGivenUpGoesOn() throws Exception {
    run(
        RecurringJob.every(seconds(10))
            .timeout(seconds(1))
            .build(run -> {
              if (++runs == 1) {
                sleepDeaf(time, seconds(7));
              }
            }),
        25);
    assertEquals(
        List.of("13 DOWN: a run goes on, although it was interrupted after its time-out", "17 UP"),
        trail);
  }

  @Test
  void aSchedulerIsDegradedWhileRunsGoOnThatWereGivenUp() throws Exception {
    JobScheduler scheduler = JobScheduler.builder("jobs").build();
    Host host = fixture.start(host().jobScheduler(scheduler));
    for (int i = 0; i < 2; i++) {
      int taking = 10 * (i + 1);
      scheduler.scheduleAfter(
          "job " + i,
          seconds(1),
          run -> sleepDeaf(time, seconds(taking)),
          options -> options.timeout(seconds(1)));
    }
    time.advance(seconds(60));
    fixture.stop(host);
    assertEquals(List.of("4 DEGRADED: a run goes on after its time-out", "21 UP"), trail);
  }
}
