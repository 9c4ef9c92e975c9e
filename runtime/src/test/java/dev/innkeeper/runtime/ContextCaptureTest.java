package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.service.ContextCapture;
import dev.innkeeper.runtime.service.ServiceInterceptor;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What a thread that submits works in goes with its job. */
class ContextCaptureTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final JobQueueFixture jobs = new JobQueueFixture(fixture);

  /** Of the thread that submits, and of no other. */
  private final ThreadLocal<String> user = new ThreadLocal<>();

  /** Marks when it captures, and around what. */
  private ContextCapture capture(String name) {
    return () -> {
      String who = user.get();
      fixture.mark(name + " captures " + who);
      return invocation -> {
        fixture.mark(name + " of " + who + " begins");
        try {
          invocation.proceed();
        } finally {
          fixture.mark(name + " of " + who + " ends");
        }
      };
    };
  }

  private <R> JobHandle<R> submitAs(String who, JobQueue<String, R> queue, String item)
      throws Exception {
    JobHandle<R> handle =
        time.drive(() -> {
          user.set(who);
          try {
            return queue.submit(item);
          } finally {
            user.remove();
          }
        });
    time.advance(Duration.ZERO);
    return handle;
  }

  @Test
  void goesAroundTheJobAndTheInterceptorsTheFirstOutermost() throws Exception {
    JobQueue<String, Void> queue = jobs.queue(jobs.taking(0)).build();
    ServiceInterceptor interceptor =
        invocation -> {
          if (invocation.kind() == ServiceInterceptor.Kind.JOB) {
            fixture.mark("interceptor");
          }
          invocation.proceed();
        };
    Host host =
        fixture.start(
            fixture
                .host()
                .queue(queue)
                .intercept(interceptor)
                .propagate(capture("outer"))
                .propagate(capture("inner")));
    submitAs("ann", queue, "a");
    assertEquals(
        List.of(
            "0 outer captures ann",
            "0 inner captures ann",
            "0 outer of ann begins",
            "0 inner of ann begins",
            "0 interceptor",
            "0 a",
            "0 inner of ann ends",
            "0 outer of ann ends"),
        trail);
    fixture.stop(host);
  }

  @Test
  void isCapturedOnceForAllTriesOfAJob() throws Exception {
    JobQueue<String, Void> queue =
        jobs.queue(jobs.failing(1)).retry(JobQueueFixture.AT_ONCE).build();
    Host host = fixture.start(fixture.host().queue(queue).propagate(capture("context")));
    submitAs("ann", queue, "a");
    time.advance(seconds(1));
    assertEquals(
        List.of(
            "0 context captures ann",
            "0 context of ann begins",
            "0 a try 1",
            "0 context of ann ends",
            "0 context of ann begins",
            "0 a try 2",
            "0 context of ann ends"),
        trail.stream().map(mark -> mark.replace("0.000", "0")).toList());
    fixture.stop(host);
  }

  @Test
  void keepsTheJobOutIfItCannotBeCaptured() throws Exception {
    JobQueue<String, Void> queue = jobs.queue(jobs.taking(0)).capacity(1).build();
    List<String> fails = new ArrayList<>(List.of("fails"));
    Host host =
        fixture.start(
            fixture
                .host()
                .queue(queue)
                .propagate(() -> {
                  if (!fails.isEmpty()) {
                    throw new IllegalStateException("no session");
                  }
                  return ServiceInterceptor.Invocation::proceed;
                }));
    assertEquals(
        "no session",
        assertThrows(IllegalStateException.class, () -> queue.submit("a")).getMessage());
    assertEquals(0, queue.status().accepted());
    fails.clear();
    jobs.submit(queue, "b");
    assertEquals(List.of("0 b"), trail);
    fixture.stop(host);
  }

  @Test
  void isNotNull() throws Exception {
    JobQueue<String, Void> queue = jobs.queue(jobs.taking(0)).build();
    ContextCapture nothing = () -> null;
    Host host = fixture.start(fixture.host().queue(queue).propagate(nothing));
    String refusal = assertThrows(NullPointerException.class, () -> queue.submit("a")).getMessage();
    assertEquals(
        "a lambda in " + getClass().getName() + " has captured null: no interceptor", refusal);
    fixture.stop(host);
  }

  @Test
  void isNoneOfABatch() throws Exception {
    JobQueue<String, Void> queue =
        JobQueue.<String>batching("jobs", items -> fixture.mark(items.toString()), 2, Duration.ZERO)
            .build();
    Host host = fixture.start(fixture.host().queue(queue).propagate(capture("context")));
    submitAs("ann", queue, "a");
    assertEquals(List.of("0 context captures ann", "0 [a]"), trail);
    fixture.stop(host);
  }

  // ---- the MDC

  @AfterEach
  void clearTheMdc() {
    MDC.clear();
  }

  @Test
  void mayBeTheEntriesOfTheMdcBesideThoseOfTheWorker() throws Exception {
    List<Map<String, String>> seen = new ArrayList<>();
    JobQueue<String, Void> queue =
        JobQueue.builder("jobs", (String item) -> seen.add(MDC.getCopyOfContextMap())).build();
    Host host = fixture.start(fixture.host().queue(queue).propagate(ContextCapture.mdc()));
    MDC.put("order", "4711");
    MDC.put("service", "of the submitter");
    queue.submit("a");
    time.advance(Duration.ZERO);
    MDC.clear();
    queue.submit("b");
    time.advance(Duration.ZERO);
    assertEquals(
        List.of(
            Map.of("order", "4711", "service", "jobs", "job", "inn/jobs#1"),
            Map.of("service", "jobs", "job", "inn/jobs#2")),
        seen);
    fixture.stop(host);
  }

  // ---- what an interceptor is told

  @Test
  void anInterceptorIsToldTheAttemptAndTheRun() throws Exception {
    JobQueue<String, Void> queue =
        jobs.queue(jobs.failing(1)).retry(JobQueueFixture.AT_ONCE).build();
    RecurringJob job = RecurringJob.every(seconds(10)).build(run -> {});
    Host host =
        fixture.start(
            fixture
                .host()
                .queue(queue)
                .recurring("job", job)
                .intercept(invocation -> {
                  invocation
                      .attempt()
                      .ifPresent(a -> fixture.mark("attempt " + a.id() + " " + a.number()));
                  invocation.run().ifPresent(r -> fixture.mark("run " + r.number()));
                  invocation.proceed();
                }));
    jobs.submit(queue, "a");
    time.advance(seconds(10));
    assertEquals(
        List.of("attempt inn/jobs#1 1", "a try 1", "attempt inn/jobs#1 2", "a try 2", "run 1"),
        trail.stream().map(mark -> mark.substring(mark.indexOf(' ') + 1)).toList());
    fixture.stop(host);
  }

  @Test
  void anInvocationOfATestKnowsNeither() throws IOException {
    ServiceInterceptor.Invocation call =
        new ServiceInterceptor.Invocation() {
          @Override
          public String service() {
            return "s";
          }

          @Override
          public ServiceInterceptor.Kind kind() {
            return ServiceInterceptor.Kind.JOB;
          }

          @Override
          public void proceed() {}
        };
    assertNull(call.run().orElse(null));
    assertNull(call.attempt().orElse(null));
  }
}
