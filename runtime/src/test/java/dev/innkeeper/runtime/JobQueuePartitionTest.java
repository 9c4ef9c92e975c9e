package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobAction;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobQueueBuilder;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The jobs of one key of {@code partitionBy}, which is the first letter of the item here. */
class JobQueuePartitionTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final JobQueueFixture jobs = new JobQueueFixture(fixture);

  private JobQueueBuilder<String, Void> partitioned(JobAction<String> action) {
    return jobs.queue(action).workers(4).partitionBy(item -> item.charAt(0));
  }

  @Test
  void areRunOneAfterTheOtherInTheOrderOfSubmissionBesideThoseOfOtherKeys() throws Exception {
    Host host = jobs.start(partitioned(jobs.taking(5)).build(), "a1", "a2", "b1", "a3", "b2");
    time.advance(seconds(16));
    assertEquals(
        List.of(
            "0 a1",
            "0 b1",
            "5 a1 done",
            "5 b1 done",
            "5 a2",
            "5 b2",
            "10 a2 done",
            "10 b2 done",
            "10 a3",
            "15 a3 done"),
        inOrderOfNames());
    fixture.stop(host);
  }

  /** Two workers do something at one time in any order. */
  private List<String> inOrderOfNames() {
    return trail.stream()
        .sorted(
            Comparator.<String>comparingInt(
                    mark -> Integer.parseInt(mark.substring(0, mark.indexOf(' '))))
                .thenComparing(mark -> !mark.endsWith("done"))
                .thenComparing(mark -> mark))
        .toList();
  }

  @Test
  void waitForEachOtherAlsoBetweenTheTriesOfOne() throws Exception {
    RetryPolicy later = RetryPolicy.maxRetries(1).backoff(seconds(10), seconds(10));
    Host host = jobs.start(partitioned(jobs.failing(1)).retry(later).build(), "a1", "a2");
    time.advance(Duration.ofMinutes(1));
    assertEquals(
        List.of("a1 try 1", "a1 try 2", "a2 try 1", "a2 try 2"),
        trail.stream().map(mark -> mark.substring(mark.indexOf(' ') + 1)).toList());
    fixture.stop(host);
  }

  @Test
  void haveTheirTurnWhenTheOneBeforeIsCancelledWhereverItIs() throws Exception {
    RetryPolicy later = RetryPolicy.maxRetries(1).backoff(seconds(1_000), seconds(1_000));
    JobQueue<String, Void> queue =
        partitioned(jobs.failing(1)).retry(later).timeout(seconds(5)).build();
    Host host = jobs.start(queue, "a1", "a2", "a3", "a4");
    assertTrue(jobs.handles.get(1).cancel(), "it waits for its key");
    assertTrue(jobs.handles.get(0).cancel(), "it waits for its second try");
    time.advance(Duration.ZERO);
    assertEquals(List.of("0 a1 try 1", "0 a3 try 1"), trail);
    assertTrue(jobs.handles.get(2).cancel());
    time.advance(Duration.ZERO);
    assertEquals(List.of("0 a1 try 1", "0 a3 try 1", "0 a4 try 1"), trail);
    fixture.stop(host);
    assertEquals("0 back: [a4]", trail.getLast());
  }

  /** Or else there would be two at a time. */
  @Test
  void waitForOneThatWasGivenUpUntilItsCodeHasReturned() throws Exception {
    JobQueue<String, Void> queue =
        partitioned(
                item -> {
                  fixture.mark(item);
                  if (item.equals("a1")) {
                    HostFixture.sleepDeaf(time, seconds(30));
                    fixture.mark("a1 returns");
                  }
                })
            .timeout(seconds(5))
            .onFailed((item, failure, attempt) -> fixture.mark(item + " failed"))
            .build();
    Host host = jobs.start(queue, "a1", "a2", "b1");
    time.advance(seconds(40));
    assertEquals(List.of("0 a1", "0 b1", "7 a1 failed", "30 a1 returns", "30 a2"), trail);
    fixture.stop(host);
  }

  @Test
  void takeTheirPlaceWhenTheyAreDue() throws Exception {
    JobQueue<String, Void> queue = partitioned(jobs.taking(10)).build();
    Host host = jobs.start(queue);
    time.drive(() -> queue.submitAfter("a late", seconds(5)));
    jobs.submit(queue, "a first");
    time.advance(seconds(8));
    jobs.submit(queue, "a last");
    time.advance(seconds(30));
    assertEquals(
        List.of(
            "0 a first",
            "10 a first done",
            "10 a late",
            "20 a late done",
            "20 a last",
            "30 a last done"),
        trail);
    fixture.stop(host);
  }

  @Test
  void areHandedBackFromWhereverTheyAreInTheOrderOfSubmission() throws Exception {
    JobQueue<String, Void> queue = partitioned(jobs.taking(1_000)).build();
    Host host = jobs.start(queue, "a1", "a2", "b1", "b2", "a3");
    fixture.stop(host);
    assertEquals("17.750 back: [a1, a2, b1, b2, a3]", trail.getLast());
    assertEquals(List.of(JobHandle.State.HANDED_BACK), jobs.states().stream().distinct().toList());
  }

  @Test
  void areDoneInAStopAsFarAsTheTimeAllows() throws Exception {
    JobQueue<String, Void> queue = partitioned(jobs.taking(1)).build();
    Host host = jobs.start(queue, "a1", "a2", "a3", "b1");
    fixture.stop(host);
    assertEquals("3 a3 done", trail.getLast());
    assertEquals(4, queue.status().succeeded());
  }

  @Test
  void areNotInIfTheFunctionThrowsOrReturnsNoKey() throws Exception {
    JobQueue<String, Void> queue =
        jobs.queue(jobs.taking(0))
            .partitionBy(item -> item.isEmpty() ? null : Integer.valueOf(item))
            .build();
    Host host = jobs.start(queue);
    assertThrows(NumberFormatException.class, () -> queue.submit("a"));
    assertEquals(
        "the function of partitionBy has returned null; each item needs a key",
        assertThrows(NullPointerException.class, () -> queue.submit("")).getMessage());
    assertEquals(0, queue.status().accepted());
    fixture.stop(host);
  }

  @Test
  void haveTheirKeyAlsoAfterASubmissionHasFailed() throws Exception {
    JobQueue<String, Void> queue =
        jobs.queue(jobs.taking(5))
            .partitionBy(item -> item.charAt(0))
            .priority(JobQueueFixture.FAILING_ORDER)
            .build();
    Host host = jobs.start(queue, "running", "b");
    assertThrows(IllegalStateException.class, () -> queue.submit("a bad"));
    jobs.submit(queue, "a");
    time.advance(seconds(30));
    assertEquals(3, queue.status().succeeded());
    assertEquals(0, queue.status().waiting());
    fixture.stop(host);
  }

  @Test
  void mayBeRunBySeveralWorkersOneAfterTheOther() throws Exception {
    List<String> running = new CopyOnWriteArrayList<>();
    JobQueue<String, Void> queue =
        partitioned(
                item -> {
                  running.add(item);
                  assertEquals(1, running.stream().filter(o -> o.startsWith("a")).count());
                  sleep(time, seconds(1));
                  running.remove(item);
                })
            .build();
    Host host = jobs.start(queue, "a1", "a2", "a3", "b1", "b2");
    time.advance(seconds(10));
    assertEquals(5, queue.status().succeeded());
    fixture.stop(host);
  }
}
