package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.RunOutcome;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The failures of runs: they never end the schedule, unless that is asked. */
class RecurringJobFailuresTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final RecurringJobFixture jobs = new RecurringJobFixture(fixture);

  @Test
  void areLoggedAndCountedAndTheNextRunComesAtItsTime() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(10)).build(RecurringJobFixture.failing(2));
    Host host = jobs.host(job);
    fixture.start(host);
    try (LogTrail log = LogTrail.from(Level.INFO)) {
      time.advance(seconds(20));
      assertEquals(
          List.of("ERROR inn/job: run 1 failed after 0 ms [crash 1]"), // the second is counted
          log.lines());
    }
    RecurringJob.Status failed = job.status();
    time.advance(seconds(10));
    RecurringJob.Status well = job.status();
    assertTrue(fixture.stop(host).clean(), "the service itself has not failed");
    assertEquals(2, failed.failures());
    assertEquals(2, failed.failuresInARow());
    assertEquals(Optional.of(RunOutcome.FAILED), failed.lastOutcome());
    assertEquals("crash 2", failed.lastFailure().orElseThrow().getMessage());
    assertEquals(2, well.failures());
    assertEquals(0, well.failuresInARow());
    assertEquals(Optional.empty(), well.lastFailure());
    assertEquals(
        List.of("run 1 FAILED after 0", "run 2 FAILED after 0", "run 3 SUCCEEDED after 0"),
        jobs.events);
  }

  @Test
  void ofEveryKindAreSurvived() throws Exception {
    RecurringJob job =
        RecurringJob.every(seconds(10))
            .build(run -> {
              if (run.number() == 1) {
                throw new StackOverflowError("deep");
              }
              if (run.number() == 2) {
                throw new InterruptedException("by itself");
              }
            });
    Host host = jobs.host(job);
    fixture.start(host);
    time.advance(seconds(30));
    fixture.stop(host);
    assertEquals(
        List.of("run 1 FAILED after 0", "run 2 FAILED after 0", "run 3 SUCCEEDED after 0"),
        jobs.events);
  }

  @Test
  void areNotMadeOfAnInterruptThatStraysToTheWorker() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(10)).build(jobs.taking(0));
    Host host = jobs.host(job);
    fixture.start(host);
    time.start("request", () -> job.runNow().whenDone(done -> Thread.currentThread().interrupt()));
    time.advance(seconds(25));
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("0 run 1", "10 run 2", "20 run 3"), trail);
  }

  @Test
  void inARowFailTheServiceIfThatIsAsked() throws Exception {
    RecurringJob job =
        RecurringJob.every(seconds(10)).failAfter(3).build(RecurringJobFixture.failing(100));
    Host host = jobs.host(job);
    fixture.start(host);
    time.advance(seconds(60));
    StopReport report = fixture.stop(host);
    ServiceStatus status = report.services().getFirst();
    assertEquals(ServiceState.FAILED, status.state());
    assertEquals("3 runs in a row have failed", status.failure().orElseThrow().getMessage());
    assertEquals("crash 3", status.failure().orElseThrow().getCause().getMessage());
    assertEquals(3, job.status().runs());
  }

  @Test
  void areCountedAnewAfterARestart() throws Exception {
    RecurringJob job =
        RecurringJob.every(seconds(10)).failAfter(2).build(RecurringJobFixture.failing(3));
    Host host =
        fixture.host().recurring("job", job, s -> s.onFailure(CrashingServices.AT_ONCE)).build();
    fixture.start(host);
    time.advance(seconds(61));
    int restarts = host.services().getFirst().restarts();
    assertTrue(fixture.stop(host).clean());
    assertEquals(1, restarts);
    assertEquals(6, job.status().runs());
  }
}
