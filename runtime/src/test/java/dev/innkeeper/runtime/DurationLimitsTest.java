package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.scope.Task;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A duration is checked where it is given: one that is accepted there never fails later. The
 * longest mean "never".
 */
class DurationLimitsTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  private static Stream<Duration> longOnes() {
    return Stream.of(
        Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
        Duration.ofSeconds(Long.MAX_VALUE / 1_000),
        Duration.ofDays(200 * 365),
        Duration.ofNanos(Long.MAX_VALUE),
        Duration.ofNanos(Long.MAX_VALUE / 2));
  }

  @ParameterizedTest
  @MethodSource("longOnes")
  void ofAHostAndItsServicesMeanNever(Duration ever) throws Exception {
    Host host =
        fixture
            .host()
            .startupTimeout(ever)
            .shutdownTimeout(ever)
            .warnAboutSlowStart(ever)
            .add(
                "a",
                marking.service("a", 86_400, 86_400),
                s -> s.startTimeout(ever).interruptAfter(ever).stopTimeout(ever))
            .background(
                "w",
                context -> {
                  if (context.awaitStop(ever)) {
                    fixture.mark("w ends");
                  }
                },
                s -> s.interruptAfter(ever).stopTimeout(ever))
            .build();
    fixture.start(host);
    time.advance(Duration.ofDays(365));
    assertEquals(HostState.RUNNING, host.state());
    assertTrue(fixture.stop(host).clean());
    assertTrue(time.drive(() -> host.awaitTermination(ever)));
    assertEquals(
        List.of(
            "0 a starts",
            "86400 a started",
            "31622400 w ends",
            "31622400 a stops",
            "31708800 a stopped"),
        trail);
  }

  @ParameterizedTest
  @MethodSource("longOnes")
  void ofAConfigurationMeanNever(Duration ever) throws Exception {
    Map<String, String> values =
        Map.of(
            "startupTimeout", ever.toString(),
            "shutdownTimeout", "999999999999999h",
            "warnAboutSlowStart", ever.toString(),
            "services.a.startTimeout", "999999999999999h",
            "services.a.stopTimeout", ever.toString(),
            "services.a.interruptAfter", ever.toString());
    Host host =
        fixture.host().add("a", marking.service("a")).settings(HostSettings.from(values)).build();
    fixture.start(host);
    assertTrue(fixture.stop(host).clean());
  }

  @ParameterizedTest
  @MethodSource("longOnes")
  void ofARestartPolicyMeanNever(Duration ever) throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "w",
                context -> {
                  fixture.mark("w fails");
                  throw new IOException("down");
                },
                s -> s.onFailure(FailurePolicy.restart().backoff(ever, ever).maxRestarts(3, ever)))
            .build();
    fixture.start(host);
    time.advance(Duration.ofDays(1));
    assertEquals(ServiceState.RESTARTING, host.services().getFirst().state());
    fixture.stop(host);
    assertEquals(List.of("0 w fails"), trail);
  }

  @ParameterizedTest
  @MethodSource("longOnes")
  void ofAQueueMeanNever(Duration ever) throws Exception {
    JobQueue<String, Void> queue =
        JobQueue.builder(
                "jobs",
                (String item) -> {
                  if (item.equals("fails")) {
                    throw new IOException("down");
                  }
                })
            .timeout(ever)
            .retry(RetryPolicy.maxRetries(3).backoff(ever, ever))
            .onHandBack(items -> fixture.mark("back: " + items))
            .build();
    Host host = fixture.host().queue(queue).build();
    fixture.start(host);
    JobHandle<Void> well = time.drive(() -> queue.submit("a", ever)).orElseThrow();
    assertTrue(time.drive(() -> well.await(ever)));
    JobHandle<Void> retried = time.drive(() -> queue.submit("fails"));
    time.advance(Duration.ofDays(1));
    assertEquals(JobHandle.State.SUCCEEDED, well.state());
    assertTrue(fixture.stop(host).clean());
    assertEquals(JobHandle.State.HANDED_BACK, retried.state());
    assertEquals(List.of("86400 back: [fails]"), trail);
  }

  @ParameterizedTest
  @MethodSource("longOnes")
  void ofARecurringJobMeanNever(Duration ever) throws Exception {
    RecurringJob job =
        RecurringJob.on(Schedule.hourly(ZoneOffset.UTC))
            .initialRun()
            .timeout(ever)
            .jitter(ever)
            .build(run -> fixture.mark("run"));
    Host host = fixture.host().recurring("job", job).build();
    fixture.start(host);
    time.advance(Duration.ofHours(2));
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("0 run"), trail);
  }

  @ParameterizedTest
  @MethodSource("longOnes")
  void ofAScopeMeanNever(Duration ever) throws Exception {
    try (TaskScope scope = TaskScope.open("s")) {
      Task<String> task = scope.fork(() -> "done");
      assertTrue(scope.join(ever));
      assertEquals("done", task.result());
    }
  }

  @Test
  void thatATimerDoesNotTakeIsNotTakenForAJobEither() {
    Duration longest = Duration.ofNanos(Long.MAX_VALUE / 2);
    for (Duration ever : longOnes().filter(each -> each.compareTo(longest) > 0).toList()) {
      String refusal = "period must be at most 146 years: " + ever;
      assertEquals(refusal, refusal(() -> RecurringJob.every(ever)));
      assertEquals(refusal, refusal(() -> fixture.host().recurring("job", ever, run -> {})));
    }
  }

  private static String refusal(Runnable choice) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, choice::run).getMessage());
  }

  @Test
  void asLongAsATimerTakesWorksForAJob() throws Exception {
    RecurringJob job =
        RecurringJob.every(Duration.ofNanos(Long.MAX_VALUE / 2))
            .jitter(Duration.ofNanos(Long.MAX_VALUE / 2))
            .initialRun()
            .build(run -> fixture.mark("run"));
    Host host = fixture.host().recurring("job", job).build();
    fixture.start(host);
    time.advance(Duration.ofDays(365));
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("0 run"), trail);
  }
}
