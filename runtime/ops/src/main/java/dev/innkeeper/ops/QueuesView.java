package dev.innkeeper.ops;

import dev.innkeeper.runtime.jobs.JobGroup;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.QueueStatus;
import java.util.ArrayList;
import java.util.List;

/** The queues as the page shows them, at one moment. */
final class QueuesView {

  private static final String FAILED_ELSEWHERE =
      "this process does not know why: the job failed in another one, or long ago; see the log";

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
            group.queues().forEach((name, queue) -> all.add(inGroup(service, name, queue))));
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
  private PageJson inGroup(String service, String name, JobGroup.Queue queue) {
    List<PageJson> failedJobs =
        isOpen ? queue.failedJobs().stream().map(QueuesView::failedJob).toList() : List.of();
    return queue(PageModel.inGroup(service, name), queue.workers(), queue.status())
        .with("canPutBack", takesOrders && model.isRunning(service))
        .with("failedJobs", failedJobs);
  }

  private static PageJson failedJob(JobGroup.FailedJob failed) {
    return new PageJson()
        .with("number", failed.id()) // unique, in its queue
        .with("id", failed.id())
        .with("at", failed.failedAt().toEpochMilli())
        .with("attempts", failed.attempts())
        .with("failure", failed.failure().map(PageText::message).orElse(FAILED_ELSEWHERE));
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
