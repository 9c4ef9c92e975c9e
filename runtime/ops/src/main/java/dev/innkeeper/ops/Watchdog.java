package dev.innkeeper.ops;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.service.HostView;
import dev.innkeeper.runtime.service.HostView.Ping;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether systemd is to be told that the host is alive. It is given the time.
 *
 * <p>It looks every quarter of the time after which systemd acts, and beats when half of it is
 * over. How long the host has not answered is counted in looks, not on a clock: if the whole
 * process stood still, the host has not had that time.
 */
final class Watchdog {

  private static final Logger LOG = LoggerFactory.getLogger(Systemd.class);

  private static final int LOOKS_IN_HALF = 2;

  private final Duration timeout;
  private final long quarter;

  private @Nullable Long next;
  private @Nullable Ping asked;
  private int looksUnanswered;
  private long lastBeat;
  private boolean silent;

  Watchdog(Duration timeout) {
    this.timeout = timeout;
    this.quarter = Math.max(1, nanos(timeout) / 4);
  }

  private static long nanos(Duration timeout) {
    Duration longest = Duration.ofNanos(Long.MAX_VALUE / 2);
    return timeout.compareTo(longest) < 0 ? timeout.toNanos() : longest.toNanos();
  }

  /** When to look again, after the first look. */
  long next() {
    return next == null ? 0 : next;
  }

  /** Looks at the host if it is time to. */
  boolean isToBeat(HostView host, boolean stops, long now) {
    if (next == null) {
      next = now + quarter;
      lastBeat = now; // as if: it has to answer first
      asked = host.ping();
      return false;
    }
    if (now - next < 0) {
      return false;
    }
    next = now + quarter;
    boolean answered = asked == null || asked.isAnswered();
    looksUnanswered = answered ? 0 : looksUnanswered + 1;
    if (answered) {
      asked = host.ping();
    }
    if (now - lastBeat < LOOKS_IN_HALF * quarter || !isWell(host, stops)) {
      return false;
    }
    lastBeat = now;
    return true;
  }

  private boolean isWell(HostView host, boolean stops) {
    String trouble = trouble(host, stops);
    if (trouble != null) {
      if (!silent) {
        silent = true;
        LOG.warn(
            "the watchdog of systemd gets no WATCHDOG=1 any more, and ends the process of host"
                + " '{}' unless this is over in time: {}",
            host.name(),
            trouble);
      }
      return false;
    }
    if (silent) {
      silent = false;
      LOG.info("the watchdog of systemd gets WATCHDOG=1 again: host '{}' is well", host.name());
    }
    return true;
  }

  /**
   * In a stop services do not count: one of them is abandoned by then, maybe, and to end the
   * process would keep the others from stopping by the host's deadline.
   */
  private @Nullable String trouble(HostView host, boolean stops) {
    if (looksUnanswered >= LOOKS_IN_HALF) {
      return "the host itself has not answered for half of WATCHDOG_USEC, which is "
          + timeout
          + "; a thread dump shows where the thread '"
          + host.name()
          + "' is";
    }
    for (ServiceStatus service : host.services()) {
      if (!stops && service.watchdog() && service.health().status() == Health.Status.DOWN) {
        return "service '" + service.name() + "' is " + service.health();
      }
    }
    return null;
  }
}
