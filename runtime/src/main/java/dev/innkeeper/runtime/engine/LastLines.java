package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.events.EventQueue;
import dev.innkeeper.runtime.events.HostEvents;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.Signal;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The end as it is told, on the host thread. The log has a bounded time for it, since an appender
 * may hang; what it has not shown of failures and of a report that is not clean then goes to
 * standard error.
 */
final class LastLines {

  private final Engine engine;
  private final HostWait wait;
  private final Signal told;
  private final Signal logged;

  /** Raised when nothing more will come. */
  private final Signal seen;

  /** The host thread's own; null: the end was not told, since the host is broken. */
  private @Nullable Long endOfLogging;

  LastLines(Engine engine, HostWait wait) {
    this.engine = engine;
    this.wait = wait;
    this.told = new Signal(engine.time());
    this.logged = new Signal(engine.time());
    this.seen = new Signal(engine.time());
  }

  Signal seen() {
    return seen;
  }

  /** Listeners have up to the deadline for it, which may be later than the log has. */
  void tell(StopReport report, LongSupplier deadline) {
    HostEvents events = engine.events();
    long end = inTimeForLog();
    endOfLogging = end;
    Extensions extensions = engine.extensions();
    events.tellTheEnd(
        report, () -> extensions.close(report, () -> raise(told)), () -> raise(logged));
    EventQueue queue = events.queue();
    wait.until(() -> told.isRaised() || queue.isDead(), deadline);
    if (!told.isRaised()) {
      extensions.closeIsOverdue();
    }
    wait.until(logged::isRaised, () -> HostClock.earlier(end, deadline.getAsLong()));
  }

  /** After callers were let go: those that end the JVM wait a while for {@link #seen}. */
  void printUnseen() {
    HostEvents events = engine.events();
    if (events.hasUnseen()) {
      awaitLog(endOfLogging == null ? inTimeForLog() : endOfLogging);
    }
    if (events.hasUnseen()) {
      events.printUnseen(seen::raise);
    } else {
      seen.raise();
    }
  }

  private long inTimeForLog() {
    return engine.clock().now() + Durations.nanos(engine.plan().timeForLog());
  }

  /**
   * Woken by the helper that has written the last line; what the log has not shown by the end is
   * printed. Nobody interrupts the host thread.
   */
  private void awaitLog(long end) {
    try {
      logged.awaitUntil(engine.clock().toSource(end));
    } catch (InterruptedException e) {
      return;
    }
  }

  private void raise(Signal signal) {
    signal.raise();
    wait.wake();
  }
}
