package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.service.JobAttempt;
import java.time.Duration;
import java.util.List;

/** What tests of jobs in other packages look at. */
public final class JobInsides {

  /** How long a call has to end after the interrupt. */
  public static final Duration PATIENCE = TimeLimit.PATIENCE;

  private JobInsides() {}

  /** Whether anybody is left to be told of the end. */
  public static boolean tellsAnybody(JobHandle<?> handle) {
    JobEnd<?> end = (JobEnd<?>) handle;
    end.tell();
    return end.isSeen();
  }

  /** When the attempt began, by the host's monotonic clock. */
  public static long began(JobAttempt attempt) {
    return ((QueueCall<?, ?>) attempt).began();
  }

  public static UnfinishedJobsException unfinished(String queue, List<?> items, List<String> ids) {
    return new UnfinishedJobsException(queue, items, ids, null);
  }
}
