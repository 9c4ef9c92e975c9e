package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.events.EventQueue;
import dev.innkeeper.runtime.machine.Message;
import dev.innkeeper.runtime.plan.HostPlan;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.thread.Causes;
import dev.innkeeper.runtime.thread.Ending;
import dev.innkeeper.runtime.thread.Interruptible;
import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.Signal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Opens what stands around a host before its services, and closes it after the report. Both are
 * user code, and are called on {@code host/events}, for which the host thread waits as long as
 * there is time.
 */
final class Extensions {

  /** A call to one of them. */
  private record Call(Attachment of, Interruptible code, boolean closes) {}

  private final Engine engine;
  private final HostWait wait;
  private final HostPlan plan;
  private final List<Attachment> attached;

  private final CallsInTime<Call> openings = new CallsInTime<>();
  private final CallsInTime<Call> closings = new CallsInTime<>();

  /** Written on {@code host/events}. */
  private volatile boolean allAreOpen;

  /** The last one first. Used on {@code host/events} alone. */
  private final Deque<Attachment> open = new ArrayDeque<>();

  Extensions(Engine engine, HostWait wait) {
    this.engine = engine;
    this.wait = wait;
    this.plan = engine.plan();
    this.attached = engine.surroundings().attachments();
  }

  // ---- on the host thread

  /** Returns when they are open; or when the host is to stop, because of them or otherwise. */
  void open() {
    if (attached.isEmpty()) {
      return;
    }
    Duration limit = plan.startupTimeout();
    long end = limit == null ? 0 : engine.clock().now() + Durations.nanos(limit);
    engine.inbox().post(new Message.StartBegun());
    EventQueue queue = engine.events().queue();
    Signal done = new Signal(engine.time());
    queue.post(() -> {
      openAll();
      done.raise();
      wait.wake();
    });
    try {
      wait.until(
          () -> done.isRaised() || queue.isDead() || engine.isStopRequested(),
          limit == null ? null : () -> end);
      Call late = openings.expire();
      if (!allAreOpen && !engine.isStopRequested()) {
        isLate(limit, late);
      }
    } finally { // the host may be broken
      interrupt(openings.expire());
    }
  }

  /**
   * None is being opened if a listener holds up their thread, which is then blamed on the first.
   */
  private void isLate(@Nullable Duration limit, @Nullable Call late) {
    Attachment of = late == null ? attached.getFirst() : late.of;
    Throwable timeout =
        new TimeoutException(
            limit == null
                ? "not open, since the thread of the host's events has ended: " + of.name()
                : "not open within " + limit + ": " + of.name());
    Thread thread = late == null ? null : late.code.thread();
    if (thread != null) {
      Throwable stack = new Exception("thread '" + thread.getName() + "' is still here");
      stack.setStackTrace(thread.getStackTrace());
      timeout.addSuppressed(stack);
    }
    failed(of, timeout);
  }

  /** Closes those that were opened, the last one first; then runs {@code then}. */
  void close(StopReport report, Runnable then) {
    if (attached.isEmpty()) {
      then.run();
    } else {
      engine
          .events()
          .queue()
          .post(() -> {
            closeAll(report);
            then.run();
          });
    }
  }

  /** There is no more time to wait for those that are being closed, or are yet to be. */
  void closeIsOverdue() {
    Call late = closings.expire();
    if (late != null) {
      isOverdue(late);
    }
  }

  // ---- on any thread

  private void isOverdue(Call late) {
    String what = late.closes ? "close" : "open";
    engine.events().write(notices -> notices.extensionOverdue(late.of.name(), what));
    interrupt(late);
  }

  /** By a helper, since that may wait. */
  private void interrupt(@Nullable Call late) {
    if (late != null) {
      engine.helpers().help(() -> late.code.interrupt(engine.time()));
    }
  }

  private void failed(Attachment which, Throwable thrown) {
    engine.events().extensionFailed(which.name(), "to open", thrown);
    Caught failure = new Caught(new Causes(thrown), "to open", false);
    engine.inbox().post(new Message.StartFailed(which.name(), failure));
  }

  // ---- on host/events

  private void openAll() {
    for (Attachment next : attached) {
      if (isOpenOver()) {
        return;
      }
      Ending<?> ending = call(next, false, () -> next.opening().opened(engine.host()));
      Causes failure = ending.failure();
      if (failure == null) {
        open.push(next);
      } else {
        if (!ending.byInterrupt()) {
          failed(next, failure.thrown());
        }
        return;
      }
    }
    allAreOpen = true;
  }

  private boolean isOpenOver() {
    return openings.isOver() || engine.isStopRequested() || engine.isBroken();
  }

  private void closeAll(StopReport report) {
    for (Attachment next = open.poll(); next != null; next = open.poll()) {
      Attachment closed = next;
      Ending<?> ending = call(closed, true, () -> closed.closing().closed(report));
      Causes failure = ending.failure();
      if (failure != null && !ending.byInterrupt()) {
        engine.events().extensionFailed(closed.name(), "to close", failure.thrown());
      }
    }
  }

  /** What is called. */
  @FunctionalInterface
  private interface Code {
    void run() throws Exception;
  }

  private Ending<@Nullable Void> call(Attachment which, boolean closes, Code code) {
    Call made = new Call(which, new Interruptible(), closes);
    CallsInTime<Call> calls = closes ? closings : openings;
    boolean inTime = calls.begin(made);
    if (!inTime && closes) {
      isOverdue(made);
    } else if (!inTime) {
      interrupt(made);
    } else if (!closes && plan.slowStart() != null) {
      warnAfter(Durations.nanos(plan.slowStart()), made, engine.clock().now());
    }
    Callable<@Nullable Void> body =
        () -> {
          code.run();
          return null;
        };
    Ending<@Nullable Void> ending = made.code.call(engine.workplace(), body);
    calls.end();
    return ending;
  }

  /** And again when it has taken twice as long. */
  private void warnAfter(long nanos, Call slow, long began) {
    engine
        .deadlines()
        .look(
            began + nanos,
            () -> {
              Thread thread = slow.code.thread();
              if (openings.isPresent(slow) && !isOpenOver() && thread != null) {
                List<StackTraceElement> stack = List.of(thread.getStackTrace());
                engine
                    .events()
                    .write(n ->
                        n.extensionStillOpening(slow.of.name(), Duration.ofNanos(nanos), stack));
                warnAfter(2 * nanos, slow, began);
              }
            });
  }
}
