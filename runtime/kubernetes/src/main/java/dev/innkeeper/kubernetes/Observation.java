package dev.innkeeper.kubernetes;

import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.Optional;

/**
 * How long the same state of the Lease has been seen. Its holder counts from before it has written
 * that state, we count from after we have read it, so it has given up before we take over, whatever
 * the clocks of the two machines say.
 *
 * <p>A Lease that is gone counts as one that was changed: whoever held it learns of that when it
 * renews it.
 */
final class Observation {

  private record Seen(String version, long since, Duration heldFor) {}

  private final TimeSource time;
  private final Duration unsaid;

  // Written without a lock: of two candidates that write, either is right, or makes both wait
  // longer.
  private volatile Seen seen;

  /**
   * @param unsaid how long a Lease is held that does not say
   */
  Observation(TimeSource time, Duration unsaid) {
    this.time = time;
    this.unsaid = unsaid;
    seen = new Seen("", time.nanoTime(), Duration.ZERO);
  }

  /**
   * Whether someone holds the lease.
   *
   * @param found what was read just now
   */
  boolean isHeld(Optional<LeaseRecord> found) {
    long now = time.nanoTime();
    Seen last = seen;
    String version = found.map(LeaseRecord::version).orElse("");
    if (!version.equals(last.version)) {
      Duration heldFor = found.map(lease -> lease.heldFor(unsaid)).orElse(last.heldFor);
      last = new Seen(version, now, heldFor);
      seen = last;
    }
    return now - last.since < last.heldFor.toNanos();
  }
}
