package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.machine.Message;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.thread.InterruptFlag;
import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How the host thread waits: until a condition holds it takes what is in the inbox, does what other
 * threads leave to it, keeps the deadlines, and notices when the process has stood still.
 */
final class HostWait {

  private static final long LOOK_IN_STOP = Duration.ofSeconds(1).toNanos();

  private final Engine engine;
  private final TimeSource time;
  private final HostClock clock;

  /** What others have for the host thread to do: to fork, to look at stacks. */
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

  /** Written by the host thread before it first waits. */
  private volatile @Nullable Thread thread;

  /** When another thread first ended the wait in progress; of two at a time either may be kept. */
  private volatile @Nullable Long woken;

  // The host thread's alone:
  private long seen;
  private long lostInStop;

  HostWait(Engine engine) {
    this.engine = engine;
    this.time = engine.time();
    this.clock = engine.clock();
  }

  // ---- from others, on any thread

  /** Makes the host thread look again at its condition, and at what there is to do. */
  void wake() {
    Thread waiting = thread;
    if (waiting != null) {
      if (woken == null) {
        woken = clock.now();
      }
      time.unpark(waiting);
    }
  }

  void task(Runnable task) {
    tasks.add(task);
    wake();
  }

  // ---- on the host thread

  void isOnThisThread() {
    thread = Thread.currentThread();
    hasBeenAtWork();
  }

  /** What this thread has done since it last looked may have taken long: that is no freeze. */
  void hasBeenAtWork() {
    seen = clock.now();
  }

  /** Woken by {@link #wake}, or by the clock for the next deadline. */
  void until(BooleanSupplier condition) {
    until(condition, null);
  }

  /** The time may come nearer meanwhile. */
  void sleepUntil(LongSupplier end) {
    until(() -> false, end);
  }

  /**
   * Returns when the condition holds, or at the deadline, which may come nearer meanwhile: a caller
   * that must know which of them it was asks the condition.
   */
  void until(BooleanSupplier condition, @Nullable LongSupplier deadline) {
    while (true) {
      engine.inbox().drain();
      runTasks();
      throwIfBroken();
      lookAfterWork();
      if (condition.getAsBoolean()) {
        return;
      }
      Long limit = deadline == null ? null : Long.valueOf(deadline.getAsLong());
      if (limit != null && seen - limit >= 0) {
        return;
      }
      if (!engine.deadlines().runNext(seen)) {
        Long until = engine.deadlines().beginToWait(limit);
        park(until, nextLook());
        engine.deadlines().awake();
      }
    }
  }

  /** What was left to this thread before the end. */
  void finishTasks() {
    while (!tasks.isEmpty() || !engine.inbox().isIdle()) {
      runTasks();
      engine.inbox().drain();
      throwIfBroken();
    }
  }

  /**
   * In a stop it looks at the clock at least once a second: a thread that the stop waits for may
   * stand still as well, and wakes this one when that is over.
   */
  private @Nullable Long nextLook() {
    Long look = engine.deadlines().nextLook();
    if (!engine.isStopRequested() || !clock.passesByItself()) {
      return look;
    }
    long soon = seen + LOOK_IN_STOP;
    return look == null ? soon : HostClock.earlier(look, soon);
  }

  private void park(@Nullable Long until, @Nullable Long look) {
    woken = null;
    if (Deadlines.AT_ONCE.equals(until) || engine.inbox().needsDrain() || !tasks.isEmpty()) {
      return;
    }
    lookAfterWork();
    long asked = parkUntil(until, look);
    InterruptFlag.clear();
    Long early = clock.passesByItself() ? woken : null;
    long due = early == null ? asked : HostClock.earlier(early, asked);
    if (due - seen > 0) {
      lookAtClock(due);
    } else {
      lookAfterWork();
    }
  }

  /** Returns the earlier one of the two. */
  private long parkUntil(@Nullable Long until, @Nullable Long look) {
    long deadline = until == null ? seen + Long.MAX_VALUE / 2 : until;
    if (look != null) {
      time.parkUntil(this, clock.toSource(deadline), clock.toSource(look));
      return HostClock.earlier(deadline, look);
    }
    if (until != null) {
      time.parkUntil(this, clock.toSource(deadline));
    } else {
      time.park(this);
    }
    return deadline;
  }

  private void lookAfterWork() {
    if (clock.passesByItself()) {
      lookAtClock(seen);
    } else {
      hasBeenAtWork();
    }
  }

  /**
   * Looks at the clock, which this thread was to do by {@code asked} at the latest. The stop's
   * deadline does not move by more than a fifth: a platform that kills does not wait.
   */
  private void lookAtClock(long asked) {
    long now = clock.now();
    HostClock.Freeze freeze = clock.freeze(seen, asked, now);
    if (freeze == null) {
      seen = now;
      return;
    }
    seen = now - freeze.moved();
    Duration late = Duration.ofNanos(freeze.late());
    Duration moved = Duration.ofNanos(freeze.moved());
    engine.events().write(notices -> notices.frozen(late, moved));
    engine.candidates().haveStoodStill();
    if (engine.isStopRequested()) {
      long allowed = Durations.nanos(engine.plan().shutdownTimeout()) / 5;
      long before = Math.max(0, lostInStop - allowed);
      lostInStop += freeze.moved();
      long tooMuch = Math.max(0, lostInStop - allowed) - before;
      engine.postStopRequest();
      engine.inbox().post(new Message.Frozen(tooMuch));
    }
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
      lookAfterWork(); // there may be many of them
    }
  }

  private void throwIfBroken() {
    if (engine.isBroken() && engine.state() != HostState.STOPPED) {
      throw new IllegalStateException("the host is broken");
    }
  }
}
