package dev.innkeeper.runtime.service;

import java.util.OptionalLong;

/**
 * The right to lead, for as long as it is renewed; given by a {@link LeaderElection}, and used by
 * the host.
 *
 * <p><b>Threads:</b> one call at a time, each of which may block; {@link #fencingToken()} is called
 * on any thread, and returns at once.
 *
 * @since 0.1
 */
public interface Lease {

  /**
   * A number that is greater for each new holder, by which whatever the holder writes to can refuse
   * the writes of an earlier one. Empty if the engine has none.
   */
  default OptionalLong fencingToken() {
    return OptionalLong.empty();
  }

  /**
   * Prolongs the lease: it is held for the {@linkplain LeaderElection#leaseDuration() lease
   * duration}, counted from before this call.
   *
   * @return false if the lease is lost, because it has expired or another holds it: the services
   *     are interrupted at once
   * @throws Exception if it cannot be found out whether it was prolonged: the host tries again as
   *     long as there is time
   */
  boolean renew() throws Exception;

  /**
   * Gives the lease back, so that another can take it at once. Called when all services that need
   * it have stopped; not if one of them was abandoned, since that still runs: then the lease
   * expires.
   *
   * @throws Exception if it cannot be given back: it expires
   */
  void release() throws Exception;
}
