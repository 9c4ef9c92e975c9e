package dev.innkeeper.dbscheduler;

import dev.innkeeper.runtime.jobs.QueueStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** What a queue has done in this process. From any thread. */
final class QueueTally {

  private record Status(
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
      implements QueueStatus {}

  private final LongAdder accepted = new LongAdder();
  private final LongAdder succeeded = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder handedBack = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder attempts = new LongAdder();
  private final LongAdder nanosWaited = new LongAdder();

  void accepted() {
    accepted.increment();
  }

  void begins(Duration waited) {
    attempts.increment();
    nanosWaited.add(waited.isNegative() ? 0 : waited.toNanos());
  }

  void succeeded() {
    succeeded.increment();
  }

  void failed() {
    failed.increment();
  }

  void handedBack() {
    handedBack.increment();
  }

  void retried() {
    retries.increment();
  }

  QueueStatus status(TableLook.Depth depth, int running) {
    return new Status(
        depth.waiting(),
        depth.delayed(),
        running,
        accepted.sum(),
        succeeded.sum(),
        failed.sum(),
        handedBack.sum(),
        retries.sum(),
        depth.oldest(),
        Duration.ofNanos(nanosWaited.sum()),
        attempts.sum());
  }
}
