package dev.innkeeper.runtime.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.FailurePolicy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndOfRecurringJobTest {

  private static final Duration DAY = Duration.ofDays(1);

  private final HostOfJobs jobs = new HostOfJobs();

  private ServiceState stateOf(Host host) {
    return host.services().getFirst().state();
  }

  @Test
  void takesNoTimeWhenTheHostStopsAndNoRunIsGoingOn() throws Exception {
    RecurringJob job = RecurringJob.every(DAY).build(run -> {});
    Host host = jobs.start(jobs.builder().recurring("job", job));
    jobs.time().advance(DAY.plusHours(1));
    assertTrue(jobs.time().drive(host::stop).clean());
    assertEquals(DAY.plusHours(1), jobs.elapsed());
  }

  @Test
  void comesAtOnceWhenTheScheduleHasNoPoint() throws Exception {
    RecurringJob job = RecurringJob.on((Instant after) -> null).build(run -> {});
    Host host = jobs.start(jobs.builder().recurring("job", job));
    jobs.time().advance(Duration.ZERO);
    assertEquals(ServiceState.COMPLETED, stateOf(host));
  }

  @Test
  void leavesNoTimeAtWhichARunWouldBeDue() throws Exception {
    RecurringJob job =
        RecurringJob.every(DAY)
            .failAfter(1)
            .build(run -> {
              throw new IOException("full");
            });
    Host host =
        jobs.start(jobs.builder().recurring("job", job, s -> s.onFailure(FailurePolicy.ignore())));
    assertEquals(Optional.of(jobs.time().instant().plus(DAY)), job.status().nextDue());
    jobs.time().advance(DAY);
    assertEquals(ServiceState.FAILED, stateOf(host));
    assertEquals(Optional.empty(), job.status().nextDue());
  }
}
