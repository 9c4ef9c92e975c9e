package dev.innkeeper.runtime.snapshot;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** How a host's stop went. */
public record ReportSnapshot(String host, Duration took, List<ServiceStatus> services)
    implements StopReport {

  @Override
  public boolean clean() {
    return in(ServiceState.ABANDONED).isEmpty() && in(ServiceState.FAILED).isEmpty();
  }

  @Override
  public List<ServiceStatus> in(ServiceState state) {
    Objects.requireNonNull(state, "state");
    return services.stream().filter(service -> service.state() == state).toList();
  }

  @Override
  public String summary() {
    return host + " stopped in " + Durations.show(took) + ": " + counts();
  }

  private String counts() {
    if (services.isEmpty()) {
      return "no services";
    }
    return services.stream()
        .collect(Collectors.groupingBy(ServiceStatus::state, Collectors.counting()))
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey(Comparator.reverseOrder()))
        .map(entry -> entry.getValue() + " " + word(entry.getKey()))
        .collect(Collectors.joining(", "));
  }

  private static String word(ServiceState state) {
    return state == ServiceState.NEW
        ? "never started"
        : state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  @Override
  public String toString() {
    return summary()
        + services.stream().map(service -> "\n  " + service).collect(Collectors.joining());
  }
}
