/**
 * Leader election over a lock of ShedLock.
 *
 * <p>{@link dev.innkeeper.shedlock.ShedLockLeaderElection} is all of it.
 */
@NullMarked
package dev.innkeeper.shedlock;

import org.jspecify.annotations.NullMarked;
