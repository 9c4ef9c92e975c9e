package dev.innkeeper.runtime.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jobs with a time limit of ten seconds, on three workers, that began one after the other. */
class ManyTimeLimitsTest {

  private final HostOfJobs jobs = new HostOfJobs();

  private void work(String item) throws InterruptedException {
    if (item.equals("deaf")) {
      jobs.sleepDeaf(Duration.ofHours(1));
    }
    try {
      jobs.sleep(Duration.ofSeconds(item.equals("short") ? 3 : 100));
    } catch (InterruptedException e) {
      jobs.mark(item + " interrupted");
      throw e;
    }
  }

  private void submitAt(int second, JobQueue<String, Void> queue, String item) throws Exception {
    jobs.time().advance(Duration.ofSeconds(second).minus(jobs.elapsed()));
    jobs.submit(queue, item).whenFailed(failure -> jobs.mark(item + " has failed"));
  }

  /** The deaf one is given up two seconds after its interrupt, by when no other is due. */
  @Test
  void areEachKeptToTheSecond() throws Exception {
    JobQueue<String, Void> queue =
        JobQueue.<String>builder("jobs", this::work)
            .workers(3)
            .timeout(Duration.ofSeconds(10))
            .build();
    jobs.start(jobs.builder().queue(queue));
    submitAt(0, queue, "short");
    submitAt(0, queue, "deaf");
    submitAt(4, queue, "a");
    submitAt(5, queue, "b");
    jobs.time().advance(Duration.ofSeconds(20));
    assertEquals(
        List.of(
            "12 deaf has failed",
            "14 a interrupted",
            "14 a has failed",
            "15 b interrupted",
            "15 b has failed"),
        jobs.trail());
  }
}
