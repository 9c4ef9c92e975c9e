package dev.innkeeper.spring;

import dev.innkeeper.runtime.ServiceFailedException;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.service.HostView;
import dev.innkeeper.runtime.service.ServiceControl;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * Shows the hosts and their services; and stops, starts and restarts one service, for operators.
 * Only reading is allowed by default: messages of exceptions are in it, and orders are for few.
 */
@WebEndpoint(id = "innkeeper", defaultAccess = Access.READ_ONLY)
final class InnkeeperEndpoint {

  private static final int CONFLICT = 409;

  private final SpringHosts hosts;

  InnkeeperEndpoint(SpringHosts hosts) {
    this.hosts = hosts;
  }

  @ReadOperation
  Map<String, List<Map<String, Object>>> hosts() {
    return Map.of("hosts", hosts.views().stream().map(InnkeeperEndpoint::shown).toList());
  }

  @ReadOperation
  WebEndpointResponse<Map<String, Object>> service(@Selector String service) {
    HostView host = hostOf(service);
    return host == null
        ? unknown(service)
        : new WebEndpointResponse<>(shown(host.service(service)));
  }

  @WriteOperation
  WebEndpointResponse<Map<String, Object>> order(
      @Selector String service, @Selector String operation) throws InterruptedException {
    HostView host = hostOf(service);
    if (host == null) {
      return unknown(service);
    }
    try {
      ServiceStatus after = order(host.control(service), operation);
      return after == null
          ? answer(WebEndpointResponse.STATUS_BAD_REQUEST, noOperation(operation))
          : new WebEndpointResponse<>(shown(after));
    } catch (IllegalStateException e) {
      return answer(CONFLICT, String.valueOf(e.getMessage()));
    } catch (ServiceFailedException e) {
      return answer(
          WebEndpointResponse.STATUS_INTERNAL_SERVER_ERROR, String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable ServiceStatus order(ServiceControl control, String operation)
      throws InterruptedException {
    return switch (operation) {
      case "stop" -> control.stop();
      case "start" -> control.start();
      case "restart" -> control.restart();
      case "stop-with-dependents" -> control.stopWithDependents();
      case "restart-with-dependents" -> control.restartWithDependents();
      default -> null;
    };
  }

  private static String noOperation(String operation) {
    return "'"
        + operation
        + "' is no operation: there are start, stop, restart, stop-with-dependents and"
        + " restart-with-dependents";
  }

  /** The first that has one with this name; null: none. */
  private @Nullable HostView hostOf(String service) {
    return hosts.views().stream()
        .filter(host -> host.services().stream().anyMatch(s -> s.name().equals(service)))
        .findFirst()
        .orElse(null);
  }

  private WebEndpointResponse<Map<String, Object>> unknown(String service) {
    List<String> names =
        hosts.views().stream()
            .flatMap(host -> host.services().stream())
            .map(ServiceStatus::name)
            .toList();
    return answer(
        WebEndpointResponse.STATUS_NOT_FOUND,
        "there is no service '" + service + "'; there are " + names);
  }

  private static WebEndpointResponse<Map<String, Object>> answer(int status, String error) {
    return new WebEndpointResponse<>(Map.of("error", error), status);
  }

  // ---- what is shown

  private static Map<String, Object> shown(HostView host) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", host.name());
    all.put("state", host.state());
    all.put("ready", host.isReady());
    all.put("health", host.health().status());
    host.lifetime().stopReason().ifPresent(reason -> all.put("stopReason", reason));
    all.put("services", host.services().stream().map(InnkeeperEndpoint::shown).toList());
    return all;
  }

  private static Map<String, Object> shown(ServiceStatus service) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", service.name());
    all.put("state", service.state());
    all.put("since", service.since().toString());
    all.put("ready", service.ready());
    all.put("health", service.health().status());
    if (!service.health().reason().isEmpty()) {
      all.put("reason", service.health().reason());
    }
    all.put("dependsOn", service.dependsOn());
    all.put("restarts", service.restarts());
    service.startTook().ifPresent(took -> all.put("startTookMillis", took.toMillis()));
    service.failure().ifPresent(failure -> all.put("failure", failure.toString()));
    return all;
  }
}
