package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** When a queue takes no jobs. */
class JobQueueRefusalTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final JobQueueFixture jobs = new JobQueueFixture(fixture);

  @Test
  void nobodyGetsInOnceItStopsNorDoThoseWhoWaitForRoom() throws Exception {
    JobQueue<String, Void> queue = jobs.queue(jobs.taking(5)).capacity(1).build();
    Host host = jobs.start(queue, "a");
    time.start(
        "submitter",
        () -> {
          try {
            queue.submit("b");
          } catch (InterruptedException | RejectedExecutionException e) {
            fixture.mark(e.getMessage());
          }
        });
    time.advance(seconds(1));
    fixture.stop(host);
    String refusal = "queue 'jobs' takes no more jobs: its service is stopping, or has ended";
    assertEquals(List.of("0 a", "1 " + refusal, "5 a done"), trail);
    assertEquals(
        refusal,
        assertThrows(RejectedExecutionException.class, () -> queue.trySubmit("c")).getMessage());
  }

  @Test
  void nobodyGetsInBeforeTheStart() {
    JobQueue<String, Void> queue = jobs.queue(jobs.taking(0)).build();
    assertEquals(
        "queue 'jobs' takes no jobs yet: its service has not started; was the queue added to a host"
            + " (HostBuilder.queue), and is the host up?",
        assertThrows(RejectedExecutionException.class, () -> queue.trySubmit("a")).getMessage());
  }
}
