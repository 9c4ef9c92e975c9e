package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.RecurringJobFixture.BEGIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.jobs.WhenBusy;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A job whose runs have a fixed delay between them, and ticks that come while a run goes on. */
class RecurringJobDelayTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final RecurringJobFixture jobs = new RecurringJobFixture(fixture);

  // ---- a fixed delay

  @Test
  void countsFromTheEndOfEachRunHoweverItEnds() throws Exception {
    RecurringJob job =
        RecurringJob.withFixedDelay(seconds(10))
            .timeout(seconds(30))
            .build(jobs.taking(0, 25, 100, 1));
    Host host = jobs.host(job);
    fixture.start(host);
    time.advance(seconds(120));
    fixture.stop(host);
    assertEquals(
        List.of(
            "10 run 1",
            "20 run 2",
            "45 run 2 done",
            "55 run 3",
            "85 run 3 interrupted",
            "95 run 4",
            "96 run 4 done",
            "106 run 5",
            "107 run 5 done",
            "117 run 6",
            "118 run 6 done"),
        trail);
    assertEquals(0, job.status().skipped());
  }

  @Test
  void countsFromTheEndOfARequestedRunToo() throws Exception {
    RecurringJob job = RecurringJob.withFixedDelay(seconds(10)).build(jobs.taking(2));
    Host host = jobs.host(job);
    fixture.start(host);
    time.advance(seconds(6));
    jobs.request(job);
    time.advance(seconds(14));
    fixture.stop(host);
    assertEquals(List.of("6 run 1", "8 run 1 done", "18 run 2", "20 run 2 done"), trail);
  }

  @Test
  void saysWhenTheNextRunIsDueUnlessOneIsGoingOn() throws Exception {
    RecurringJob job = RecurringJob.withFixedDelay(seconds(10)).initialRun().build(jobs.taking(5));
    Host host = jobs.host(job);
    fixture.start(host);
    time.advance(seconds(7));
    assertEquals(Optional.of(BEGIN.plusSeconds(15)), job.status().nextDue());
    time.advance(seconds(9));
    assertEquals(Optional.empty(), job.status().nextDue());
    assertEquals(Optional.of(BEGIN.plusSeconds(15)), job.status().lastScheduled());
    fixture.stop(host);
    assertEquals("RecurringJob[10s after each run]", job.toString());
  }

  @Test
  void passesWhileTheJobIsPausedAndIsCountedAnew() throws Exception {
    RecurringJob job = RecurringJob.withFixedDelay(seconds(10)).paused().build(jobs.taking(0));
    Host host = jobs.host(job);
    fixture.start(host);
    time.advance(seconds(23));
    job.resume();
    time.advance(seconds(20));
    fixture.stop(host);
    assertEquals(List.of("30 run 1", "40 run 2"), trail);
  }

  @Test
  void isSpreadByTheJitter() throws Exception {
    RecurringJob job =
        RecurringJob.withFixedDelay(seconds(10)).jitter(seconds(5)).build(jobs.taking(0));
    Host host = jobs.host(job);
    fixture.start(host);
    time.advance(seconds(100));
    fixture.stop(host);
    assertEquals(8, trail.size(), "from 10 to 15 seconds each: " + trail);
  }

  @Test
  void isNoReasonToWaitInAStop() throws Exception {
    Host host = jobs.host(RecurringJob.withFixedDelay(Duration.ofDays(1)).build(jobs.taking(0)));
    fixture.start(host);
    time.advance(seconds(5));
    fixture.stop(host);
    fixture.mark("stopped");
    assertEquals(List.of("5 stopped"), trail);
  }

  @Test
  void doesNotSayThatARunIsDueWhenTheJobHasStopped() throws Exception {
    RecurringJob job = RecurringJob.withFixedDelay(seconds(10)).build(jobs.taking(5));
    Host host = jobs.host(job);
    fixture.start(host);
    time.advance(seconds(12));
    fixture.stop(host);
    assertEquals(Optional.empty(), job.status().nextDue());
    assertEquals(List.of("10 run 1", "15 run 1 done"), trail);
  }

  @Test
  void ofNothingIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> RecurringJob.withFixedDelay(Duration.ZERO));
  }

  // ---- a tick that comes while a run goes on

  @Test
  void isKeptIfOneMayWaitAndIsRunAfterIt() throws Exception {
    RecurringJob job =
        RecurringJob.every(seconds(10)).whenBusy(WhenBusy.QUEUE_ONE).build(jobs.taking(25, 0));
    Host host = jobs.host(job);
    fixture.start(host);
    time.advance(seconds(45));
    fixture.stop(host);
    assertEquals(List.of("10 run 1", "35 run 1 done", "35 run 2", "40 run 3"), trail);
    assertEquals(1, job.status().queued());
    assertEquals(1, job.status().skipped());
    assertEquals("1 skipped", jobs.events.getFirst());
  }

  @Test
  void doesNotOverlap() {
    assertEquals(
        "the runs of a recurring job do not overlap: WhenBusy.OVERLAP is for jobs of a"
            + " JobScheduler",
        assertThrows(
                IllegalArgumentException.class,
                () -> RecurringJob.every(seconds(1)).whenBusy(WhenBusy.OVERLAP))
            .getMessage());
    assertEquals(
        "a recurring job with a fixed delay is never busy when it is due: leave whenBusy out",
        assertThrows(
                IllegalStateException.class,
                () -> RecurringJob.withFixedDelay(seconds(1)).whenBusy(WhenBusy.SKIP))
            .getMessage());
  }
}
