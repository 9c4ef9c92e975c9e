package dev.innkeeper.dbscheduler;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was chosen for a {@link DurableJobs}.
 *
 * @param heartbeat how often an instance says that it has a job
 * @param poll how often each queue looks for jobs
 */
record DurablePlan(
    JobTable table,
    Payloads payloads,
    Duration heartbeat,
    Duration poll,
    List<DurableQueue<?>> queues,
    List<RecurringPlan> recurring) {

  /** Of all its jobs. */
  List<String> names() {
    return Stream.concat(
            queues.stream().map(DurableQueue::name), recurring.stream().map(RecurringPlan::name))
        .toList();
  }
}
