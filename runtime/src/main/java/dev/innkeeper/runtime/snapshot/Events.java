package dev.innkeeper.runtime.snapshot;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.RunOutcome;
import dev.innkeeper.runtime.report.RunTrigger;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.timer.message.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What happens in a host: a record for each kind of {@link HostEvent}, by the same name. */
public final class Events {

  private Events() {}

  public record HostStarted(String host, int services, Duration took)
      implements HostEvent.HostStarted {}

  public record HostDraining(String host) implements HostEvent.HostDraining {}

  public record CarriersHeld(String host, Duration after, List<StuckThread> holders)
      implements HostEvent.CarriersHeld {}

  public record HostStopping(String host, String reason) implements HostEvent.HostStopping {}

  public record HostStopped(String host, StopReport report) implements HostEvent.HostStopped {}

  public record LeadershipGained(String host, String election, OptionalLong fencingToken)
      implements HostEvent.LeadershipGained {}

  public record LeadershipEnded(String host, String election, String reason, boolean lost)
      implements HostEvent.LeadershipEnded {}

  public record ServiceStarting(String host, String service) implements HostEvent.ServiceStarting {}

  public record ServiceStarted(String host, String service, Duration took)
      implements HostEvent.ServiceStarted {}

  public record ServiceStillStarting(
      String host,
      String service,
      Duration after,
      String missing,
      List<String> waiting,
      List<StuckThread> stuckIn)
      implements HostEvent.ServiceStillStarting {}

  public record ServiceCompleted(String host, String service)
      implements HostEvent.ServiceCompleted {}

  public record ServiceFailed(String host, String service, String where, Throwable failure)
      implements HostEvent.ServiceFailed {

    @Override
    public String toString() {
      return "ServiceFailed[host=%s, service=%s, where=%s, failure=%s]"
          .formatted(host, service, where, Shown.ofFailure(failure));
    }
  }

  public record ServiceRestarting(
      String host, String service, int restart, Duration delay, Throwable failure)
      implements HostEvent.ServiceRestarting {

    @Override
    public String toString() {
      return "ServiceRestarting[host=%s, service=%s, restart=%d, delay=%s, failure=%s]"
          .formatted(host, service, restart, delay, Shown.ofFailure(failure));
    }
  }

  public record ServiceStopping(String host, String service) implements HostEvent.ServiceStopping {}

  /**
   * An interrupt in the stop.
   *
   * @param hasStopped it is in its step after the stop
   */
  public record ServiceInterrupted(String host, String service, Duration after, boolean hasStopped)
      implements HostEvent.ServiceInterrupted {}

  public record ServiceStopped(String host, String service, Duration took)
      implements HostEvent.ServiceStopped {}

  public record ServiceAbandoned(
      String host, String service, Duration after, List<StuckThread> stuckIn)
      implements HostEvent.ServiceAbandoned {}

  /** {@code toldOtherwise}: it follows from something of which other lines tell. */
  public record HealthChanged(
      String host, String service, Health before, Health now, boolean toldOtherwise)
      implements HostEvent.HealthChanged {}

  public record RunEnded(
      String host,
      String service,
      long run,
      Instant scheduled,
      RunTrigger trigger,
      Duration took,
      RunOutcome outcome,
      Optional<Throwable> failure)
      implements HostEvent.RunEnded {

    @Override
    public String toString() {
      String fields =
          "host=%s, service=%s, run=%d, scheduled=%s, trigger=%s, took=%s, outcome=%s, failure=%s"
              .formatted(
                  host,
                  service,
                  run,
                  scheduled,
                  trigger,
                  took,
                  outcome,
                  failure.map(Shown::ofFailure));
      return "RunEnded[" + fields + "]";
    }
  }

  public record RunStarted(
      String host, String service, long run, Instant scheduled, RunTrigger trigger)
      implements HostEvent.RunStarted {}

  public record TicksSkipped(String host, String service, long ticks, boolean repeated)
      implements HostEvent.TicksSkipped {}

  public record JobRetrying(
      String host,
      String service,
      String job,
      Object item,
      int attempt,
      Duration delay,
      Throwable failure)
      implements HostEvent.JobRetrying {

    /** Without the item, which is not to be logged by accident. */
    @Override
    public String toString() {
      return "JobRetrying[job=%s, attempt=%d, delay=%s, failure=%s]"
          .formatted(job, attempt, delay, Shown.ofFailure(failure));
    }
  }

  public record JobFailed(
      String host, String service, String job, Object item, int attempts, Throwable failure)
      implements HostEvent.JobFailed {

    /** Without the item, which is not to be logged by accident. */
    @Override
    public String toString() {
      return "JobFailed[job=%s, attempts=%d, failure=%s]"
          .formatted(job, attempts, Shown.ofFailure(failure));
    }
  }
}
