package dev.innkeeper.ops;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.service.HostView;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a host stands, for people. */
final class HostInWords {

  private static final int MOST_NAMED = 3;

  private final HostView host;
  private final boolean withReasons;

  HostInWords(HostView host, boolean withReasons) {
    this.host = host;
    this.withReasons = withReasons;
  }

  /** Why it is not live. */
  String whyNotLive() {
    return "not live: "
        + (host.state() == HostState.NEW ? "the host has not started" : "the host has stopped");
  }

  /** Why it has not started. */
  String whyNotStarted() {
    return "not started: " + why();
  }

  /** Why it is not ready. */
  String whyNotReady() {
    return "not ready: " + why();
  }

  private String why() {
    return switch (host.state()) {
      case NEW -> "the host has not started";
      case STARTING -> waitingOr("the host is starting");
      case RUNNING -> waitingOr(whyItIsNotReadyWhileItRuns());
      case STOPPING -> "the host is stopping";
      case STOPPED -> "the host has stopped";
    };
  }

  private String whyItIsNotReadyWhileItRuns() {
    if (host.lifetime().stopReason().isPresent()) {
      return "a stop was requested";
    }
    // A service may have recovered since the question was answered.
    return host.isReady() ? "it is ready again by now" : "a drain was requested";
  }

  private String waitingOr(String otherwise) {
    List<ServiceStatus> waitedFor =
        host.services().stream().filter(service -> !service.ready()).toList();
    if (waitedFor.isEmpty()) {
      return otherwise;
    }
    String named =
        waitedFor.stream()
            .limit(MOST_NAMED)
            .map(HostInWords::withState)
            .collect(Collectors.joining(", "));
    int more = waitedFor.size() - MOST_NAMED;
    return "waiting for " + named + (more > 0 ? " and " + more + " more" : "");
  }

  private static String withState(ServiceStatus service) {
    Health.Status health = service.health().status();
    return Escaped.line(service.name())
        + " ("
        + words(service.state())
        + (health == Health.Status.UP ? ")" : ", " + words(health) + ")");
  }

  /** How well it is, and in a line each, how well its services are. */
  String health(Health ofHost) {
    return health("the host", host.state(), ofHost)
        + host.services().stream()
            .map(service -> "\n" + health(service))
            .collect(Collectors.joining());
  }

  /** How well a service is: in a line. */
  String health(ServiceStatus service) {
    return health(Escaped.line(service.name()), service.state(), service.health());
  }

  private String health(String name, Enum<?> state, Health health) {
    String reason = withReasons ? health.reason() : "";
    return name
        + " ("
        + words(state)
        + "): "
        + words(health.status())
        + (reason.isEmpty() ? "" : ": " + Escaped.line(reason));
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
