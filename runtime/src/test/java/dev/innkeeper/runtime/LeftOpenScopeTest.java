package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.scope.Task;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A scope that a call leaves open ends with the call, and that is a failure. */
class LeftOpenScopeTest {

  private static final String LEFT =
      "left open: scope 'inn/w/fetch' with [inn/w/fetch-1];"
          + " a scope ends with the call that opened it: use try-with-resources";

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;

  /** Forks a child that waits to be interrupted, and closes nothing. */
  @SuppressWarnings("MustBeClosedChecker")
  private void leaveOpen(ServiceContext context) {
    TaskScope scope = context.openScope("fetch");
    Task<Object> unused =
        scope.fork(() -> {
          fixture.mark("child works");
          try {
            sleep(time, Duration.ofDays(1));
          } catch (InterruptedException e) {
            fixture.mark("child interrupted");
          }
          return null;
        });
  }

  @Test
  void byWorkThatReturnsIsAFailureOfTheWork() throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "w",
                context -> {
                  leaveOpen(context);
                  sleep(time, seconds(3));
                },
                s -> s.onFailure(FailurePolicy.ignore()))
            .build();
    fixture.start(host);
    time.advance(seconds(5));
    assertEquals(List.of("0 child works", "3 child interrupted"), trail);
    assertEquals(ServiceState.FAILED, host.services().get(0).state());
    assertEquals(LEFT, host.services().get(0).failure().orElseThrow().getMessage());
    assertEquals(Duration.ZERO, fixture.stop(host).took());
  }

  @Test
  void byAStartIsAFailedStartThatIsRolledBack() {
    Host host = fixture.host().add("w", this::leaveOpen).build();
    HostStartException failed = assertThrows(HostStartException.class, () -> fixture.start(host));
    assertTrue(failed.getCause().getMessage().startsWith("left open: scope 'inn/w/fetch'"));
  }

  @Test
  void byAStopIsInTheReport() throws Exception {
    Host host =
        fixture
            .host()
            .add(
                "w",
                new HostedService() {
                  @Override
                  public void start(ServiceContext context) {}

                  @Override
                  public void stop(ServiceContext context) {
                    leaveOpen(context);
                  }
                })
            .build();
    fixture.start(host);
    StopReport report = fixture.stop(host);
    assertFalse(report.clean());
    assertEquals(Duration.ZERO, report.took());
    assertEquals(LEFT, report.services().getFirst().failure().orElseThrow().getMessage());
    assertTrue(report.toString().endsWith(LEFT), report.toString());
  }

  @Test
  void byAJobFailsTheJobAndTheWorkerGoesOn() throws Exception {
    JobQueue<Boolean, Void> queue =
        JobQueue.<Boolean, Void>builderWithResult(
                "w",
                (leaves, attempt) -> {
                  if (leaves) {
                    leaveOpen(attempt.context());
                  }
                  return null;
                })
            .build();
    Host host = fixture.host().queue(queue).build();
    fixture.start(host);
    JobHandle<Void> first = time.drive(() -> queue.submit(true));
    JobHandle<Void> second = time.drive(() -> queue.submit(false));
    time.advance(seconds(1));
    assertEquals(JobHandle.State.FAILED, first.state());
    assertTrue(first.failure().getMessage().startsWith("left open: scope 'inn/w/fetch'"));
    assertEquals(JobHandle.State.SUCCEEDED, second.state());
    assertTrue(fixture.stop(host).clean());
  }

  @Test
  void byARunFailsTheRunAndTheNextComesAtItsTime() throws Exception {
    RecurringJob job =
        RecurringJob.every(seconds(10))
            .build(run -> {
              fixture.mark("run " + run.number());
              if (run.number() == 1) {
                leaveOpen(run.context());
                sleep(time, seconds(3));
              }
            });
    Host host =
        fixture
            .host()
            .recurring("w", job)
            .listener(event -> {
              if (event instanceof HostEvent.RunEnded e) {
                fixture.mark(e.outcome() + e.failure().map(f -> " " + f.getMessage()).orElse(""));
              }
            })
            .build();
    fixture.start(host);
    time.advance(seconds(25));
    assertEquals(
        List.of(
            "10 run 1",
            "10 child works",
            "13 child interrupted",
            "13 FAILED " + LEFT,
            "20 run 2",
            "20 SUCCEEDED"),
        trail);
    assertEquals(ServiceState.RUNNING, host.services().getFirst().state());
    assertTrue(fixture.stop(host).clean());
  }

  @Test
  void byATaskFailsTheTask() throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "w",
                context -> {
                  try (TaskScope scope = context.openScope("outer")) {
                    Task<Object> task =
                        scope.fork(() -> {
                          leaveOpen(context);
                          return null;
                        });
                    scope.join();
                    fixture.mark(task.state() + " " + task.failure().getMessage());
                  }
                })
            .build();
    fixture.start(host);
    assertTrue(
        trail.get(trail.size() - 1).startsWith("0 FAILED left open: scope 'inn/w/fetch'"),
        trail.toString());
    assertTrue(fixture.stop(host).clean());
  }
}
