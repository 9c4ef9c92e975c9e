package dev.innkeeper.runtime.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A job that takes too long, and goes on although it was interrupted. */
class GivenUpJobTest {

  private static final int OTHERS = 7;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration UNTIL_JUST_BEFORE = Duration.ofSeconds(9);

  private final HostOfJobs jobs = new HostOfJobs();

  private JobQueue<String, Void> queue() {
    return JobQueue.<String>builder(
            "jobs",
            item -> {
              if (item.equals("deaf")) {
                jobs.sleepDeaf(Duration.ofHours(1));
              } else {
                jobs.sleep(UNTIL_JUST_BEFORE);
              }
            })
        .workers(1 + OTHERS)
        .timeout(TIMEOUT)
        .onHandBack(items -> jobs.mark("back: " + items))
        .build();
  }

  @Test
  void isTheOnlyOneOfThoseThatAreRunThatHasFailed() throws Exception {
    JobQueue<String, Void> queue = queue();
    jobs.start(jobs.builder().queue(queue));
    List<JobHandle<Void>> handles = new ArrayList<>(List.of(jobs.submit(queue, "deaf")));
    jobs.time().advance(UNTIL_JUST_BEFORE);
    for (int i = 1; i <= OTHERS; i++) {
      handles.add(jobs.submit(queue, "job " + i));
    }
    jobs.time().advance(UNTIL_JUST_BEFORE);
    assertEquals(
        Stream.concat(
                Stream.of(JobHandle.State.FAILED),
                Stream.generate(() -> JobHandle.State.SUCCEEDED).limit(OTHERS))
            .toList(),
        handles.stream().map(JobHandle::state).toList());
  }

  /** It has failed, and its owner was told so. */
  @Test
  void isNotHandedBackByAStopThatComesWhileItGoesOn() throws Exception {
    JobQueue<String, Void> queue = queue();
    Host host = jobs.start(jobs.builder().queue(queue));
    jobs.submit(queue, "deaf");
    jobs.time().advance(TIMEOUT.plusSeconds(5));
    jobs.submit(queue, "long");
    jobs.time().advance(Duration.ZERO);
    jobs.time().drive(host::stop);
    assertEquals(List.of(), jobs.trail());
    assertEquals(1, queue.status().failed());
    assertEquals(0, queue.status().handedBack());
  }
}
