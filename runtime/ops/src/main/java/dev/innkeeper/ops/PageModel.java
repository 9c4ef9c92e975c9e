package dev.innkeeper.ops;

import dev.innkeeper.runtime.jobs.JobGroup;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.runtime.jobs.QueueStatus;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.HostView;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A host that the page shows and acts on, with what the page has noted of it. For any thread. */
final class PageModel {

  private final HostView host;
  private final InstantSource clock;
  private final ServiceGraph graph;
  private final Map<String, RecurringJob> jobs;
  private final Map<String, JobScheduler> schedulers;
  private final Map<String, JobQueue<?, ?>> queues = new LinkedHashMap<>();
  private final Map<String, JobGroup> groups;
  private final Map<String, QueueDepths> depths = new LinkedHashMap<>();
  private final StopTrail stop;
  private final FailedJobs failedJobs;

  PageModel(HostView host, StopTrail stop, FailedJobs failedJobs, InstantSource clock) {
    this.host = host;
    this.clock = clock;
    this.stop = stop;
    this.failedJobs = failedJobs;
    graph = new ServiceGraph(host.services());
    jobs = host.instancesOf(RecurringJob.class);
    schedulers = host.instancesOf(JobScheduler.class);
    host.instancesOf(JobQueue.class)
        .forEach((name, queue) -> {
          queues.put(name, queue);
          depths.put(name, new QueueDepths());
        });
    groups = host.instancesOf(JobGroup.class);
    groups.forEach((service, group) ->
        group
            .queues()
            .keySet()
            .forEach(name -> depths.put(inGroup(service, name), new QueueDepths())));
  }

  HostView host() {
    return host;
  }

  ServiceGraph graph() {
    return graph;
  }

  Instant now() {
    return clock.instant();
  }

  /** The extensions of a host are closed while it is not yet called stopped. */
  HostState state() {
    return stop.isOver() ? HostState.STOPPED : host.state();
  }

  /** By service. */
  Map<String, RecurringJob> jobs() {
    return jobs;
  }

  /** By service. */
  Map<String, JobScheduler> schedulers() {
    return schedulers;
  }

  /** By service. */
  Map<String, JobQueue<?, ?>> queues() {
    return queues;
  }

  /** By service. */
  Map<String, JobGroup> groups() {
    return groups;
  }

  /** A queue or job that is no service. */
  static String inGroup(String service, String name) {
    return service + "/" + name;
  }

  /** By service and name, as it is shown. */
  JobGroup.@Nullable Queue queueInGroup(String shown) {
    for (Map.Entry<String, JobGroup> group : groups.entrySet()) {
      for (Map.Entry<String, ? extends JobGroup.Queue> queue :
          group.getValue().queues().entrySet()) {
        if (inGroup(group.getKey(), queue.getKey()).equals(shown)) {
          return queue.getValue();
        }
      }
    }
    return null;
  }

  @Nullable QueueDepths depths(String queue) {
    return depths.get(queue);
  }

  FailedJobs failedJobs() {
    return failedJobs;
  }

  StopTrail stop() {
    return stop;
  }

  boolean isRunning(String service) {
    return host.service(service).state() == ServiceState.RUNNING;
  }

  void sampleQueues() {
    queues.forEach((name, queue) -> sample(name, queue.status()));
    groups.forEach((service, group) ->
        group.queues().forEach((name, queue) -> sample(inGroup(service, name), queue.status())));
  }

  private void sample(String name, QueueStatus status) {
    QueueDepths of = depths.get(name);
    if (of != null) {
      of.sample(status);
    }
  }
}
