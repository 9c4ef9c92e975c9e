package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A queue that is full: who waits for room, for how long, and in which order. */
class JobQueueBackPressureTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final JobQueueFixture jobs = new JobQueueFixture(fixture);

  @Test
  void letsSubmittersInByTheOrderOfTheirArrival() throws Exception {
    JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(2)).capacity(2).build();
    Host host = jobs.start(queue);
    for (String item : List.of("a", "b", "c", "d")) {
      jobs.startSubmitting(queue, item);
    }
    time.advance(seconds(10));
    fixture.stop(host);
    assertEquals(
        List.of(
            "0 a is in",
            "0 a",
            "0 b is in",
            "2 a done",
            "2 b",
            "2 c is in",
            "4 b done",
            "4 c",
            "4 d is in",
            "6 c done",
            "6 d",
            "8 d done"),
        trail);
  }

  @Test
  void doesNotMakeTrySubmitWait() throws Exception {
    JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(2)).capacity(1).build();
    Host host = jobs.start(queue);
    assertTrue(time.drive(() -> queue.trySubmit("a")).isPresent());
    assertEquals(Optional.empty(), time.drive(() -> queue.trySubmit("b")));
    time.advance(seconds(3));
    assertTrue(time.drive(() -> queue.trySubmit("c")).isPresent());
    fixture.stop(host);
  }

  @Test
  void doesNotMakeASubmitterWaitLongerThanSaid() throws Exception {
    JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(5)).capacity(1).build();
    Host host = jobs.start(queue, "a");
    assertEquals(Optional.empty(), time.drive(() -> queue.submit("b", seconds(3))));
    assertTrue(time.drive(() -> queue.submit("c", seconds(3))).isPresent());
    fixture.stop(host);
    assertEquals(List.of("0 a", "5 a done", "5 c", "10 c done"), trail);
  }

  @Test
  void passesOverASubmitterWhoWasInterrupted() throws Exception {
    JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(5)).capacity(1).build();
    Host host = jobs.start(queue, "a");
    Thread b = jobs.startSubmitting(queue, "b");
    jobs.startSubmitting(queue, "c");
    time.advance(seconds(1));
    time.interrupt(b);
    time.advance(seconds(20));
    fixture.stop(host);
    assertEquals(
        List.of("0 a", "1 b is not in: interrupted", "5 a done", "5 c is in", "5 c", "10 c done"),
        trail);
  }
}
