package dev.innkeeper.runtime.report;

import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * How a host's stop went. Its {@link #toString()} is for people, a line a service.
 *
 * @param host the host's name
 * @param took the time from the first request to stop until the end
 * @param services how each service ended, in the order of registration
 * @since 0.1
 */
public record StopReport(String host, Duration took, List<ServiceStatus> services) {

  /**
   * Whether no service was abandoned or ended as failed. One that failed, was restarted, and then
   * ended well is clean; its status tells of the failure.
   */
  public boolean clean() {
    return services.stream().allMatch(ServiceStatus::isClean);
  }

  /** The services that ended in {@code state}, in the order of registration. */
  public List<ServiceStatus> in(ServiceState state) {
    Objects.requireNonNull(state, "state");
    return services.stream().filter(service -> service.state() == state).toList();
  }

  /** The first line of the text: {@code orders stopped in 312 ms: 3 stopped}. */
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
