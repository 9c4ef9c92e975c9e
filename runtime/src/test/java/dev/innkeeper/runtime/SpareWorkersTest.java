package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobQueueBuilder;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Workers in reserve for those whose jobs ignore the interrupt: here five seconds after the start.
 */
class SpareWorkersTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final JobQueueFixture jobs = new JobQueueFixture(fixture);

  /** A deaf job says in its second word for how long. */
  private JobQueueBuilder<String, Void> queue() {
    return jobs.queue(
            item -> {
              if (item.startsWith("deaf ")) {
                fixture.mark(item);
                sleepDeaf(time, seconds(Long.parseLong(item.substring(5))));
                fixture.mark(item + " returns");
              } else {
                jobs.taking(2).handle(item);
              }
            })
        .timeout(seconds(3))
        .onFailed((item, failure, attempt) -> {});
  }

  @Test
  void takeThePlaceOfADeafOneUntilThatReturns() throws Exception {
    Host host = jobs.start(queue().spareWorkers(1).build(), "deaf 10", "a", "b", "c", "d");
    time.advance(seconds(30));
    assertEquals(
        List.of(
            "0 deaf 10",
            "5 a",
            "7 a done",
            "7 b",
            "9 b done",
            "9 c",
            "10 deaf 10 returns",
            "11 c done",
            "11 d",
            "13 d done"),
        trail);
    fixture.stop(host);
  }

  @Test
  void areFreeForTheNextDeafOneThen() throws Exception {
    JobQueue<String, Void> queue = queue().spareWorkers(1).build();
    Host host = jobs.start(queue, "deaf 10", "deaf 20", "a");
    time.advance(seconds(50));
    assertEquals(
        List.of(
            "0 deaf 10",
            "5 deaf 20",
            "10 deaf 10 returns",
            "10 a",
            "12 a done",
            "25 deaf 20 returns"),
        trail);
    jobs.submitAll(queue, "deaf 6", "b");
    time.advance(seconds(10));
    assertEquals(
        List.of("50 deaf 6", "55 b", "56 deaf 6 returns", "57 b done"), trail.subList(6, 10));
    fixture.stop(host);
  }

  @Test
  void areUsedUpWithAnErrorAndTheQueueGoesOnWhenADeafOneReturns() throws Exception {
    Host host = jobs.start(queue().spareWorkers(1).build(), "deaf 30", "deaf 20", "a");
    try (LogTrail log = LogTrail.from(Level.ERROR)) {
      time.advance(seconds(50));
      assertEquals(
          List.of(
              "ERROR inn/jobs: a job that was given up goes on, and no spare worker is left"
                  + " (spareWorkers is 1): the queue goes on with fewer workers, until such a job"
                  + " returns"),
          log.lines());
    }
    assertEquals(
        List.of(
            "0 deaf 30",
            "5 deaf 20",
            "25 deaf 20 returns",
            "25 a",
            "27 a done",
            "30 deaf 30 returns"),
        trail);
    fixture.stop(host);
  }

  @Test
  void fillAPlaceThatWasOpenWhenTheyAreFreeAgain() throws Exception {
    Host host = jobs.start(queue().spareWorkers(1).build(), "deaf 12", "deaf 100", "a");
    time.advance(seconds(50));
    assertEquals(
        List.of("0 deaf 12", "5 deaf 100", "12 deaf 12 returns", "12 a", "14 a done"), trail);
    fixture.stop(host);
  }

  @Test
  void areThereForThoseWhoWaitForTheKeyOfADeafOneAlsoWhenTheQueueIsComplete() throws Exception {
    JobQueue<String, Void> keyed =
        jobs.queue(
                item -> {
                  fixture.mark(item);
                  if (item.equals("deaf")) {
                    sleepDeaf(time, seconds(20));
                  }
                })
            .timeout(seconds(3))
            .onFailed((item, failure, attempt) -> {})
            .spareWorkers(1)
            .partitionBy(item -> "one key")
            .build();
    Host host = fixture.start(fixture.host().queue(keyed).stopWhenComplete());
    jobs.submitAll(keyed, "deaf", "a", "b");
    time.advance(seconds(10));
    keyed.complete();
    time.advance(seconds(20));
    assertTrue(time.drive(() -> host.awaitTermination(seconds(1))));
    assertEquals(List.of("0 deaf", "20 a", "20 b"), trail);
  }

  @Test
  void doNothingElse() throws Exception {
    JobQueue<String, Void> queue = queue().workers(2).spareWorkers(3).build();
    Host host = jobs.start(queue, "a", "b", "c", "d");
    assertEquals(2, queue.status().running());
    time.advance(seconds(10));
    fixture.stop(host);
    assertEquals(4, queue.status().succeeded());
  }

  @Test
  void holdUpNeitherACompletionNorAStop() throws Exception {
    JobQueue<String, Void> queue = queue().spareWorkers(2).build();
    Host host = fixture.start(fixture.host().queue(queue).stopWhenComplete());
    jobs.submit(queue, "a");
    queue.complete();
    time.advance(seconds(5));
    assertTrue(time.drive(() -> host.awaitTermination(seconds(1))));
    assertEquals(List.of("0 a", "2 a done"), trail);
  }

  @Test
  void needATimeout() {
    assertEquals(
        "queue 'jobs' has spareWorkers, but no timeout: without one no job is given up",
        assertThrows(
                IllegalStateException.class,
                () -> jobs.queue(jobs.taking(0)).spareWorkers(1).build())
            .getMessage());
    assertEquals(
        "spareWorkers must be zero or more: -1",
        assertThrows(
                IllegalArgumentException.class, () -> jobs.queue(jobs.taking(0)).spareWorkers(-1))
            .getMessage());
  }
}
