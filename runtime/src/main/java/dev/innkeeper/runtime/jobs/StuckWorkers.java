package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.port.HostPort;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.thread.BriefLock;

/**
 * How well a queue is: how many of its workers are stuck in jobs that were given up, and go on. It
 * is told under a lock, so that the last word is the right one.
 */
final class StuckWorkers {

  private final HostPort port;
  private final int workers;
  private final int spareWorkers;
  private final BriefLock lock = new BriefLock();

  /** Guarded by the lock. */
  private int stuck;

  StuckWorkers(HostPort port, QueuePlan<?, ?> plan) {
    this.port = port;
    this.workers = plan.workers();
    this.spareWorkers = plan.spareWorkers();
  }

  /** A job was given up, and its code goes on. */
  void add() {
    change(1);
  }

  /** That has returned. */
  void remove() {
    change(-1);
  }

  private void change(int difference) {
    lock.run(() -> {
      stuck += difference;
      port.healthOfJobs(health(stuck - spareWorkers));
    });
  }

  private Health health(int missing) {
    if (missing <= 0) {
      return Health.up();
    }
    if (spareWorkers > 0) {
      return Health.down(
          "no spare worker is left: "
              + stuck
              + " workers are stuck in jobs that ignore their interrupt");
    }
    if (workers == 1) {
      return Health.down("its worker is stuck in a job that ignores its interrupt");
    }
    String how = " stuck in jobs that ignore their interrupt";
    return missing < workers
        ? Health.degraded(
            missing + " of " + workers + " workers" + (missing == 1 ? " is" : " are") + how)
        : Health.down("all " + workers + " workers are" + how);
  }
}
