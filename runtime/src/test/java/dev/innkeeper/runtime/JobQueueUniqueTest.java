package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.jobs.JobAction;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobQueueBuilder;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.jobs.WhenDuplicate;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A second job of a key of {@code uniqueBy}, which is the first letter of the item here. */
class JobQueueUniqueTest {

  private static final RetryPolicy LATER =
      RetryPolicy.maxRetries(1).backoff(seconds(1_000), seconds(1_000));

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final JobQueueFixture jobs = new JobQueueFixture(fixture);

  private JobQueueBuilder<String, Void> unique(JobAction<String> action, WhenDuplicate policy) {
    return jobs.queue(action).uniqueBy(item -> item.charAt(0), policy);
  }

  @Test
  void isTheFirstOneWhileThatWaitsIsDelayedOrIsRun() throws Exception {
    JobQueue<String, Void> queue = unique(jobs.taking(5), WhenDuplicate.KEEP_FIRST).build();
    Host host = jobs.start(queue);
    JobHandle<Void> delayed = time.drive(() -> queue.submitAfter("a1", seconds(1)));
    assertSame(delayed, jobs.submit(queue, "a2"));
    JobHandle<Void> running = jobs.submit(queue, "b1");
    assertSame(running, queue.trySubmit("b2").orElseThrow());
    JobHandle<Void> waiting = jobs.submit(queue, "c1");
    assertSame(waiting, time.drive(() -> queue.submitAfter("c2", seconds(100))));
    time.advance(seconds(20));
    assertEquals(3, queue.status().accepted());
    jobs.submit(queue, "a3");
    time.advance(seconds(20));
    assertEquals(
        List.of(
            "0 b1",
            "5 b1 done",
            "5 c1",
            "10 c1 done",
            "10 a1",
            "15 a1 done",
            "20 a3",
            "25 a3 done"),
        trail);
    fixture.stop(host);
  }

  @Test
  void isRefusedByAnExceptionThatNamesTheJobThatIsInAndNotTheKey() throws Exception {
    JobQueue<String, Void> queue = unique(jobs.taking(5), WhenDuplicate.REJECT).build();
    Host host = jobs.start(queue, "a1");
    assertEquals(
        "queue 'jobs' has a job with the same key already: inn/jobs#1",
        assertThrows(RejectedExecutionException.class, () -> queue.submit("a2")).getMessage());
    assertEquals(1, queue.status().accepted());
    time.advance(seconds(5));
    jobs.submit(queue, "a3");
    assertEquals(List.of("0 a1", "5 a1 done", "5 a3"), trail);
    fixture.stop(host);
  }

  @Test
  void takesThePlaceOfOneThatWaitsAndThatIsCancelled() throws Exception {
    JobQueue<String, Void> queue = unique(jobs.taking(5), WhenDuplicate.REPLACE_WAITING).build();
    Host host = jobs.start(queue, "x", "a1", "b1");
    JobHandle<?> replaced = jobs.handles.get(1);
    replaced.whenDone(done -> fixture.mark("told of " + done.state()));
    jobs.submit(queue, "a2");
    assertEquals(
        "replaced by a later job with the same key",
        assertThrows(CancellationException.class, () -> rethrow(replaced)).getMessage());
    time.advance(seconds(20));
    assertEquals(
        List.of("0 x", "0 told of FAILED", "5 x done", "5 b1", "10 b1 done", "10 a2", "15 a2 done"),
        trail);
    assertEquals(List.of(), jobs.events, "it is no failure to be told of");
    fixture.stop(host);
  }

  private static void rethrow(JobHandle<?> handle) throws Throwable {
    throw handle.failure();
  }

  @Test
  void needsNoRoomOfItsOwnThen() throws Exception {
    JobQueue<String, Void> queue =
        unique(jobs.taking(5), WhenDuplicate.REPLACE_WAITING).capacity(2).build();
    Host host = jobs.start(queue, "x", "a1");
    jobs.startSubmitting(queue, "b1");
    jobs.submit(queue, "a2");
    jobs.submit(queue, "a3");
    assertEquals(1, queue.status().waiting());
    time.advance(seconds(20));
    assertEquals(
        List.of("0 x", "5 b1 is in", "5 x done", "5 a3", "10 a3 done", "10 b1", "15 b1 done"),
        trail.stream().sorted(this::byTimeAndRoom).toList());
    fixture.stop(host);
  }

