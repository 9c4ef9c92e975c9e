package dev.innkeeper.runtime.jobs;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What has become of the jobs of a queue, over all its lives. */
final class Tally {

  private record QueueStatus(
      int waiting,
      int delayed,
      int running,
      long accepted,
      long succeeded,
      long failed,
      long handedBack,
      long retries,
      Optional<Duration> oldestWaiting,
      Duration timeWaited,
      long attempts)
      implements dev.innkeeper.runtime.jobs.QueueStatus {}

  private final AtomicLong numbers = new AtomicLong();
  private final LongAdder refused = new LongAdder();
  private final LongAdder succeeded = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder handedBack = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder waited = new LongAdder();
  private final LongAdder attempts = new LongAdder();

  /** Returns the job's number. */
  long accept() {
    return numbers.incrementAndGet();
  }

  /** A job that has a number was refused all the same. */
  void refuse() {
    refused.increment();
  }

  /** An attempt begins at jobs that each waited for so many nanoseconds. */
  void waited(long nanos, int jobs) {
    waited.add(nanos * jobs);
    attempts.add(jobs);
  }

  void retry() {
    retries.increment();
  }

  void end(JobHandle.State how) {
    switch (how) {
      case SUCCEEDED -> succeeded.increment();
      case FAILED -> failed.increment();
      case HANDED_BACK -> handedBack.increment();
      default -> throw new IllegalArgumentException("no end: " + how);
    }
  }

  dev.innkeeper.runtime.jobs.QueueStatus status(
      int waiting, int delayed, int running, Optional<Duration> oldestWaiting) {
    return new QueueStatus(
        waiting,
        delayed,
        running,
        numbers.get() - refused.sum(),
        succeeded.sum(),
        failed.sum(),
        handedBack.sum(),
        retries.sum(),
        oldestWaiting,
        Duration.ofNanos(waited.sum()),
        attempts.sum());
  }
}
