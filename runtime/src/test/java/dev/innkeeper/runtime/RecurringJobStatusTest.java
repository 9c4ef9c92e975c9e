package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.RecurringJobFixture.BEGIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The status of a job: when it ran, and when it will. */
class RecurringJobStatusTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final RecurringJobFixture jobs = new RecurringJobFixture(fixture);

  @Test
  void saysWhenItRanAndWhenItWill() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(10)).build(jobs.taking(2));
    Host host = jobs.host(job);
    assertEquals(Optional.empty(), job.status().nextDue());
    fixture.start(host);
    time.advance(seconds(1));
    assertEquals(Optional.of(BEGIN.plusSeconds(10)), job.status().nextDue());
    time.advance(seconds(10));
    assertTrue(job.status().running());
    time.advance(seconds(3));
    assertEquals(
        "JobStatus[running=false, paused=false, lastScheduled=Optional[%1$s],"
            .concat(" lastStart=Optional[%1$s], lastDuration=Optional[PT2S],")
            .concat(" lastOutcome=Optional[SUCCEEDED], lastFailure=Optional.empty,")
            .concat(
                " nextDue=Optional[%2$s], runs=1, failures=0, failuresInARow=0, skipped=0,"
                    + " queued=0, ended=false]")
            .formatted(BEGIN.plusSeconds(10), BEGIN.plusSeconds(20)),
        job.status().toString());
    fixture.stop(host);
    assertEquals(Optional.empty(), job.status().nextDue());
  }

  @Test
  void tellsARunThatIsLate() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(10)).build(jobs.taking(5));
    Host host = jobs.host(job);
    fixture.start(host);
    time.advance(seconds(11));
    jobs.request(job); // while a run goes on, until second 15
    time.advance(seconds(5));
    assertEquals(Optional.of(BEGIN.plusSeconds(11)), job.status().lastScheduled());
    assertEquals(Optional.of(BEGIN.plusSeconds(15)), job.status().lastStart());
    fixture.stop(host);
  }
}
