package dev.innkeeper.dbscheduler;

import dev.innkeeper.runtime.report.HostEvent;
import java.time.Duration;

/** What the host is told of jobs. */
final class DurableEvents {

  record JobRetrying(
      String host,
      String service,
      String job,
      Object item,
      int attempt,
      Duration delay,
      Throwable failure)
      implements HostEvent.JobRetrying {}

  record JobFailed(
      String host, String service, String job, Object item, int attempts, Throwable failure)
      implements HostEvent.JobFailed {}

  private DurableEvents() {}
}
