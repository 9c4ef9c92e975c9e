package dev.innkeeper.runtime.report;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.jobs.ScheduledJob;

/**
 * What a run of a {@link RecurringJob} or of a {@link ScheduledJob} was begun by. There may be more
 * later: a {@code switch} needs a default.
 *
 * @since 0.1
 */
public enum RunTrigger {
  /** The job's period or schedule. */
  SCHEDULE,
  /** The start of the service. */
  START,
  /** {@code runNow()}, which gives a {@link JobHandle}. */
  REQUEST
}
