package dev.innkeeper.runtime.report;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.jobs.ScheduledJob;

/**
 * How a run of a {@link RecurringJob} or of a {@link ScheduledJob} ended.
 *
 * @since 0.1
 */
public enum RunOutcome {
  /** It returned. */
  SUCCEEDED,
  /** It threw. */
  FAILED,
  /** It took longer than its time-out, was interrupted, and threw or left the flag set. */
  TIMED_OUT,
  /** It took longer than its time-out, and went on although it was interrupted. */
  ABANDONED,
  /** It was cancelled by {@link JobHandle#cancel()}, and threw or left the flag set. */
  CANCELLED,
  /** The service was stopped first: the run was interrupted, and ended by that. */
  INTERRUPTED;

  /** Whether that is for the job to answer for. */
  public boolean isFailure() {
    return this == FAILED || this == TIMED_OUT || this == ABANDONED;
  }
}