  private int byTimeAndRoom(String a, String b) {
    int byTime = Integer.compare(timeOf(a), timeOf(b));
    return byTime != 0 ? byTime : Boolean.compare(b.endsWith("is in"), a.endsWith("is in"));
  }

  private static int timeOf(String mark) {
    return Integer.parseInt(mark.substring(0, mark.indexOf(' ')));
  }

  /** With partitionBy it would wait for that. */
  @Test
  void isOneMoreBesideTheOneThatIsRunAndTheLastOfSeveralIsLeft() throws Exception {
    JobQueue<String, Void> queue =
        unique(jobs.taking(5), WhenDuplicate.REPLACE_WAITING).workers(1).build();
    Host host = jobs.start(queue, "a1", "a2", "a3");
    assertEquals(1, queue.status().waiting());
    time.advance(seconds(20));
    assertEquals(List.of("0 a1", "5 a1 done", "5 a3", "10 a3 done"), trail);
    fixture.stop(host);
  }

  @Test
  void keepsTheOneThatIsRunFromBeingTriedAgain() throws Exception {
    JobQueue<String, Void> queue =
        unique(
                item -> {
                  jobs.taking(5).handle(item);
                  jobs.failing(1).handle(item);
                },
                WhenDuplicate.REPLACE_WAITING)
            .retry(JobQueueFixture.AT_ONCE)
            .build();
    Host host = jobs.start(queue, "a1", "a2");
    time.advance(seconds(30));
    assertEquals(
        List.of(
            "0 a1",
            "5 a1 done",
            "5 a1 try 1",
            "5 a2",
            "10 a2 done",
            "10 a2 try 1",
            "10 a2",
            "15 a2 done",
            "15 a2 try 2"),
        trail);
    assertEquals(List.of("a1 failed, tries 1: a1 1"), jobs.events);
    fixture.stop(host);
  }

  @Test
  void replacesOneThatWaitsForAnotherTry() throws Exception {
    JobQueue<String, Void> queue =
        unique(jobs.failing(1), WhenDuplicate.REPLACE_WAITING).retry(LATER).build();
    Host host = jobs.start(queue, "a1");
    assertEquals(1, queue.status().delayed());
    jobs.submit(queue, "a2");
    assertEquals(1, queue.status().delayed());
    assertEquals(List.of("0 a1 try 1", "0 a2 try 1"), trail);
    fixture.stop(host);
    assertEquals("0 back: [a2]", trail.getLast());
  }

  @ParameterizedTest
  @EnumSource
  void isInWhenTheFirstHasEndedAnyWay(WhenDuplicate policy) throws Exception {
    JobQueue<String, Void> queue = unique(jobs.failing(1), policy).build();
    Host host = jobs.start(queue, "a1", "b1", "a1", "b1");
    JobHandle<Void> cancelled = time.drive(() -> queue.submitAfter("a1", seconds(10)));
    cancelled.cancel();
    jobs.submit(queue, "a1");
    assertEquals(
        List.of("0 a1 try 1", "0 b1 try 1", "0 a1 try 2", "0 b1 try 2", "0 a1 try 3"), trail);
    fixture.stop(host);
  }

  @Test
  void takesNoRoomIfItsKeyThrows() throws Exception {
    Object evil =
        new Object() {
          @Override
          public int hashCode() {
            throw new IllegalStateException("no hash code");
          }
        };
    JobQueue<String, Void> queue =
        jobs.queue(jobs.taking(0))
            .capacity(1)
            .uniqueBy(item -> item.equals("evil") ? evil : item, WhenDuplicate.REJECT)
            .build();
    Host host = jobs.start(queue);
    assertThrows(IllegalStateException.class, () -> queue.submit("evil"));
    assertEquals(0, queue.status().accepted());
    jobs.submit(queue, "good");
    assertEquals(List.of("0 good"), trail);
    fixture.stop(host);
  }

  @Test
  void mayHaveToWaitForRoomAndThenHasThatOfTheFirst() throws Exception {
    JobQueue<String, Void> queue =
        unique(jobs.taking(5), WhenDuplicate.KEEP_FIRST).workers(2).capacity(2).build();
    Host host = jobs.start(queue, "x", "y");
    jobs.startSubmitting(queue, "a1");
    jobs.startSubmitting(queue, "a2");
    time.advance(seconds(20));
    assertSame(jobs.handles.get(2), jobs.handles.get(3));
    assertEquals(3, queue.status().accepted());
    assertEquals(0, queue.status().waiting());
    fixture.stop(host);
  }
}
