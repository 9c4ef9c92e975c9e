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
  private record Call(Attachment of, Interruptible code) {}

  private final Engine engine;
  private final HostWait wait;
  private final HostPlan plan;
  private final List<Attachment> attached;

  /** The one that is being made. Written on {@code host/events}. */
  private volatile @Nullable Call call;

  /** Written by the host thread: what is not open by now is not to be opened. */
  private volatile boolean startIsOver;

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
    Signal opened = new Signal(engine.time());
    queue.post(() -> {
      openAll();
      opened.raise();
      wait.wake();
    });
    wait.until(
        () -> opened.isRaised() || queue.isDead() || engine.isStopRequested(),
        limit == null ? null : () -> end);
    startIsOver = true;
    if (!opened.isRaised()) {
      isLate(limit);
    }
  }

  private void isLate(@Nullable Duration limit) {
    Call late = call;
    if (late != null && limit != null && !engine.isStopRequested()) {
      Throwable timeout = new TimeoutException("not open within " + limit + ": " + late.of.name());
      Thread thread = late.code.thread();
      if (thread != null) {
        Throwable stack = new Exception("thread '" + thread.getName() + "' is still here");
        stack.setStackTrace(thread.getStackTrace());
        timeout.addSuppressed(stack);
      }
      failed(late.of, timeout);
    }
    interrupt(late);
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

  /** There is no more time to wait for one that is being closed. */
  void closeIsOverdue() {
    Call late = call;
    if (late != null) {
      engine.events().write(notices -> notices.extensionOverdue(late.of.name()));
      interrupt(late);
    }
  }

  /** By a helper, since that may wait. */
  private void interrupt(@Nullable Call late) {
    if (late != null) {
      engine.helpers().help(() -> late.code.interrupt(engine.time()));
    }
  }

  // ---- on host/events

  private void openAll() {
    for (Attachment next : attached) {
      if (startIsOver || engine.isStopRequested()) {
        return;
      }
      Ending<?> ending = call(next, () -> next.opening().opened(engine.host()), plan.slowStart());
      Causes failure = ending.failure();
      if (failure == null) {
        open.push(next);
      } else if (!ending.byInterrupt()) {
        engine.events().write(n -> n.extensionFailed(next.name(), "to open", failure.thrown()));
        failed(next, failure.thrown());
        return;
      }
    }
  }

  private void failed(Attachment which, Throwable thrown) {
    Caught failure = new Caught(new Causes(thrown), "to open", false);
    engine.inbox().post(new Message.StartFailed(which.name(), failure));
  }

  private void closeAll(StopReport report) {
    for (Attachment next = open.poll(); next != null; next = open.poll()) {
      Attachment closed = next;
      Causes failure = call(closed, () -> closed.closing().closed(report), null).failure();
      if (failure != null) {
        engine.events().write(n -> n.extensionFailed(closed.name(), "to close", failure.thrown()));
      }
    }
  }

  /** What is called. */
  @FunctionalInterface
  private interface Code {
    void run() throws Exception;
  }

  /** {@code slow}: after how long it is warned of; null: never. */
  private Ending<@Nullable Void> call(Attachment which, Code code, @Nullable Duration slow) {
    Call made = new Call(which, new Interruptible());
    call = made;
    if (slow != null) {
      warnAfter(Durations.nanos(slow), made, engine.clock().now());
    }
    Callable<@Nullable Void> body =
        () -> {
          code.run();
          return null;
        };
    Ending<@Nullable Void> ending = made.code.call(engine.workplace(), body);
    call = null;
    return ending;
  }

  /** And again when it has taken twice as long. */
  @SuppressWarnings("ReferenceEquality") // its identity
  private void warnAfter(long nanos, Call slow, long began) {
    engine
        .deadlines()
        .look(
            began + nanos,
            () -> {
              Thread thread = slow.code.thread();
              if (call == slow && !engine.isStopRequested() && thread != null) {
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
