package dev.innkeeper.dbscheduler;

import dev.innkeeper.runtime.jobs.JobGroup;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Why the latest jobs of a queue have failed for good in this process, which the table does not
 * say. From any thread.
 */
final class RecentFailures {

  private record FailedJob(String id, int attempts, Instant failedAt, Optional<Throwable> failure)
      implements JobGroup.FailedJob {}

  private static final int KEPT = 100;

  private final ReentrantLock lock = new ReentrantLock();

  /** By the id of the job, the latest last. Guarded by the lock. */
  private final Map<String, Throwable> latest = new LinkedHashMap<>();

  void add(String id, Throwable failure) {
    lock.lock();
    try {
      latest.remove(id); // so that it is the latest again
      latest.put(id, failure);
      if (latest.size() > KEPT) {
        latest.remove(latest.keySet().iterator().next());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Rows of jobs that have failed, with the reasons that are known. */
  List<JobGroup.FailedJob> of(List<JobTable.Row> rows) {
    lock.lock();
    try {
      return rows.stream().map(this::failedJob).toList();
    } finally {
      lock.unlock();
    }
  }

  /** With the lock. */
  private JobGroup.FailedJob failedJob(JobTable.Row row) {
    return new FailedJob(
        row.id(),
        row.failures(),
        Objects.requireNonNullElse(row.lastFailure(), Instant.EPOCH),
        Optional.ofNullable(latest.get(row.id())));
  }
}
