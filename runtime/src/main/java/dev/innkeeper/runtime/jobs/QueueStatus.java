package dev.innkeeper.runtime.jobs;

import java.time.Duration;
import java.util.Optional;

/**
 * How a {@link JobQueue} is doing: an immutable snapshot. The counts are over all starts of its
 * service. A test may implement it; methods that are added later have a default.
 *
 * @since 0.1
 */
public interface QueueStatus {

  /** How many jobs wait for a worker. */
  int waiting();

  /** How many jobs are to be run later, for the first time or again. */
  int delayed();

  /** How many jobs are being run. */
  int running();

  /** How many jobs have got in. */
  long accepted();

  /** How many jobs have succeeded. */
  long succeeded();

  /** How many jobs have failed, or were cancelled. */
  long failed();

  /** How many jobs were handed back. */
  long handedBack();

  /** How often a job was put off to be tried again. */
  long retries();

  /** How long the longest-waiting job has waited for a worker. */
  default Optional<Duration> oldestWaiting() {
    return Optional.empty();
  }

  /**
   * How long jobs have waited for a worker before their attempts, in all: its growth over a stretch
   * of time, divided by that of {@link #attempts}, is the mean.
   */
  default Duration timeWaited() {
    return Duration.ZERO;
  }

  /** How often a worker has begun with a job. */
  default long attempts() {
    return 0;
  }
}
