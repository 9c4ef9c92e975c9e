package dev.innkeeper.shedlock;

import dev.innkeeper.runtime.service.Lease;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.Optional;
import net.javacrumbs.shedlock.core.ClockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;

/** A lock that is extended by hand. */
final class ShedLockLease implements Lease {

  private final String name;
  private final Duration duration;
  private final TimeSource time;

  // One call at a time: each extension gives another lock.
  private SimpleLock lock;
  private long expires;

  private ShedLockLease(
      SimpleLock lock, long expires, String name, Duration duration, TimeSource time) {
    this.lock = lock;
    this.expires = expires;
    this.name = name;
    this.duration = duration;
    this.time = time;
  }

  static Optional<ShedLockLease> lock(
      LockProvider provider, String name, Duration duration, TimeSource time) {
    long expires = time.nanoTimeAfter(duration);
    LockConfiguration configuration =
        new LockConfiguration(ClockProvider.now(), name, duration, Duration.ZERO);
    return provider
        .lock(configuration)
        .map(lock -> new ShedLockLease(lock, expires, name, duration, time));
  }

  @Override
  public boolean renew() {
    if (hasExpired()) {
      return false;
    }
    long extended = time.nanoTimeAfter(duration);
    Optional<SimpleLock> longer = extend();
    if (longer.isEmpty()) {
      expires = time.nanoTime(); // there is nothing to unlock, either
      return false;
    }
    lock = longer.get();
    expires = extended;
    return true;
  }

  private Optional<SimpleLock> extend() {
    try {
      return lock.extend(duration, Duration.ZERO);
    } catch (UnsupportedOperationException e) {
      throw new UnsupportedOperationException(
          "the lock '"
              + name
              + "' cannot be extended, so no one can hold it for as long as a service runs: take a"
              + " provider that supports extending a lock, as most of ShedLock's do",
          e);
    }
  }

  /** Some providers would unlock even what another holds by now. */
  @Override
  public void release() {
    if (!hasExpired()) {
      lock.unlock();
    }
  }

  private boolean hasExpired() {
    return time.nanoTime() - expires >= 0;
  }

  @Override
  public String toString() {
    return "lock '" + name + "'";
  }
}
