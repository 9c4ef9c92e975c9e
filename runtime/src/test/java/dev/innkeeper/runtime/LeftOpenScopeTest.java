package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.scope.Task;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A scope that a call leaves open ends with the call, and that is a failure. */
class LeftOpenScopeTest extends HostFixture {

  private static final String LEFT =
      "left open: scope 'inn/w/fetch' with [inn/w/fetch-1];"
          + " a scope ends with the call that opened it: use try-with-resources";

  /** Forks a child that waits to be interrupted, and closes nothing. */
  @SuppressWarnings("MustBeClosedChecker")
  private void leaveOpen(ServiceContext context) {
    TaskScope scope = context.openScope("fetch");
    Task<Object> unused =
        scope.fork(() -> {
          mark("child works");
          try {
            sleep(time, Duration.ofDays(1));
          } catch (InterruptedException e) {
            mark("child interrupted");
          }
          return null;
        });
  }

  @Test
  void byWorkThatReturnsIsAFailureOfTheWork() throws Exception {
    Host host =
        host()
            .background(
                "w",
                context -> {
                  leaveOpen(context);
                  sleep(time, seconds(3));
                },
                s -> s.onFailure(FailurePolicy.ignore()))
            .build();
    start(host);
    time.advance(seconds(5));
    assertEquals(List.of("0 child works", "3 child interrupted"), trail);
    assertEquals(ServiceState.FAILED, host.services().get(0).state());
    assertEquals(LEFT, host.services().get(0).failure().orElseThrow().getMessage());
    assertEquals(Duration.ZERO, stop(host).took());
  }

  @Test
  void byAStartIsAFailedStartThatIsRolledBack() {
    Host host = host().add("w", this::leaveOpen).build();
    HostStartException failed = assertThrows(HostStartException.class, () -> start(host));
    assertTrue(failed.getCause().getMessage().startsWith("left open: scope 'inn/w/fetch'"));
  }

  @Test
  void byAStopIsInTheReport() throws Exception {
    Host host =
        host()
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
    start(host);
    StopReport report = stop(host);
    assertFalse(report.clean());
    assertEquals(Duration.ZERO, report.took());
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
    Host host = host().queue(queue).build();
    start(host);
    JobHandle<Void> first = time.drive(() -> queue.submit(true));
    JobHandle<Void> second = time.drive(() -> queue.submit(false));
    time.advance(seconds(1));
    assertEquals(JobHandle.State.FAILED, first.state());
    assertTrue(first.failure().getMessage().startsWith("left open: scope 'inn/w/fetch'"));
    assertEquals(JobHandle.State.SUCCEEDED, second.state());
    assertTrue(stop(host).clean());
  }

  @Test
  void byATaskFailsTheTask() throws Exception {
    Host host =
        host()
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
                    mark(task.state() + " " + task.failure().getMessage());
                  }
                })
            .build();
    start(host);
    assertTrue(
        trail.get(trail.size() - 1).startsWith("0 FAILED left open: scope 'inn/w/fetch'"),
        trail.toString());
    assertTrue(stop(host).clean());
  }
}
