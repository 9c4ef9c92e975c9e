package dev.innkeeper.ops;

import dev.innkeeper.runtime.jobs.JobGroup;
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
    model
        .groups()
        .forEach((service, group) ->
            group
                .queues()
                .forEach(
                    (name, queue) -> all.add(inGroup(PageModel.inGroup(service, name), queue))));
    return all;
  }

  private PageJson queue(String name, JobQueue<?, ?> queue) {
    List<PageJson> failedJobs = isOpen ? model.failedJobs().toJson(name) : List.of();
    return queue(name, queue.workers(), queue.status())
        .with("capacity", queue.capacity())
        .with("canPutBack", takesOrders && model.isRunning(name))
        .with("failedJobs", failedJobs);
  }

  /** Its failed jobs are in its own keeping. */
  private PageJson inGroup(String name, JobGroup.Queue queue) {
    return queue(name, queue.workers(), queue.status())
        .with("canPutBack", false)
        .with("failedJobs", List.of());
  }

  private PageJson queue(String name, int workers, QueueStatus status) {
    QueueDepths depths = model.depths(name);
    return new PageJson()
        .with("name", name)
        .with("waiting", status.waiting())
        .with("delayed", status.delayed())
        .with("running", status.running())
        .with("depth", QueueDepths.depth(status))
        .with("workers", workers)
        .with("succeeded", status.succeeded())
        .with("failed", status.failed())
        .with("handedBack", status.handedBack())
        .with("retries", status.retries())
        .with("oldest", PageText.millisOrNull(status.oldestWaiting()))
        .with("depths", depths == null ? List.of() : depths.toList())
        .with("sampledEvery", QueueDepths.PERIOD.toMillis());
  }
}
