package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What there is in a host, for those who show it, and how long jobs wait. */
class HostContentsTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final JobQueueFixture jobs = new JobQueueFixture(fixture);

  @Test
  void jobsQueuesAndSchedulersAreFoundByTheNamesOfTheirServicesInOrder() {
    RecurringJob job = RecurringJob.every(seconds(1)).build(run -> {});
    JobQueue<String, Void> queue = jobs.queue(jobs.taking(0)).build();
    HostBuilder builder =
        fixture
            .host()
            .recurring("z", job)
            .recurring("a", seconds(1), run -> {})
            .add("other", context -> {})
            .add("made", () -> RecurringJob.every(seconds(1)).build(run -> {}))
            .queue(queue)
            .add("second", JobQueue.builder("b", (String item) -> {}).build());
    JobScheduler scheduler = builder.jobScheduler("reminders");
    Host host = builder.build();
    assertEquals(List.of("z", "a"), List.copyOf(host.jobs().keySet()));
    assertSame(job, host.jobs().get("z"));
    assertEquals(List.of("jobs", "second"), List.copyOf(host.queues().keySet()));
    assertSame(queue, host.queues().get("jobs"));
    assertEquals(List.of("reminders"), List.copyOf(host.jobSchedulers().keySet()));
    assertSame(scheduler, host.jobSchedulers().get("reminders"));
    assertThrows(UnsupportedOperationException.class, () -> host.jobs().clear());
  }

  @Test
  void aQueueSaysHowLongItsJobsWait() throws Exception {
    JobQueue<String, Void> queue =
        jobs.queue(jobs.taking(10)).partitionBy(item -> item.charAt(0)).workers(2).build();
    Host host = jobs.start(queue, "a1", "a2");
    time.drive(() -> queue.submitAfter("late", seconds(6)));
    time.advance(seconds(3));
    jobs.submit(queue, "b1");
    jobs.submit(queue, "c1");
    assertEquals(Optional.of(seconds(3)), queue.status().oldestWaiting());
    time.advance(seconds(5));
    assertEquals(Optional.of(seconds(8)), queue.status().oldestWaiting());
    assertEquals(Duration.ZERO, queue.status().timeWaited());
    time.advance(seconds(2));
    assertEquals(Optional.of(seconds(10)), queue.status().oldestWaiting(), "a2");
    assertEquals(seconds(7), queue.status().timeWaited(), "c1 from 3 to 10, before a2");
    time.advance(seconds(50));
    assertEquals(Optional.empty(), queue.status().oldestWaiting());
    fixture.stop(host);
  }
}
