package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobQueueBuilder;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What listeners hear of jobs and runs, and whom a failure is told. */
class JobTellingTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;

  private void hear(HostEvent event) {
    switch (event) {
      case HostEvent.JobRetrying e ->
          fixture.mark("%s retrying after %d: %s".formatted(e.job(), e.attempt(), e.failure()));
      case HostEvent.JobFailed e ->
          fixture.mark("%s failed after %d".formatted(e.job(), e.attempts()));
      case HostEvent.RunStarted e ->
          fixture.mark(
              "run %d started by %s, due %d"
                  .formatted(e.run(), e.trigger(), e.scheduled().getEpochSecond() % 60));
      case HostEvent.RunEnded e ->
          fixture.mark("run %d by %s %s".formatted(e.run(), e.trigger(), e.outcome()));
      default -> {}
    }
  }

  private static JobQueueBuilder<String, Void> failing() {
    return JobQueue.builder(
        "mails",
        item -> {
          throw new IOException(item);
        });
  }

  private Host started(JobQueue<String, ?> queue) throws Exception {
    return fixture.start(fixture.host().queue(queue).listener(this::hear));
  }

  /** Its failure, and what is logged of it from DEBUG on. */
  private List<String> linesOf(JobQueue<String, Void> queue, Consumer<JobHandle<Void>> watch)
      throws Exception {
    Host host = fixture.host().queue(queue).build();
    fixture.start(host);
    try (LogTrail log = LogTrail.from(Level.DEBUG)) {
      time.drive(() -> {
        watch.accept(queue.submit("a"));
        return null;
      });
      time.advance(seconds(5));
      fixture.stop(host);
      return log.lines().stream().filter(line -> line.contains("#1")).toList();
    }
  }

  @Nested
  class Listeners {

    @Test
    void hearOfEachRetryBeforeWhatBecomesOfIt() throws Exception {
      JobQueue<String, Void> queue =
          failing()
              .retry(RetryPolicy.maxRetries(2).backoff(Duration.ofNanos(1), Duration.ofNanos(1)))
              .build();
      Host host = started(queue);
      time.drive(() -> queue.submit("a").id());
      time.advance(seconds(1));
      fixture.stop(host);
      assertEquals(
          List.of(
              "inn/mails#1 retrying after 1: java.io.IOException: a",
              "inn/mails#1 retrying after 2: java.io.IOException: a",
              "inn/mails#1 failed after 3"),
          trail.stream().map(line -> line.replaceFirst("^\\S+ ", "")).toList());
    }

    @Test
    void hearOfEachRunWhenItBeginsAndWhenItEnds() throws Exception {
      RecurringJob job =
          RecurringJob.every(seconds(10)).initialRun().build(run -> sleep(time, seconds(3)));
      Host host = fixture.host().recurring("report", job).listener(this::hearIt).build();
      fixture.start(host);
      time.advance(seconds(5));
      time.drive(job::runNow);
      time.advance(seconds(10));
      fixture.stop(host);
      assertEquals(
          List.of(
              "0 run 1 started by START, due 0",
              "3 run 1 by START SUCCEEDED",
              "5 run 2 started by REQUEST, due 5",
              "8 run 2 by REQUEST SUCCEEDED",
              "10 run 3 started by SCHEDULE, due 10",
              "13 run 3 by SCHEDULE SUCCEEDED"),
          trail);
    }

    private void hearIt(HostEvent event) {
      hear(event);
    }
  }

  @Nested
  class AFailure {

    private static final List<String> AN_ERROR =
        List.of("ERROR inn/mails#1 failed after one attempt [a]");
    private static final List<String> A_DETAIL =
        List.of("DEBUG inn/mails#1 failed after one attempt [a]");

    private JobQueue<String, Void> queue() {
      return JobQueue.<String>builder(
              "mails",
              item -> {
                sleep(time, seconds(1));
                throw new IOException(item);
              })
          .build();
    }

    @Test
    void isAnErrorAlsoIfSomebodyIsOnlyToldOfTheEnd() throws Exception {
      assertEquals(AN_ERROR, linesOf(queue(), handle -> {}));
      assertEquals(
          AN_ERROR,
          linesOf(queue(), handle -> handle.whenDone(done -> fixture.mark("" + done.state()))));
      assertEquals(1, trail.size());
    }

    @Test
    void isADetailIfSomebodyTakesItOrReadsIt() throws Exception {
      assertEquals(
          A_DETAIL,
          linesOf(queue(), handle -> handle.whenFailed(f -> fixture.mark("" + f.getMessage()))));
      assertEquals(
          A_DETAIL,
          linesOf(queue(), handle -> handle.whenDone(done -> fixture.mark("" + done.failure()))));
      assertEquals(List.of("1 a", "6 java.io.IOException: a"), trail);
    }

    /** Whoever asks when it has been told is too late. */
    @Test
    void isADetailIfTheCallbackCameWithTheJob() throws Exception {
      JobQueue<String, Void> queue = failing().build();
      Host host = started(queue);
      try (LogTrail log = LogTrail.from(Level.ERROR)) {
        time.drive(() ->
            queue.submit("a", done -> fixture.mark("told of " + done.failure().getMessage())));
        time.advance(seconds(1));
        JobHandle<Void> late = time.drive(() -> queue.submit("b"));
        time.advance(seconds(1));
        late.whenFailed(failure -> fixture.mark("too late: " + failure.getMessage()));
        assertEquals(
            List.of(
                "0 told of a",
                "0 inn/mails#1 failed after 1",
                "1 inn/mails#2 failed after 1",
                "2 too late: b"),
            trail);
        assertEquals(List.of("ERROR inn/mails#2 failed after one attempt [b]"), log.lines());
      }
      fixture.stop(host);
    }

    /** Nobody has cancelled the job. */
    @Test
    void isOneAlsoIfTheJobsCodeCallsItACancellation() throws Exception {
      JobQueue<String, Void> queue =
          JobQueue.<String>builder(
                  "mails",
                  item -> {
                    throw new java.util.concurrent.CancellationException(item);
                  })
              .build();
      assertEquals(
          List.of("ERROR inn/mails#1 failed after one attempt [a]"), linesOf(queue, handle -> {}));
    }

    @Test
    void isNotToldToWhenFailedOfAJobThatSucceeds() throws Exception {
      JobQueue<String, Void> queue = JobQueue.<String>builder("mails", item -> {}).build();
      assertEquals(
          List.of(),
          linesOf(queue, handle -> handle.whenFailed(failure -> fixture.mark("failed"))));
      assertEquals(List.of(), trail);
    }
  }

  @Nested
  class OnFailed {

    @Test
    void hasTheFailureBeforeAnybodySeesTheEndAndItIsADetailThen() throws Exception {
      JobHandle<?>[] handle = new JobHandle<?>[1];
      JobQueue<String, Void> queue =
          failing()
              .retry(RetryPolicy.maxRetries(1).backoff(seconds(1), seconds(1)))
              .onFailed((item, failure, attempt) -> {
                fixture.mark(item + " " + failure.getMessage() + " in " + attempt.number());
                fixture.mark(attempt.id() + " " + MDC.get("job") + " " + handle[0].isDone());
                fixture.mark(handle[0].state().toString());
              })
              .build();
      List<String> lines =
          linesOf(
              queue,
              submitted -> {
                handle[0] = submitted;
                submitted.whenDone(done -> fixture.mark("done " + done.state()));
              });
      assertEquals(
          List.of("a a in 2", "inn/mails#1 inn/mails#1 false", "RUNNING", "done FAILED"),
          trail.stream().map(line -> line.replaceFirst("^\\S+ ", "")).toList());
      assertEquals("DEBUG inn/mails#1 failed after 2 attempts [a]", lines.getLast());
    }

    @Test
    void thatThrowsLeavesTheFailureAnError() throws Exception {
      IllegalStateException full = new IllegalStateException("the table is full");
      Throwable[] failed = new Throwable[1];
      JobQueue<String, Void> queue =
          failing()
              .onFailed((item, failure, attempt) -> {
                failed[0] = failure;
                throw full;
              })
              .build();
      assertEquals(
          List.of("ERROR inn/mails#1 failed after one attempt [a]"), linesOf(queue, handle -> {}));
      assertEquals(List.of(full), List.of(failed[0].getSuppressed()));
    }

    @Test
    void doesNotHearOfACancelledJob() throws Exception {
      JobQueue<String, Void> queue =
          JobQueue.<String>builder("mails", item -> sleep(time, seconds(60)))
              .onFailed((item, failure, attempt) -> fixture.mark("failed " + failure))
              .build();
      Host host = started(queue);
      JobHandle<Void> handle = time.drive(() -> queue.submit("a"));
      time.advance(seconds(1));
      time.drive(handle::cancel);
      time.advance(seconds(1));
      assertEquals(JobHandle.State.FAILED, handle.state());
      assertFalse(trail.toString().contains("failed"), trail.toString());
      fixture.stop(host);
    }
  }
}
