package dev.innkeeper.ops;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The services as the page shows them, at one moment. */
final class ServicesView {

  private static final Set<ServiceState> CAN_START =
      EnumSet.of(
          ServiceState.STOPPED,
          ServiceState.FAILED,
          ServiceState.RESTARTING,
          ServiceState.START_ABORTED);

  private static final Set<ServiceState> CAN_STOP =
      EnumSet.of(
          ServiceState.STARTING,
          ServiceState.RUNNING,
          ServiceState.COMPLETED,
          ServiceState.FAILED,
          ServiceState.STANDBY,
          ServiceState.RESTARTING);

  private static final Set<ServiceState> CAN_RESTART =
      EnumSet.of(ServiceState.RUNNING, ServiceState.COMPLETED);

  private final ServiceGraph graph;
  private final List<ServiceStatus> services;
  private final boolean isOpen;
  private final boolean takesOrders;

  ServicesView(PageModel model, boolean isOpen, boolean takesOrders) {
    this.graph = model.graph();
    this.services = model.host().services();
    this.isOpen = isOpen;
    this.takesOrders = takesOrders;
  }

  List<PageJson> toJson() {
    return services.stream().map(this::service).toList();
  }

  private PageJson service(ServiceStatus status) {
    String name = status.name();
    boolean hasBegun = status.state() != ServiceState.NEW;
    return new PageJson()
        .with("name", name)
        .with("state", status.state().name())
        .with("since", hasBegun ? millis(status.since()) : null)
        .with("health", PageSnapshot.health(status.health(), isOpen))
        .with("restarts", status.restarts())
        .with("startTook", PageText.millisOrNull(status.startTook()))
        .with("hasFailed", status.failure().isPresent())
        .with("failure", isOpen ? failure(status) : null)
        .with("dependsOn", status.dependsOn())
        .with("operations", operations(status.state()))
        .with("alsoStops", graph.whoNeeds(name, namesIn(CAN_STOP)))
        .with("alsoRestarts", graph.whoNeeds(name, namesIn(CAN_RESTART)))
        .with("alsoStarts", neededIn(name));
  }

  private static @Nullable Long millis(Instant since) {
    return since.equals(Instant.EPOCH) ? null : since.toEpochMilli();
  }

  private List<String> neededIn(String name) {
    return graph.allNeededBy(name).stream().filter(namesIn(CAN_START)::contains).toList();
  }

  private List<String> namesIn(Set<ServiceState> states) {
    return services.stream()
        .filter(status -> states.contains(status.state()))
        .map(ServiceStatus::name)
        .toList();
  }

  private List<String> operations(ServiceState state) {
    List<String> can = new ArrayList<>();
    if (takesOrders) {
      addIf(CAN_START.contains(state), "start", can);
      addIf(CAN_STOP.contains(state), "stop", can);
      addIf(CAN_RESTART.contains(state), "restart", can);
    }
    return can;
  }

  private static void addIf(boolean isPossible, String operation, List<String> can) {
    if (isPossible) {
      can.add(operation);
    }
  }

  private static @Nullable PageJson failure(ServiceStatus status) {
    return status.stuckIn().isEmpty()
        ? status.failure().map(PageText::failure).orElse(null)
        : PageText.failure("abandoned", PageText.show(status.stuckIn()));
  }
}
