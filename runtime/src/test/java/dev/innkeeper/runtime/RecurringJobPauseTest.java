package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code pause} and {@code resume} of a job. */
class RecurringJobPauseTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final RecurringJobFixture jobs = new RecurringJobFixture(fixture);

  @Test
  void letsTicksPassAndResumeMakesUpForNone() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(10)).build(jobs.taking(0));
    Host host = jobs.host(job);
    fixture.start(host);
    time.advance(seconds(15));
    job.pause();
    assertTrue(job.status().paused());
    time.advance(seconds(20));
    JobHandle<Void> asked = jobs.request(job);
    job.resume();
    time.advance(seconds(10));
    fixture.stop(host);
    assertEquals(JobHandle.State.SUCCEEDED, asked.state(), "a request is no tick");
    assertEquals(List.of("10 run 1", "35 run 2", "40 run 3"), trail);
    assertEquals(0, job.status().skipped());
  }

  @Test
  void canBeThereFromTheBeginning() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(10)).paused().initialRun().build(jobs.taking(0));
    Host host = jobs.host(job);
    fixture.start(host);
    time.advance(seconds(15));
    job.resume();
    time.advance(seconds(10));
    fixture.stop(host);
    assertEquals(List.of("20 run 1"), trail);
  }
}
