package dev.innkeeper.ops;

import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostEvent.HostDraining;
import dev.innkeeper.runtime.report.HostEvent.HostStarted;
import dev.innkeeper.runtime.report.HostEvent.HostStopping;
import dev.innkeeper.runtime.report.StopReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that tells systemd of a host. */
final class Notifier {

  private static final Logger LOG = LoggerFactory.getLogger(Systemd.class);

  private final String host;
  private final Announcements announcements;
  private final NotifySocket socket;

  /** Written before it is started, and before anybody else sees this notifier's host. */
  private volatile @Nullable Thread thread;

  Notifier(String host, Announcements announcements, NotifySocket socket) {
    this.host = host;
    this.announcements = announcements;
    this.socket = socket;
  }

  String host() {
    return host;
  }

  /** What is to be said of the host as it is now is said, however far it is when that is sent. */
  void start() {
    List<String> first = announcements.due(System.nanoTime());
    Thread made =
        Thread.ofPlatform()
            .daemon()
            .name(host + "/systemd")
            .inheritInheritableThreadLocals(false)
            .unstarted(() -> run(first));
    thread = made;
    made.start();
  }

  /** Of what else happens the thread hears when it next looks. */
  void on(HostEvent event) {
    switch (event) {
      case HostStarted unused -> {
        announcements.hasStarted();
        wake();
      }
      case HostDraining unused -> stops();
      case HostStopping unused -> stops();
      default -> {}
    }
  }

  private void stops() {
    announcements.stops();
    wake();
  }

  void hasStopped(StopReport report) {
    announcements.hasStopped(report);
    wake();
  }

  private void wake() {
    LockSupport.unpark(thread);
  }

  /**
   * Returns whether it has sent all. It ends by itself, when it has sent the last message or that
   * was not taken; a systemd that takes nothing holds it up for a while, and is not waited for.
   */
  boolean awaitEnd(Duration atMost) throws InterruptedException {
    Thread present = thread;
    return present == null || present.join(atMost);
  }

  // ---- on the thread

  private void run(List<String> first) {
    try {
      List<String> lines = first;
      while (true) {
        socket.send(lines);
        if (announcements.isOver()) {
          return;
        }
        if (lines.isEmpty()) {
          park(announcements.next() - System.nanoTime());
        }
        lines = announcements.due(System.nanoTime());
      }
    } catch (Throwable t) {
      LOG.error("systemd is told no more of host '{}', because of a bug", host, t);
    }
  }

  /**
   * Woken by an event of the host, or after a second at most. Nobody interrupts this thread; if
   * somebody does, it looks at once.
   */
  private void park(long nanos) {
    if (nanos > 0) {
      LockSupport.parkNanos(this, nanos);
    }
    boolean unused = Thread.interrupted();
  }
}
