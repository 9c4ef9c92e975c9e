package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.QueueStatus;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostListener;
import dev.innkeeper.runtime.report.RunOutcome;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.ServiceControl;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Fakes of what one sees of a host, as a user writes them by hand for a unit test: none of these
 * tests needs a host.
 */
class FakeSnapshotsTest {

  private final List<String> trail = new ArrayList<>();

  private record Status(
      String name,
      List<String> dependsOn,
      ServiceState state,
      int restarts,
      Optional<Duration> startTook,
      Optional<Duration> stopTook,
      Optional<Throwable> failure,
      List<StuckThread> stuckIn)
      implements ServiceStatus {}

  private static ServiceStatus failed(String name) {
    return new Status(
        name,
        List.of(),
        ServiceState.FAILED,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.of(new IllegalStateException("no disk")),
        List.of());
  }

  private record Report(String host, Duration took, List<ServiceStatus> services)
      implements StopReport {
    @Override
    public boolean clean() {
      return false;
    }

    @Override
    public List<ServiceStatus> in(ServiceState state) {
      return services;
    }

    @Override
    public String summary() {
      return host;
    }
  }

  private record Failed(String host, String service, String where, Throwable failure)
      implements HostEvent.ServiceFailed {}

  /** A kind that the listener does not know. */
  private record Paused(String host) implements HostEvent {}

  private record Stopped(String host, StopReport report) implements HostEvent.HostStopped {}

  /** As a user writes it: there may be more kinds of events. */
  private void hear(HostEvent event) {
    switch (event) {
      case HostEvent.ServiceFailed failed -> trail.add(failed.service() + " " + failed.where());
      case HostEvent.HostStopped stopped ->
          stopped.report().in(ServiceState.FAILED).stream()
              .flatMap(status -> status.failure().stream())
              .forEach(thrown -> trail.add(thrown.getMessage()));
      default -> trail.add("something else");
    }
  }

  @Test
  void eventsAndReportsAreEnoughToTestAListener() {
    HostListener listener = this::hear;
    listener.on(new Failed("shop", "inbox", "in its work", new IllegalStateException()));
    listener.on(new Stopped("shop", new Report("shop", Duration.ZERO, List.of(failed("inbox")))));
    listener.on(new Paused("shop"));
    assertEquals(List.of("inbox in its work", "no disk", "something else"), trail);
  }

  private record Control(ServiceStatus status, List<String> trail) implements ServiceControl {

    private ServiceStatus order(String what) {
      trail.add(what + " " + status.name());
      return status;
    }

    @Override
    public ServiceStatus stop() {
      return order("stop");
    }

    @Override
    public ServiceStatus stopWithDependents() {
      return order("stop around");
    }

    @Override
    public ServiceStatus start() {
      return order("start");
    }

    @Override
    public ServiceStatus restart() {
      return order("restart");
    }

    @Override
    public ServiceStatus restartWithDependents() {
      return order("restart around");
    }
  }

  private static void operate(ServiceControl control) throws InterruptedException {
    if (control.status().state() == ServiceState.FAILED) {
      control.restart();
    }
  }

  @Test
  void aControlIsEnoughToTestAnOperatorsCommand() throws Exception {
    operate(new Control(failed("inbox"), trail));
    assertEquals(List.of("restart inbox"), trail);
  }

  private record FakeQueueStatus(
      int waiting,
      int delayed,
      int running,
      long accepted,
      long succeeded,
      long failed,
      long handedBack,
      long retries)
      implements QueueStatus {}

  private record JobStatus(
      boolean running,
      boolean paused,
      Optional<Instant> lastScheduled,
      Optional<Instant> lastStart,
      Optional<Duration> lastDuration,
      Optional<RunOutcome> lastOutcome,
      Optional<Throwable> lastFailure,
      Optional<Instant> nextDue,
      long runs,
      long failures,
      int failuresInARow,
      long skipped)
      implements RecurringJob.Status {}

  @Test
  void statusesAreEnoughToTestAPage() {
    QueueStatus queue = new FakeQueueStatus(1, 2, 3, 9, 1, 1, 1, 4);
    assertEquals(6, queue.waiting() + queue.delayed() + queue.running());
    RecurringJob.Status job =
        new JobStatus(
            false,
            true,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(RunOutcome.SUCCEEDED),
            Optional.empty(),
            Optional.empty(),
            1,
            0,
            0,
            0);
    assertTrue(job.paused());
  }
}
