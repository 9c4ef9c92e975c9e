package dev.innkeeper.runtime.service;

import dev.innkeeper.runtime.jobs.RecurringJob;
import java.time.Instant;

/**
 * One run of a {@link RecurringJob}, as its code sees it.
 *
 * @param context the service's, to hear of the stop with, or to open a scope
 * @param number from 1, over all lives of the job
 * @param trigger what it was begun by
 * @param scheduled when it was due, without the jitter; when it was asked for, if that is why
 * @since 0.1
 */
public record JobRun(ServiceContext context, long number, Trigger trigger, Instant scheduled) {

  /** What a run was begun by. */
  public enum Trigger {
    /** The job's period or schedule. */
    SCHEDULE,
    /** The start of the service. */
    START,
    /** {@link RecurringJob#runNow()}. */
    REQUEST
  }
}
