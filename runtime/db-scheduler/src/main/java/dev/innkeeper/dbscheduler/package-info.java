/**
 * Queues and recurring jobs that are kept in a database: they survive the process, and the
 * instances of a program share them. {@link dev.innkeeper.dbscheduler.DurableJobs} is the service,
 * {@link dev.innkeeper.dbscheduler.DurableQueue} a queue in it. The engine is db-scheduler.
 */
@NullMarked
package dev.innkeeper.dbscheduler;

import org.jspecify.annotations.NullMarked;
