package dev.innkeeper.runtime.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.Host;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandedBackJobTest {

  private final HostOfJobs jobs = new HostOfJobs();

  /** The owner takes two seconds to store it. */
  @Test
  void wakesWhoWaitsForItsEndBeforeItsOwnerHasTakenIt() throws Exception {
    JobQueue<String, Void> queue =
        JobQueue.<String>builder("jobs", item -> jobs.sleep(Duration.ofHours(1)))
            .onHandBack(items -> {
              jobs.sleep(Duration.ofSeconds(2));
              jobs.mark("stored " + items);
            })
            .build();
    Host host = jobs.start(jobs.builder().queue(queue, s -> s.interruptAfter(Duration.ZERO)));
    JobHandle<Void> handle = jobs.submit(queue, "a");
    jobs.time().start("waiter", () -> jobs.awaitAndMark(handle));
    jobs.time().drive(host::stop);
    assertEquals(List.of("0 inn/jobs#1 HANDED_BACK", "2 stored [a]"), jobs.trail());
  }
}
