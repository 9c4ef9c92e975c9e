package dev.innkeeper.ops;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.service.HostView;
import java.util.stream.Collectors;

/** How a host stands, for programs. */
final class HostInJson {

  private final HostView host;
  private final boolean withReasons;

  HostInJson(HostView host, boolean withReasons) {
    this.host = host;
    this.withReasons = withReasons;
  }

  /** All that is shown. */
  String of(boolean started) {
    return "{\"host\":"
        + Escaped.json(host.name())
        + ",\"state\":"
        + Escaped.json(host.state().name())
        + ",\"live\":"
        + host.isLive()
        + ",\"ready\":"
        + host.isReady()
        + ",\"started\":"
        + started
        + ",\"health\":"
        + of(host.health())
        + ",\"services\":"
        + host.services().stream().map(this::of).collect(Collectors.joining(",", "[", "]"))
        + "}";
  }

  /** One service. */
  String of(ServiceStatus service) {
    return "{\"name\":"
        + Escaped.json(service.name())
        + ",\"state\":"
        + Escaped.json(service.state().name())
        + ",\"health\":"
        + of(service.health())
        + ",\"ready\":"
        + service.ready()
        + ",\"since\":"
        + Escaped.json(service.since().toString())
        + "}";
  }

  private String of(Health health) {
    return "{\"status\":"
        + Escaped.json(health.status().name())
        + (withReasons
            ? ",\"reason\":" + Escaped.json(Escaped.shortened(health.reason())) + "}"
            : "}");
  }
}
