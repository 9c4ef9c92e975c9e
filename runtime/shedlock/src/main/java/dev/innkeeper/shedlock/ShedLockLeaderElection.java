package dev.innkeeper.shedlock;

import dev.innkeeper.runtime.service.LeaderElection;
import dev.innkeeper.runtime.service.Lease;
import dev.innkeeper.timer.TimeSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.support.KeepAliveLockProvider;

/**
 * A leader election over a lock of ShedLock: whoever holds the lock leads, and the host extends it.
 * For applications that have ShedLock already, on any of its stores whose provider can extend
 * locks.
 *
 * <pre>{@code
 * LockProvider locks = new JdbcTemplateLockProvider(
 *     JdbcTemplateLockProvider.Configuration.builder()
 *         .withJdbcTemplate(new JdbcTemplate(dataSource))
 *         .usingDbTime()
 *         .withLockedByValue(UUID.randomUUID().toString())
 *         .build());
 * LeaderElection election = ShedLockLeaderElection.of(locks, "billing");
 * }</pre>
 *
 * <p><b>No fencing token:</b> ShedLock has none, so {@link Lease#fencingToken()} is empty. A
 * process that is paused for longer than the lease (by its garbage collector, by a suspended
 * machine) may finish a write that it had begun, although another leads by then. Where that
 * matters, take an election that has tokens.
 *
 * <p><b>Holders</b> are told apart by the SQL providers by host name, unless {@code
 * withLockedByValue} gives another: it must differ between two processes of one machine, and
 * between two hosts of one process, or one of them can extend or unlock what the other holds.
 *
 * <p><b>Clocks:</b> most providers compare the wall clocks of the machines, which must agree to
 * well within the lease; with {@code usingDbTime()} only that of the database counts. A lease that
 * has expired by the monotonic clock of this process is neither extended nor unlocked.
 *
 * <p><b>Threads:</b> safe for use by several hosts. <b>Interruption</b> and timeouts are up to the
 * provider. <b>Close:</b> there is nothing to close.
 *
 * @since 0.1
 */
public final class ShedLockLeaderElection implements LeaderElection {

  private static final Duration DEFAULT_LEASE = Duration.ofSeconds(15);
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

  private final LockProvider provider;
  private final String name;
  private final Duration leaseDuration;
  private final TimeSource time;

  ShedLockLeaderElection(
      LockProvider provider, String name, Duration leaseDuration, TimeSource time) {
    this.provider = Objects.requireNonNull(provider, "provider");
    this.name = Objects.requireNonNull(name, "name");
    this.leaseDuration = Objects.requireNonNull(leaseDuration, "leaseDuration");
    this.time = time;
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "the name of an election is '" + name + "': ShedLock needs one, such as 'billing'");
    }
    if (leaseDuration.compareTo(SHORTEST_LEASE) < 0) {
      throw new IllegalArgumentException(
          "leaseDuration of '"
              + name
              + "' is "
              + leaseDuration
              + ": take at least "
              + SHORTEST_LEASE);
    }
    if (provider instanceof KeepAliveLockProvider) {
      throw new IllegalArgumentException(
          "the election '"
              + name
              + "' was given a KeepAliveLockProvider, which extends its locks by itself, even if"
              + " the host has given up: give it the provider that this one wraps");
    }
  }

  /**
   * An election whose lease is 15 s.
   *
   * @throws IllegalArgumentException as {@link #of(LockProvider, String, Duration)}
   */
  public static ShedLockLeaderElection of(LockProvider provider, String name) {
    return of(provider, name, DEFAULT_LEASE);
  }

  /**
   * An election with a lease of this length.
   *
   * @param name of the lock, and of the election
   * @param leaseDuration how long the lock is held without being extended ({@code lockAtMostFor})
   * @throws IllegalArgumentException if the name is blank, the lease shorter than a second, or the
   *     provider one that extends locks by itself
   */
  public static ShedLockLeaderElection of(
      LockProvider provider, String name, Duration leaseDuration) {
    return new ShedLockLeaderElection(provider, name, leaseDuration, TimeSource.system());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Duration leaseDuration() {
    return leaseDuration;
  }

  /**
   * Takes the lock, extends it, and unlocks it, unless another holds it.
   *
   * @throws UnsupportedOperationException if the provider cannot extend locks
   * @throws IllegalStateException if a database refuses the SQL of the provider, for example
   *     because its table is missing
   */
  @Override
  public void prepare() {
    try {
      Optional<ShedLockLease> lease = lock();
      if (lease.isPresent()) {
        try {
          lease.get().renew();
        } finally {
          lease.get().release();
        }
      }
    } catch (UnsupportedOperationException e) {
      throw e;
    } catch (RuntimeException e) {
      failIfRefused(e);
      // Else the store is away: the host warns of it when it cannot take the lease.
    }
  }

  /** These do not pass by themselves: no such table, no right to it, a name that is too long. */
  private void failIfRefused(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && Objects.requireNonNullElse(sql.getSQLState(), "").matches("(42|22).*")) {
        throw new IllegalStateException(
            "the database refuses the lock '"
                + name
                + "': "
                + sql.getMessage()
                + "; ShedLock's README has its table for each database",
            failure);
      }
    }
  }

  @Override
  public Optional<Lease> tryAcquire() {
    return lock().map(lease -> lease);
  }

  private Optional<ShedLockLease> lock() {
    return ShedLockLease.lock(provider, name, leaseDuration, time);
  }

  @Override
  public String toString() {
    return "lock '" + name + "' of " + provider.getClass().getSimpleName();
  }
}
