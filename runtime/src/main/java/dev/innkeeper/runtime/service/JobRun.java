package dev.innkeeper.runtime.service;

import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.jobs.ScheduledJob;
import dev.innkeeper.runtime.report.RunTrigger;
import java.time.Instant;

/**
 * One run of a {@link RecurringJob} or of a {@link ScheduledJob}, as its code sees it. A unit test
 * of that code may implement it; methods that are added later have a default.
 *
 * <pre>{@code
 * RecurringJob.every(Duration.ofMinutes(5)).build(run -> {
 *   log.info("run {} was due at {}", run.number(), run.scheduled());
 *   report.send(run.context().timeSource().instant());
 * });
 * }</pre>
 *
 * @since 0.1
 */
public interface JobRun {

  /** The service's, to hear of the stop with, or to open a scope. */
  ServiceContext context();

  /** From 1, over all lives of the job. */
  long number();

  /** What it was begun by. */
  RunTrigger trigger();

  /** When it was due, without the jitter; when it was asked for, if that is why. */
  Instant scheduled();
}
