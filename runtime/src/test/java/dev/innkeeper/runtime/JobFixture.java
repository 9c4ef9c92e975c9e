package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;

import dev.innkeeper.runtime.jobs.JobQueue;

/** What the jobs of a queue do. */
final class JobFixture {

  private final HostFixture fixture;

  JobFixture(HostFixture fixture) {
    this.fixture = fixture;
  }

  /** Marks when it begins, and, if it takes a while, how that ends. */
  JobQueue.Action<String> taking(long seconds) {
    return item -> {
      fixture.mark(item);
      try {
        sleep(fixture.time, seconds(seconds));
      } catch (InterruptedException e) {
        fixture.mark(item + " interrupted");
        throw e;
      }
      if (seconds > 0) {
        fixture.mark(item + " done");
      }
    };
  }
}
