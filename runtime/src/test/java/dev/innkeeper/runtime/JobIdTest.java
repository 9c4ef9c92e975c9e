package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobQueueBuilder;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.JobAttempt;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What a job is called, wherever it is spoken of. */
class JobIdTest {

  private static final String SECRET = "jane@example.org";

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;

  private void handle(String item, JobAttempt attempt) throws IOException {
    fixture.mark(attempt.id() + " mdc " + MDC.get("service") + " " + MDC.get("job"));
    if (item.equals(SECRET)) {
      throw new IOException("refused");
    }
  }

  private JobQueueBuilder<String, Object> mails() {
    return JobQueue.builderWithResult(
        "mails",
        (item, attempt) -> {
          handle(item, attempt);
          return "";
        });
  }

  private Host started(JobQueue<String, ?> queue) throws Exception {
    return fixture.start(fixture.host().queue(queue).listener(this::hear));
  }

  private void hear(HostEvent event) {
    if (event instanceof HostEvent.JobFailed e) {
      fixture.mark(e.job() + " failed after " + e.attempts());
      assertFalse(e.toString().contains(SECRET), e.toString());
    }
  }

  private List<JobHandle<?>> submit(JobQueue<String, ?> queue, String... items) throws Exception {
    List<JobHandle<?>> handles = new ArrayList<>();
    for (String item : items) {
      handles.add(time.drive(() -> queue.submit(item)));
    }
    return handles;
  }

  @AfterEach
  void clearMdc() {
    MDC.clear();
  }

  @Test
  void isItsNumberInAllLivesOfTheQueue() throws Exception {
    JobQueue<String, ?> queue = mails().build();
    Host host = started(queue);
    List<JobHandle<?>> handles = submit(queue, "a", "b");
    time.drive(() -> host.control("mails").restart());
    handles.addAll(submit(queue, "c"));
    fixture.stop(host);
    assertEquals(
        List.of("inn/mails#1", "inn/mails#2", "inn/mails#3"),
        handles.stream().map(JobHandle::id).toList());
    assertEquals("JobHandle[inn/mails#3 SUCCEEDED]", handles.getLast().toString());
    assertEquals(
        List.of(
            "0 inn/mails#1 mdc mails inn/mails#1",
            "0 inn/mails#2 mdc mails inn/mails#2",
            "0 inn/mails#3 mdc mails inn/mails#3"),
        trail);
  }

  @Test
  void standsInTheEventAndTheLogOfItsFailureAndTheItemDoesNot() throws Exception {
    JobQueue<String, ?> queue = mails().build();
    Host host = started(queue);
    try (LogTrail log = LogTrail.from(Level.DEBUG)) {
      List<JobHandle<?>> handles = submit(queue, SECRET);
      fixture.stop(host);
      assertEquals(
          "job inn/mails#1 has no result: it is FAILED; await() waits for its end",
          assertThrows(IllegalStateException.class, () -> handles.getFirst().result())
              .getMessage());
      assertFalse(log.lines().toString().contains(SECRET), log.lines().toString());
      assertEquals(
          List.of("ERROR inn/mails#1 failed after one attempt [refused]"),
          log.lines().stream().filter(line -> line.startsWith("ERROR")).toList());
    }
    assertEquals(
        List.of("0 inn/mails#1 mdc mails inn/mails#1", "0 inn/mails#1 failed after 1"), trail);
  }

  @Test
  void isTheLabelThatItIsDescribedByOnTheSubmittersThread() throws Exception {
    Thread[] asked = new Thread[1];
    JobQueue<String, ?> queue =
        mails()
            .describedBy(item -> {
              asked[0] = Thread.currentThread();
              return "order " + item;
            })
            .build();
    Host host = started(queue);
    Thread[] submitter = new Thread[1];
    JobHandle<?> handle =
        time.drive(() -> {
          submitter[0] = Thread.currentThread();
          return queue.submit("17");
        });
    fixture.stop(host);
    assertEquals("inn/mails#order 17", handle.id());
    assertEquals(submitter[0], asked[0]);
    assertEquals(List.of("0 inn/mails#order 17 mdc mails inn/mails#order 17"), trail);
    RejectedExecutionException refused =
        assertThrows(RejectedExecutionException.class, () -> queue.trySubmit("18"));
    assertEquals(
        "queue 'mails' takes no more jobs: its service is stopping, or has ended;"
            + " not accepted: order 18",
        refused.getMessage());
  }

