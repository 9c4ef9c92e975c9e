package dev.innkeeper.ops;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import java.time.Duration;
import java.util.List;

/** How the stop of a {@link FakeHost} went. */
record FakeReport(List<ServiceStatus> services) implements StopReport {

  @Override
  public String host() {
    return "orders";
  }

  @Override
  public Duration took() {
    return Duration.ZERO;
  }

  @Override
  public boolean clean() {
    return in(ServiceState.ABANDONED).isEmpty() && in(ServiceState.FAILED).isEmpty();
  }

  @Override
  public List<ServiceStatus> in(ServiceState state) {
    return services.stream().filter(s -> s.state() == state).toList();
  }

  @Override
  public String summary() {
    return "";
  }
}
