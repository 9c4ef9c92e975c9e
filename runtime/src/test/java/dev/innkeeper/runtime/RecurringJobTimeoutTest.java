package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.RunOutcome;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** The timeout of a run. */
class RecurringJobTimeoutTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final RecurringJobFixture jobs = new RecurringJobFixture(fixture);

  @Test
  void interruptsARunAndTheNextComesAtItsTime() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(10)).timeout(seconds(3)).build(jobs.taking(5, 0));
    Host host = jobs.host(job);
    fixture.start(host);
    time.advance(seconds(15));
    RecurringJob.Status status = job.status();
    time.advance(seconds(10));
    fixture.stop(host);
    assertEquals(List.of("10 run 1", "13 run 1 interrupted", "20 run 2"), trail);
    assertEquals(List.of("run 1 TIMED_OUT after 3", "run 2 SUCCEEDED after 0"), jobs.events);
    assertEquals(TimeoutException.class, status.lastFailure().orElseThrow().getClass());
    assertEquals(
        "not done after 3.00 s and was interrupted",
        status.lastFailure().orElseThrow().getMessage());
    assertEquals(1, status.failures());
  }

  @Test
  void abandonsARunThatIsDeafAndNoOtherBeginsBeforeItHasEnded() throws Exception {
    RecurringJob job =
        RecurringJob.every(seconds(10))
            .timeout(seconds(3))
            .build(run -> {
              fixture.mark("run " + run.number());
              if (run.number() == 1) {
                sleepDeaf(time, seconds(25));
              }
              fixture.mark("run " + run.number() + " ends");
            });
    Host host = jobs.host(job);
    fixture.start(host);
    RecurringJob.Status status;
    try (LogTrail log = LogTrail.from(Level.INFO)) {
      time.advance(seconds(16));
      status = job.status();
      time.advance(seconds(29));
      assertEquals(
          List.of(
              "ERROR inn/job: run 1 abandoned after 5.00 s"
                  + " [not done after 5.00 s and ignored the interrupt]",
              "WARN inn/job: a tick skipped",
              "INFO inn/job: run 1 has ended after all; it was abandoned"),
          log.lines());
    }
    fixture.stop(host);
    assertTrue(status.running(), "its code is");
    assertEquals(Optional.of(RunOutcome.ABANDONED), status.lastOutcome());
    assertTrue(
        List.of(status.lastFailure().orElseThrow().getStackTrace())
            .toString()
            .contains("sleepDeaf"),
        "where it is");
    assertEquals(List.of("10 run 1", "35 run 1 ends", "40 run 2", "40 run 2 ends"), trail);
    assertEquals(2, job.status().skipped());
    assertEquals(1, job.status().failures());
  }

  @Test
  void doesNotCountWhenTheRunReturnsAllTheSame() throws Exception {
    RecurringJob job =
        RecurringJob.every(seconds(10))
            .timeout(seconds(3))
            .build(run -> sleepDeaf(time, seconds(4)));
    Host host = jobs.host(job);
    fixture.start(host);
    time.advance(seconds(15));
    fixture.stop(host);
    assertEquals(List.of("run 1 SUCCEEDED after 4"), jobs.events);
  }

  @Test
  void ofDeafRunsInARowFailsTheServiceAlthoughTheyGoOn() throws Exception {
    RecurringJob job =
        RecurringJob.every(seconds(10))
            .timeout(seconds(3))
            .failAfter(1)
            .build(run -> sleepDeaf(time, Duration.ofHours(1)));
    Host host = jobs.host(job);
    fixture.start(host);
    time.advance(seconds(60));
    assertEquals(HostState.STOPPED, host.state());
    ServiceStatus status = host.services().getFirst();
    assertEquals(ServiceState.ABANDONED, status.state());
    assertEquals("1 runs in a row have failed", status.failure().orElseThrow().getMessage());
  }
}