  @Test
  void isHarmlessWhateverDescribedByDoes() throws Exception {
    JobQueue<String, ?> queue =
        mails()
            .describedBy(item ->
                switch (item) {
                  case "throws" -> throw new IllegalStateException("user code");
                  case "is null" -> null;
                  case "forges" -> "a\nERROR b";
                  default -> "x".repeat(1_000);
                })
            .build();
    Host host = started(queue);
    List<JobHandle<?>> handles = submit(queue, "throws", "is null", "forges", "is long");
    fixture.stop(host);
    assertEquals(
        List.of(
            "inn/mails#(no label: describedBy has thrown java.lang.IllegalStateException)",
            "inn/mails#null",
            "inn/mails#a\\u000AERROR b",
            "inn/mails#" + "x".repeat(100)),
        handles.stream().map(JobHandle::id).toList());
    assertEquals(List.of(), handles.stream().filter(h -> !succeeded(h)).toList());
  }

  private static boolean succeeded(JobHandle<?> handle) {
    return handle.state() == JobHandle.State.SUCCEEDED;
  }

  @Test
  void ofARunIsTheRunsNumberAlsoWhileItWaits() throws Exception {
    RecurringJob job =
        RecurringJob.every(seconds(10))
            .build(run -> {
              fixture.mark("run " + run.number() + " mdc " + MDC.get("job"));
              sleep(time, seconds(1));
            });
    Host host = fixture.host().recurring("report", job).build();
    fixture.start(host);
    JobHandle<Void> first = time.drive(job::runNow);
    time.advance(Duration.ZERO);
    JobHandle<Void> second = time.drive(job::runNow);
    assertEquals("JobHandle[inn/report#1 RUNNING]", first.toString());
    assertEquals("JobHandle[inn/report#2 WAITING]", second.toString());
    time.advance(seconds(11));
    fixture.stop(host);
    assertEquals(
        List.of(
            "0 run 1 mdc inn/report#1", "1 run 2 mdc inn/report#2", "10 run 3 mdc inn/report#3"),
        trail);
  }

  @Test
  void standsInTheLogLinesOfTheThreadsThatTheJobForksAndInNoOthers() throws Exception {
    JobQueue<String, Object> queue =
        JobQueue.<String, Object>builderWithResult(
                "mails",
                (item, attempt) -> {
                  fork("scope", TaskScope.open("s"));
                  fork("scope of the context", attempt.context().openScope("s"));
                  return item;
                })
            .build();
    Host host =
        fixture
            .host()
            .queue(queue)
            .background(
                "other",
                (ServiceContext context) -> {
                  context.awaitStop();
                  fixture.mark("other " + MDC.get("job"));
                })
            .build();
    fixture.start(host);
    submit(queue, "a");
    time.advance(Duration.ZERO);
    fixture.stop(host);
    assertEquals(
        List.of(
            "0 scope mails inn/mails#1",
            "0 scope of the context mails inn/mails#1",
            "0 other null"),
        trail);
  }

  private void fork(String what, TaskScope opened) throws InterruptedException {
    try (TaskScope scope = opened) {
      scope.fork(() -> {
        fixture.mark(what + " " + MDC.get("service") + " " + MDC.get("job"));
        return null;
      });
      scope.join();
    }
  }

  @Test
  void isInNoLineIfTheKeyIsOff() throws Exception {
    JobQueue<String, ?> queue = mails().build();
    Host host = fixture.host().mdcKey("").queue(queue).build();
    fixture.start(host);
    submit(queue, "a");
    fixture.stop(host);
    assertEquals(List.of("0 inn/mails#1 mdc null null"), trail);
  }
}
