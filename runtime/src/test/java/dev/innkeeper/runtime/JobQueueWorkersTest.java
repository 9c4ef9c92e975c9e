package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The workers of a queue: in which order they take jobs, and on which threads. */
class JobQueueWorkersTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final JobQueueFixture jobs = new JobQueueFixture(fixture);

  @Test
  void runOneJobAfterTheOtherInTheOrderOfSubmission() throws Exception {
    JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(2)).build();
    Host host = jobs.start(queue, "a", "b", "c");
    time.advance(seconds(10));
    fixture.stop(host);
    assertEquals(List.of("0 a", "2 a done", "2 b", "4 b done", "4 c", "6 c done"), trail);
  }

  @Test
  void runAsManyAtATimeAsThereAre() throws Exception {
    JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(2)).workers(2).build();
    Host host = jobs.start(queue, "a", "b", "c");
    time.advance(seconds(10));
    fixture.stop(host);
    assertEquals(List.of("0 a", "0 b", "2 a done", "2 c", "2 b done", "4 c done"), trail);
  }

  @Test
  void areThreadsOfTheService() throws Exception {
    List<String> names = new CopyOnWriteArrayList<>();
    JobQueue<String, Void> queue =
        JobQueue.<String>builder(
                "jobs",
                item -> {
                  names.add(Thread.currentThread().getName());
                  sleep(time, seconds(1));
                })
            .workers(2)
            .build();
    Host host = jobs.start(queue, "a", "b");
    time.advance(seconds(2));
    fixture.stop(host);
    assertEquals(
        List.of("inn/jobs/worker-1", "inn/jobs/worker-2"), names.stream().sorted().toList());
  }

  @Test
  void arePlatformThreadsIfTheOptionsSaySo() throws Exception {
    List<Boolean> virtual = new CopyOnWriteArrayList<>();
    JobQueue<String, Void> queue =
        JobQueue.<String>builder("jobs", item -> virtual.add(Thread.currentThread().isVirtual()))
            .build();
    Host host = fixture.host().queue(queue, ServiceOptions::platformThreads).build();
    fixture.start(host);
    jobs.submit(queue, "a");
    fixture.stop(host);
    assertEquals(List.of(false), virtual);
  }
}
