package dev.innkeeper.ops;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.QueueStatus;
import java.util.ArrayList;
import java.util.List;

/** The queues as the page shows them, at one moment. */
final class QueuesView {

  private final PageModel model;
  private final boolean isOpen;
  private final boolean takesOrders;

  QueuesView(PageModel model, boolean isOpen, boolean takesOrders) {
    this.model = model;
    this.isOpen = isOpen;
    this.takesOrders = takesOrders;
  }

  List<PageJson> toJson() {
    List<PageJson> all = new ArrayList<>();
    model.queues().forEach((name, queue) -> all.add(queue(name, queue)));
    return all;
  }

  private PageJson queue(String name, JobQueue<?, ?> queue) {
    QueueStatus status = queue.status();
    QueueDepths depths = model.depths(name);
    List<PageJson> failedJobs = isOpen ? model.failedJobs().toJson(name) : List.of();
    return new PageJson()
        .with("name", name)
        .with("waiting", status.waiting())
        .with("delayed", status.delayed())
        .with("running", status.running())
        .with("depth", QueueDepths.depth(status))
        .with("capacity", queue.capacity())
        .with("workers", queue.workers())
        .with("succeeded", status.succeeded())
        .with("failed", status.failed())
        .with("handedBack", status.handedBack())
        .with("retries", status.retries())
        .with("oldest", PageText.millisOrNull(status.oldestWaiting()))
        .with("depths", depths == null ? List.of() : depths.toList())
        .with("sampledEvery", QueueDepths.PERIOD.toMillis())
        .with("canPutBack", takesOrders && model.isRunning(name))
        .with("failedJobs", failedJobs);
  }
}
