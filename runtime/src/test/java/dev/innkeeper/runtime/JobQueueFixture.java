package dev.innkeeper.runtime;

import dev.innkeeper.runtime.jobs.JobQueue;

/** For tests of queues. */
abstract class JobQueueFixture extends HostFixture {

  /** Marks when it begins, and, if it takes a while, how that ends. */
  final JobQueue.Action<String> taking(long seconds) {
    return item -> {
      mark(item);
      try {
        sleep(time, seconds(seconds));
      } catch (InterruptedException e) {
        mark(item + " interrupted");
        throw e;
      }
      if (seconds > 0) {
        mark(item + " done");
      }
    };
  }
}
