/**
 * Leader election over a lock of ShedLock.
 *
 * <p>{@link dev.innkeeper.shedlock.ShedLockLeaderElection} is all of it.
 */
module dev.innkeeper.shedlock {
  requires transitive dev.innkeeper.runtime;
  requires transitive net.javacrumbs.shedlock.core;
  requires java.sql;
  requires static org.jspecify;

  exports dev.innkeeper.shedlock;
}
