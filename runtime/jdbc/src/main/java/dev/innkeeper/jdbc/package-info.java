/**
 * Leader election by a row in a database that the application already has.
 *
 * <pre>{@code
 * JdbcLeaderElection election = JdbcLeaderElection.of("billing", dataSource);
 *
 * Host host = Host.builder("shop")
 *     .add("billing", billing, s -> s.whileLeader(election))
 *     .build();
 * }</pre>
 *
 * <p><b>The table:</b> one row for each name. It has a fencing token, which grows by one with each
 * new holder, and the time at which the lease expires. That time is written and compared by
 * expressions that the database evaluates, so the clocks of the processes have no effect. The table
 * is created by its owner: the start of a host fails with the statement to run if it is missing.
 *
 * <p><b>Fencing:</b> a process that was halted, for example by SIGSTOP, a paused virtual machine or
 * a long garbage collection, does not know that its lease has expired. {@link
 * dev.innkeeper.jdbc.JdbcLeaderElection#verify} in the transaction of a write makes sure that the
 * write is committed before another process leads, or not at all.
 *
 * <p><b>Databases:</b> PostgreSQL and H2 are tested. There are statements for MySQL, MariaDB and
 * Microsoft SQL Server, too, which the tests are not run with. Any other database is refused.
 */
@NullMarked
package dev.innkeeper.jdbc;

import org.jspecify.annotations.NullMarked;
