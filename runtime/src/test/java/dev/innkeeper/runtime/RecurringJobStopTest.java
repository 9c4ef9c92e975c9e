package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a stop does with a run in progress. */
class RecurringJobStopTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final RecurringJobFixture jobs = new RecurringJobFixture(fixture);

  @Test
  void letsARunInProgressFinish() throws Exception {
    Host host = jobs.host(RecurringJob.every(seconds(10)).build(jobs.taking(8)));
    fixture.start(host);
    time.advance(seconds(11));
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("10 run 1", "18 run 1 done"), trail);
  }

  @Test
  void interruptsARunTwoSecondsBeforeItsTimeIsOver() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(10)).build(jobs.taking(60));
    Host host = jobs.host(job);
    fixture.start(host);
    time.advance(seconds(11));
    JobHandle<Void> queued = jobs.request(job);
    StopReport report = fixture.stop(host);
    assertTrue(report.clean());
    assertEquals(List.of("10 run 1", "28.750 run 1 interrupted"), trail);
    assertEquals(List.of("run 1 INTERRUPTED after 18"), dropSkipped());
    assertEquals(JobHandle.State.HANDED_BACK, queued.state());
    assertEquals(0, job.status().failures());
  }

  @Test
  void abandonsARunThatIsDeafAndShowsWhereItIs() throws Exception {
    Host host =
        jobs.host(RecurringJob.every(seconds(10)).build(run -> sleepDeaf(time, seconds(600))));
    fixture.start(host);
    time.advance(seconds(11));
    ServiceStatus status = fixture.stop(host).services().getFirst();
    assertEquals(ServiceState.ABANDONED, status.state());
    assertTrue(status.stuckIn().toString().contains("sleepDeaf"), status.toString());
  }

  private List<String> dropSkipped() {
    return jobs.events.stream().filter(event -> !event.contains("skipped")).toList();
  }
}
