package dev.innkeeper.ops;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.service.HostView;

/**
 * What the page shows, as JSON: made for each reader anew. Times are milliseconds since 1970,
 * durations milliseconds. It asks nobody who could be waiting for something.
 */
final class PageSnapshot {

  private final PageModel model;
  private final PageEvents events;
  private final PageFigures figures;
  private final boolean readOnly;

  PageSnapshot(PageModel model, PageEvents events, PageFigures figures, boolean readOnly) {
    this.model = model;
    this.events = events;
    this.figures = figures;
    this.readOnly = readOnly;
  }

  /**
   * Now.
   *
   * @param isOpen whether the reader has the token; without it there is nothing that comes from a
   *     failure, and nothing to do
   */
  String toJson(boolean isOpen) {
    HostState state = model.state();
    boolean takesOrders = isOpen && !readOnly && state == HostState.RUNNING;
    return new PageJson()
        .with("host", host(isOpen, state))
        .with("isOpen", isOpen)
        .with("readOnly", readOnly)
        .with("stop", model.stop().toJson(isOpen))
        .with("services", new ServicesView(model, isOpen, takesOrders).toJson())
        .with("graph", model.graph().toJson())
        .with("jobs", new JobsView(model, isOpen, takesOrders).toJson())
        .with("queues", new QueuesView(model, isOpen, takesOrders).toJson())
        .with("figures", figures.values())
        .with("events", events.toJson(isOpen))
        .toString();
  }

  private PageJson host(boolean isOpen, HostState state) {
    HostView host = model.host();
    boolean isOver = state == HostState.STOPPED;
    return new PageJson()
        .with("name", host.name())
        .with("state", state.name())
        .with("isLive", host.isLive() && !isOver)
        .with("isReady", host.isReady() && !isOver)
        .with("health", health(host.health(), isOpen))
        .with("failure", isOpen ? host.failure().map(PageText::failure).orElse(null) : null)
        .with("now", model.now().toEpochMilli());
  }

  /** Its reason may come from a failure. */
  static PageJson health(Health health, boolean isOpen) {
    return new PageJson()
        .with("status", health.status().name())
        .with("reason", isOpen && !health.reason().isEmpty() ? shortened(health) : null);
  }

  private static String shortened(Health health) {
    return PageText.shortened(health.reason(), 300);
  }
}
