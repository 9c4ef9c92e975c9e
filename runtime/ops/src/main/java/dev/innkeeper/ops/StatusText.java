package dev.innkeeper.ops;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.service.HostView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** How a host is doing, in one line for {@code systemctl status}. */
final class StatusText {

  private static final int MOST_NAMED = 3;

  /** systemd reads 4,096 bytes of a message. */
  private static final int MOST_BYTES = 1_000;

  private static final Set<ServiceState> STARTED =
      EnumSet.of(ServiceState.RUNNING, ServiceState.COMPLETED, ServiceState.STANDBY);

  private static final Set<ServiceState> ENDED =
      EnumSet.of(
          ServiceState.NEW,
          ServiceState.STANDBY,
          ServiceState.START_ABORTED,
          ServiceState.FAILED,
          ServiceState.STOPPED,
          ServiceState.ABANDONED);

  private StatusText() {}

  /** {@code starting: 3 of 7 services started; next: db}. */
  static String starting(HostView host) {
    List<ServiceStatus> all = host.services();
    long started = all.stream().filter(s -> STARTED.contains(s.state())).count();
    String next = names(all, s -> s.state() == ServiceState.STARTING);
    return line(
        "starting: "
            + started
            + " of "
            + count(all)
            + " started"
            + (next.isEmpty() ? "" : "; next: " + next)
            + troubles(host));
  }

  /** {@code 7 services; inbox DEGRADED: restart 3 of 10, in 4 s}. */
  static String running(HostView host) {
    return line(count(host.services()) + troubles(host));
  }

  /** {@code stopping: the licence has expired; 2 of 7 services left: mails, db}. */
  static String stopping(HostView host) {
    String reason = host.lifetime().stopReason().orElse("");
    if (reason.isEmpty()) {
      return line("draining" + troubles(host));
    }
    List<ServiceStatus> all = host.services();
    Predicate<ServiceStatus> isLeft = s -> !ENDED.contains(s.state());
    long left = all.stream().filter(isLeft).count();
    return line(
        "stopping: "
            + reason
            + (left == 0
                ? ""
                : "; " + left + " of " + count(all) + " left: " + names(all, isLeft)));
  }

  /** {@code 2 abandoned: mails, inbox; 1 failed: db; stopped: the licence has expired}. */
  static String stopped(HostView host, List<ServiceStatus> services) {
    List<String> parts = new ArrayList<>();
    addThose(ServiceState.ABANDONED, "abandoned", services, parts);
    addThose(ServiceState.FAILED, "failed", services, parts);
    parts.add(host.lifetime().stopReason().map(reason -> "stopped: " + reason).orElse("stopped"));
    return line(String.join("; ", parts));
  }

  private static void addThose(
      ServiceState state, String word, List<ServiceStatus> services, List<String> parts) {
    long found = services.stream().filter(s -> s.state() == state).count();
    if (found > 0) {
      parts.add(found + " " + word + ": " + names(services, s -> s.state() == state));
    }
  }

  /** The worst first. */
  private static String troubles(HostView host) {
    List<ServiceStatus> ill =
        host.services().stream()
            .filter(s -> s.health().status() != Health.Status.UP)
            .sorted(Comparator.comparing((ServiceStatus s) -> s.health().status()).reversed())
            .toList();
    Health whole = host.health();
    StringBuilder text = new StringBuilder(isByItself(whole, ill) ? "; " + whole : "");
    ill.stream()
        .limit(MOST_NAMED)
        .forEach(s -> text.append("; ").append(s.name()).append(' ').append(s.health()));
    return text + (ill.size() <= MOST_NAMED ? "" : "; and " + (ill.size() - MOST_NAMED) + " more");
  }

  /** Whether the host is ill not because of a service, whose reason it would give. */
  private static boolean isByItself(Health whole, List<ServiceStatus> ill) {
    return whole.status() != Health.Status.UP
        && ill.stream().noneMatch(s -> whole.reason().endsWith(s.health().reason()));
  }

  private static String count(List<ServiceStatus> services) {
    return services.size() == 1 ? "1 service" : services.size() + " services";
  }

  private static String names(List<ServiceStatus> services, Predicate<ServiceStatus> which) {
    List<String> names = services.stream().filter(which).map(ServiceStatus::name).toList();
    return names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
        + (names.size() <= MOST_NAMED ? "" : " and " + (names.size() - MOST_NAMED) + " more");
  }

  /** A line of its own in the message would be another assignment. Reasons are user code's. */
  static String line(String text) {
    StringBuilder line = new StringBuilder();
    int bytes = 0;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      String next = shown(text.codePointAt(at));
      bytes += next.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MOST_BYTES) {
        return line.append("...").toString();
      }
      line.append(next);
    }
    return line.toString();
  }

  private static String shown(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          " ";
      default -> Character.toString(character);
    };
  }
}
