package dev.innkeeper.runtime.service;

import java.time.Duration;
import java.util.Optional;

/**
 * Decides which of several processes leads, so that a service runs in one of them at a time: see
 * {@code ServiceOptions.whileLeader}. The host does the rest: it takes the lease and renews it, and
 * stops the services before the lease ends.
 *
 * <pre>{@code
 * LeaderElection election = JdbcLeaderElection.of("billing", dataSource);
 *
 * Host host = Host.builder("shop")
 *     .add("billing", billing, s -> s.whileLeader(election))
 *     .build();
 * }</pre>
 *
 * <p>Implementations exist for databases, Kubernetes and ShedLock. One of your own says who holds
 * the lease, and nothing about services.
 *
 * <p><b>Threads:</b> a host makes one call at a time, on a thread that is there for it, and a call
 * may block. Two hosts of one process may share an election: they are two candidates.
 * <b>Interruption:</b> a call is interrupted when it takes longer than a lease, or when its answer
 * is no longer wanted, as in a stop of the host. <b>Clock:</b> the host counts the lease from
 * before the call that has taken or renewed it, on the monotonic clock of its process, so the clock
 * of the machine has no effect.
 *
 * @since 0.1
 */
public interface LeaderElection {

  /** What is led: the same name in all processes that stand for this election. */
  String name();

  /**
   * How long a lease is held without being renewed. The host renews it three times as often. If it
   * cannot, it asks the services to stop after two thirds, and abandons those that still run
   * shortly before the end.
   */
  Duration leaseDuration();

  /**
   * Checks that there is everything that the election needs. Called once, before the services of a
   * host start.
   *
   * @throws Exception if the election can never work, for example because its table is missing: the
   *     start of the host fails with it. An engine that is only away for the moment is no reason.
   */
  default void prepare() throws Exception {}

  /**
   * Takes the lease, if no one else holds it. A lease that the same process held before it was
   * restarted is someone else's.
   *
   * @return empty if another holds the lease
   * @throws Exception if that cannot be found out: the host stands by, logs one warning, and tries
   *     again
   */
  Optional<Lease> tryAcquire() throws Exception;
}
