/**
 * Jobs: {@link dev.innkeeper.runtime.jobs.RecurringJob} on a period or a schedule, and {@link
 * dev.innkeeper.runtime.jobs.JobQueue}.
 */
@NullMarked
package dev.innkeeper.runtime.jobs;

import org.jspecify.annotations.NullMarked;
