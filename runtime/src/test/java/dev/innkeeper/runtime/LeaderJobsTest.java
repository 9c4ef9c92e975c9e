package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.state;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.LeaderElection;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Jobs that run only in the process that leads. */
class LeaderJobsTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final FakeElection election = new FakeElection(fixture);

  private HostBuilder host() {
    return fixture
        .host()
        .listener(event -> {
          if (event instanceof HostEvent.TicksSkipped) {
            fixture.mark("skipped");
          }
        });
  }

  @Test
  void ticksThatComeWhileAnotherProcessLeadsAreNotSkipped() throws Exception {
    election.isTakenFor(seconds(25));
    RecurringJob job =
        RecurringJob.every(seconds(10))
            .whileLeader(election.candidate())
            .build(run -> fixture.mark("run " + run.number()));
    Host host = fixture.start(host().recurring("job", job));
    time.advance(seconds(24));
    assertEquals(ServiceState.STANDBY, state(host, 0));
    assertThrows(RejectedExecutionException.class, job::runNow);
    time.advance(seconds(25));
    assertEquals(0, job.status().skipped());
    fixture.stop(host);
    assertEquals(List.of("37 run 1", "47 run 2", "49 given back"), trail);
  }

  @Test
  void jobsOfASchedulerThatWereAddedBeforeRunWhenItsHostLeads() throws Exception {
    election.isTakenFor(seconds(25));
    JobScheduler scheduler =
        JobScheduler.builder("reminders").whileLeader(election.candidate()).build();
    scheduler.scheduleEvery("a", seconds(10), run -> fixture.mark("run " + run.number()));
    Host host = fixture.start(host().jobScheduler(scheduler));
    time.advance(seconds(24));
    assertEquals(ServiceState.STANDBY, state(host, 0));
    time.advance(seconds(25));
    assertEquals(0, scheduler.status().skipped());
    fixture.stop(host);
    assertEquals(List.of("37 run 1", "47 run 2", "49 given back"), trail);
  }

  @Test
  void haveOneElectionAndNotAnotherByTheirServicesOptions() {
    LeaderElection own = election.candidate();
    RecurringJob job = RecurringJob.every(seconds(10)).whileLeader(own).build(run -> {});
    assertEquals(own, job.election().orElseThrow());
    HostBuilder twice = host().recurring("job", job, s -> s.whileLeader(election.candidate()));
    assertEquals(
        "service 'job' has two elections, 'billing' of its job and 'billing' of its options:"
            + " choose one of them",
        assertThrows(IllegalArgumentException.class, twice::build).getMessage());
  }
}
