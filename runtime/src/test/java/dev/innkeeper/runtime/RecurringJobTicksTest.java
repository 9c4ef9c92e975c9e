package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.RecurringJobFixture.BEGIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the ticks of a schedule make of a job. */
class RecurringJobTicksTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final RecurringJobFixture jobs = new RecurringJobFixture(fixture);

  @Test
  void eachBeginARun() throws Exception {
    Host host = jobs.host(RecurringJob.every(seconds(10)).build(jobs.taking(0)));
    fixture.start(host);
    time.advance(seconds(35));
    fixture.stop(host);
    assertEquals(List.of("10 run 1", "20 run 2", "30 run 3"), trail);
    assertEquals(
        List.of("run 1 SUCCEEDED after 0", "run 2 SUCCEEDED after 0", "run 3 SUCCEEDED after 0"),
        jobs.events);
  }

  @Test
  void duringARunAreSkippedAndCountedAndTheRunsDoNotOverlap() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(10)).build(jobs.taking(35, 0));
    Host host = jobs.host(job);
    fixture.start(host);
    try (LogTrail log = LogTrail.from(Level.INFO)) {
      time.advance(seconds(55));
      assertEquals(List.of("WARN inn/job: a tick skipped"), log.linesAt(Level.WARN));
    }
    assertEquals(3, job.status().skipped());
    fixture.stop(host);
    assertEquals(List.of("10 run 1", "45 run 1 done", "50 run 2"), trail);
    assertEquals(
        List.of(
            "1 skipped",
            "1 skipped again",
            "1 skipped again",
            "run 1 SUCCEEDED after 35",
            "run 2 SUCCEEDED after 0"),
        jobs.events);
  }

  @Test
  void thatTheMachineSleptThroughAreSkippedAndCounted() throws Exception {
    RecurringJob job = RecurringJob.on(Schedule.hourly(ZoneOffset.UTC)).build(jobs.taking(0));
    Host host = jobs.host(job);
    fixture.start(host);
    time.advance(Duration.ofMinutes(30));
    time.moveWallClock(Duration.ofHours(5));
    time.advance(Duration.ofMinutes(31));
    fixture.stop(host);
    assertEquals(List.of("1860 run 1", "3600 run 2"), trail);
    assertEquals(4, job.status().skipped());
  }

  @Test
  void ofAScheduleComeAtItsPoints() throws Exception {
    List<Instant> scheduled = new ArrayList<>();
    Schedule quarterPast = Schedule.hourlyAt(15, ZoneOffset.UTC);
    Host host =
        fixture.host().recurring("job", quarterPast, run -> scheduled.add(run.scheduled())).build();
    fixture.start(host);
    time.advance(Duration.ofHours(2));
    fixture.stop(host);
    assertEquals(
        List.of(BEGIN.plus(Duration.ofMinutes(15)), BEGIN.plus(Duration.ofMinutes(75))), scheduled);
  }

  @Test
  void ofAYearAreWorkedOffByAWholeHost() throws Exception {
    RecurringJob job = RecurringJob.on(Schedule.hourly(ZoneOffset.UTC)).build(run -> {});
    Host host = fixture.host().recurring("job", job).build();
    fixture.start(host);
    time.advance(Duration.ofDays(366));
    fixture.stop(host);
    assertEquals(8_784, job.status().runs());
    assertEquals(0, job.status().skipped());
  }

  @Test
  void thatEndCompleteTheService() throws Exception {
    Instant only = BEGIN.plusSeconds(5);
    Schedule once = after -> after.isBefore(only) ? only : null;
    Host host =
        fixture
            .host()
            .recurring("job", RecurringJob.on(once).build(jobs.taking(3)))
            .stopWhenComplete()
            .build();
    fixture.start(host);
    time.advance(seconds(20));
    assertEquals(HostState.STOPPED, host.state());
    assertEquals(List.of("5 run 1", "8 run 1 done"), trail);
  }

  @Test
  void ofAScheduleThatThrowsFailTheService() throws Exception {
    IllegalArgumentException thrown = new IllegalArgumentException("no such day");
    Schedule bad =
        after -> {
          if (after.isAfter(BEGIN)) {
            throw thrown;
          }
          return BEGIN.plusSeconds(5);
        };
    Host host =
        fixture
            .host()
            .recurring(
                "job",
                RecurringJob.on(bad).build(jobs.taking(0)),
                s -> s.onFailure(FailurePolicy.ignore()))
            .build();
    fixture.start(host);
    time.advance(seconds(20));
    ServiceStatus status = host.services().getFirst();
    fixture.stop(host);
    assertEquals(ServiceState.FAILED, status.state());
    assertEquals(
        "the schedule of job 'job' has thrown an exception",
        status.failure().orElseThrow().getMessage());
    assertSame(thrown, status.failure().orElseThrow().getCause());
  }
}
