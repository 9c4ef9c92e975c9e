package dev.innkeeper.runtime.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusedSubmitterTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HostOfJobs jobs = new HostOfJobs();

  /** Its wait has ended with an exception of the time source, which is any that a wait may have. */
  @Test
  void isForgottenAndItsJobIsNotRunWhenThereIsRoom() throws Exception {
    JobQueue<String, Void> queue =
        JobQueue.<String>builder(
                "jobs",
                item -> {
                  jobs.mark(item);
                  jobs.sleep(SECOND);
                })
            .capacity(1)
            .build();
    jobs.start(jobs.builder().queue(queue));
    jobs.submit(queue, "a");
    jobs.time().limitUndrivenWaits(Duration.ofMillis(50));
    assertThrows(IllegalStateException.class, () -> queue.submit("b"));
    jobs.time().advance(SECOND.multipliedBy(3));
    jobs.submit(queue, "c");
    assertEquals(List.of("0 a", "3 c"), jobs.trail());
    assertEquals(2, queue.status().accepted());
  }
}
