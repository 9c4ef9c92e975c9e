package dev.innkeeper.ops;

import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.HostView;
import dev.innkeeper.runtime.service.HostView.Ping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said of a host, and when. It is given the time, and sends nothing.
 *
 * <p>The idea: events tell that the host is ready, or stops; once a second it looks at the host as
 * it is. If that is further than the events for a second, it counts: a listener that hangs, and
 * holds up the events, does not keep systemd from hearing of it. Not at once, since the host may be
 * stopping when the event has yet to come that it was ready.
 */
final class Announcements {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long EXTEND_EVERY = Duration.ofSeconds(5).toNanos();

  /** As long as two answers that are late, and more. */
  private static final String EXTEND = "EXTEND_TIMEOUT_USEC=15000000";

  /** As systemd sees it: it never goes back. */
  private enum Phase {
    NONE,
    STARTING,
    READY,
    STOPPING,
    OVER
  }

  private final HostView host;
  private final @Nullable Watchdog watchdog;

  // Written on host/events:
  private volatile boolean started;
  private volatile boolean stopping;
  private volatile @Nullable StopReport report;

  // Used by one thread at a time:
  private Phase phase = Phase.NONE;
  private @Nullable Long aheadSince;
  private String status = "";
  private long nextStatus;
  private long nextExtension;
  private @Nullable Ping asked;

  Announcements(HostView host, @Nullable Watchdog watchdog) {
    this.host = host;
    this.watchdog = watchdog;
  }

  /** A host that drains does not become ready. */
  void hasStarted() {
    started = !stopping;
  }

  /** Or drains, for which systemd has no word of its own. */
  void stops() {
    stopping = true;
  }

  void hasStopped(StopReport how) {
    report = how;
  }

  /** Nothing will be due any more. */
  boolean isOver() {
    return phase == Phase.OVER;
  }

  /** When to look again at the latest. */
  long next() {
    long beat = watchdog == null ? nextStatus : watchdog.next();
    return beat - nextStatus < 0 ? beat : nextStatus;
  }

  /** The lines of one message; empty: there is nothing more to say for now. */
  List<String> due(long now) {
    List<String> lines = new ArrayList<>();
    Phase next = next(present(now));
    if (next != phase) {
      phase = next;
      enter(lines, now);
    } else if (!isOver()) {
      goOn(lines, now);
    }
    if (watchdog != null && !isOver() && watchdog.isToBeat(host, phase == Phase.STOPPING, now)) {
      lines.add("WATCHDOG=1");
    }
    return lines;
  }

  private Phase present(long now) {
    Phase told = told();
    Phase seen = seen();
    if (seen.compareTo(told) <= 0) {
      aheadSince = null;
      return told;
    }
    if (aheadSince == null) {
      aheadSince = now;
    }
    return now - aheadSince >= SECOND ? seen : told;
  }

  private Phase told() {
    if (report != null) {
      return Phase.OVER;
    }
    return stopping ? Phase.STOPPING : started ? Phase.READY : Phase.STARTING;
  }

  private Phase seen() {
    return switch (host.state()) {
      case NEW, STARTING -> Phase.STARTING;
      case RUNNING -> Phase.READY;
      case STOPPING -> Phase.STOPPING;
      case STOPPED -> Phase.OVER;
    };
  }

  /**
   * One after the other, in messages of their own, since STOPPING=1 would win over READY=1: to
   * systemd, a host whose work is soon complete has failed if it was never ready.
   */
  private Phase next(Phase present) {
    if (present.compareTo(phase) <= 0) {
      return phase;
    }
    if (started && phase.compareTo(Phase.READY) < 0) {
      return Phase.READY;
    }
    return present == Phase.OVER && phase.compareTo(Phase.STOPPING) < 0 ? Phase.STOPPING : present;
  }

  private void enter(List<String> lines, long now) {
    switch (phase) {
      case READY -> lines.add("READY=1");
      case STOPPING -> lines.add("STOPPING=1");
      default -> {}
    }
    status = status();
    nextStatus = now + SECOND;
    lines.add("STATUS=" + status);
    if (isLimited()) {
      extend(lines, now);
    }
    if (isOver() && watchdog != null) {
      // A beat in a stop sets the alarm again, which systemd has turned off when that began; it
      // would go off if the process took longer to end.
      lines.add("WATCHDOG_USEC=0");
    }
  }

  private void goOn(List<String> lines, long now) {
    if (now - nextStatus >= 0) {
      nextStatus = now + SECOND;
      String text = status();
      if (!text.equals(status)) {
        status = text;
        lines.add("STATUS=" + text);
      }
    }
    if (isLimited() && now - nextExtension >= 0 && (asked == null || asked.isAnswered())) {
      extend(lines, now);
    }
  }

  /** Whether systemd has set a time for what the host does. */
  private boolean isLimited() {
    return phase == Phase.STARTING || phase == Phase.STOPPING;
  }

  /** And the next time only if the host answers. */
  private void extend(List<String> lines, long now) {
    lines.add(EXTEND);
    nextExtension = now + EXTEND_EVERY;
    asked = host.ping();
  }

  /**
   * There is no ERRNO when the host has failed: an exception has none, and one that is made up
   * would be shown by systemctl as if it were the cause.
   */
  private String status() {
    StopReport how = report;
    return switch (phase) {
      case NONE, STARTING -> StatusText.starting(host);
      case READY -> StatusText.running(host);
      case STOPPING -> StatusText.stopping(host);
      case OVER -> StatusText.stopped(host, how == null ? host.services() : how.services());
    };
  }
}
