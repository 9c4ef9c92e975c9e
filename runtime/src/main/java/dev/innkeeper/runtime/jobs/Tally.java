package dev.innkeeper.runtime.jobs;

/** What has become of the jobs of a queue, over all its lives: guarded by its lock. */
final class Tally {

  private record QueueStatus(
      int waiting,
      int delayed,
      int running,
      long accepted,
      long succeeded,
      long failed,
      long handedBack,
      long retries)
      implements JobQueue.Status {}

  private long accepted;
  private long succeeded;
  private long failed;
  private long handedBack;
  private long retries;

  /** Of the job that comes in next. */
  long nextNumber() {
    return accepted + 1;
  }

  void accept() {
    accepted++;
  }

  void retry() {
    retries++;
  }

  void end(JobHandle.State how) {
    switch (how) {
      case SUCCEEDED -> succeeded++;
      case FAILED -> failed++;
      case HANDED_BACK -> handedBack++;
      default -> throw new IllegalArgumentException("no end: " + how);
    }
  }

  JobQueue.Status status(int waiting, int delayed, int running) {
    return new QueueStatus(
        waiting, delayed, running, accepted, succeeded, failed, handedBack, retries);
  }
}
