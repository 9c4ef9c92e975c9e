package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.CrashingServices.AT_ONCE;
import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.state;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A failure whose causes go round in a circle is a failure like any other. */
@Timeout(60)
class CyclicFailureTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final AtomicInteger runs = new AtomicInteger();

  @ParameterizedTest
  @EnumSource
  void inAStartComesOutOfItAsTheCauseAndCanBePrinted(CyclicFailure cyclic) {
    RuntimeException thrown = cyclic.exception();
    Host host =
        fixture
            .host()
            .add(
                "w",
                context -> {
                  throw thrown;
                })
            .build();
    HostStartException failed = fixture.startFails(host);
    assertSame(thrown, failed.getCause());
    assertTrue(
        failed.getMessage().startsWith("host 'inn' did not start, because of 'w': "),
        failed.getMessage());
    StringWriter printed = new StringWriter();
    failed.printStackTrace(new PrintWriter(printed));
    assertTrue(printed.toString().contains("first"), printed.toString());
  }

  @ParameterizedTest
  @EnumSource
  void inTheWorkIsAnsweredByItsPolicy(CyclicFailure cyclic) throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "w",
                context -> {
                  fixture.mark("run " + runs.incrementAndGet());
                  if (runs.get() == 1) {
                    throw cyclic.exception();
                  }
                  context.awaitStop();
                },
                s -> s.onFailure(AT_ONCE))
            .build();
    fixture.start(host);
    time.advance(seconds(1));
    assertEquals(List.of("0 run 1", "0 run 2"), trail);
    assertEquals(ServiceState.RUNNING, state(host, 0));
    assertTrue(fixture.stop(host).clean());
  }

  @ParameterizedTest
  @EnumSource
  void inAStopIsInAReportThatCanBeShown(CyclicFailure cyclic) throws Exception {
    RuntimeException thrown = cyclic.exception();
    Host host =
        fixture
            .host()
            .background(
                "w",
                context -> {
                  context.awaitStop();
                  throw thrown;
                })
            .build();
    fixture.start(host);
    StopReport report = fixture.stop(host);
    assertFalse(report.clean());
    assertSame(thrown, report.services().getFirst().failure().orElseThrow());
    assertEquals(
        "inn stopped in 0 ms: 1 failed\n  w FAILED in 0 ms: "
            + thrown.getClass().getName()
            + ": first",
        report.toString());
  }

  @ParameterizedTest
  @EnumSource
  void isInTheLogWithItsService(CyclicFailure cyclic) throws Exception {
    RuntimeException thrown = cyclic.exception();
    try (LogTrail log = LogTrail.from(Level.ERROR)) {
      Host host =
          fixture
              .host()
              .background(
                  "w",
                  context -> {
                    throw thrown;
                  },
                  s -> s.onFailure(FailurePolicy.ignore()))
              .build();
      fixture.start(host);
      time.advance(seconds(1));
      assertEquals(List.of("ERROR inn/w failed in its work [first]"), log.lines());
      assertFalse(fixture.stop(host).clean());
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofAJobIsTriedAgainAndKept(CyclicFailure cyclic) throws Exception {
    RuntimeException thrown = cyclic.exception();
    JobQueue<String, Void> queue =
        JobQueue.builder(
                "jobs",
                (String item) -> {
                  fixture.mark("try");
                  throw thrown;
                })
            .retry(RetryPolicy.maxRetries(1).backoff(Duration.ofNanos(1), Duration.ofNanos(1)))
            .build();
    Host host = fixture.host().queue(queue).build();
    fixture.start(host);
    JobHandle<Void> handle = time.drive(() -> queue.submit("a"));
    time.advance(seconds(1));
    assertEquals(List.of("0 try", "0 try"), trail);
    assertEquals(JobHandle.State.FAILED, handle.state());
    assertSame(thrown, handle.failure());
    assertTrue(fixture.stop(host).clean());
  }

  @ParameterizedTest
  @EnumSource
  void ofARunLeavesTheNextToItsTime(CyclicFailure cyclic) throws Exception {
    RecurringJob job =
        RecurringJob.every(seconds(10))
            .build(run -> {
              fixture.mark("run " + run.number());
              throw cyclic.exception();
            });
    Host host = fixture.host().recurring("job", job).build();
    fixture.start(host);
    time.advance(seconds(25));
    assertEquals(List.of("10 run 1", "20 run 2"), trail);
    assertTrue(fixture.stop(host).clean());
  }
}
