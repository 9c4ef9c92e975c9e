package dev.innkeeper.kubernetes;

import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.Optional;

/**
 * How long the same version of the Lease has been seen. The holder counts from before it wrote that
 * version, and this process from after it has read it, so the holder has given up before this
 * process takes over, whatever the clocks of the two machines say.
 *
 * <p>A Lease that has been deleted counts as held for as long as it was before, because the holder
 * does not learn of that before it renews.
 */
final class Observation {

  private record Seen(String version, long since, Duration heldFor) {}

  private final TimeSource time;
  private final Duration unsaid;

  // Written without a lock: if two candidates write at once, the worst is that both wait longer.
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
