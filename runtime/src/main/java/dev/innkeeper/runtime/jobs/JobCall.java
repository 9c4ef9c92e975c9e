package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.port.HostPort;
import dev.innkeeper.runtime.thread.Interruptible;
import dev.innkeeper.runtime.thread.OpenScopes;
import dev.innkeeper.runtime.thread.ThreadScope;
import dev.innkeeper.runtime.thread.Workplace;
import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One call of a job's code, made once by one thread; others may interrupt it, and only it. */
final class JobCall<R extends @Nullable Object> {

  private final HostPort port;
  private final TimeSource time;
  private final Interruptible interruptible = new Interruptible();

  /** When it began: written before others see the call. */
  private final long began;

  /** Whether it is known how it ended: set by who is first, its caller or who gives it up. */
  private final AtomicBoolean settled = new AtomicBoolean();

  /** Written by who interrupts, before that. */
  private volatile boolean cancelled;

  private volatile boolean tookTooLong;

  /** Written when it has returned. */
  private volatile @Nullable Duration took;

  // Written by the thread that makes the call, and read by it.
  private @Nullable R result;
  private @Nullable Throwable thrown;

  JobCall(HostPort port, TimeSource time) {
    this.port = port;
    this.time = time;
    this.began = time.nanoTime();
  }

  /** Never throws. */
  void run(Callable<R> code) {
    interruptible.begin();
    OpenScopes scopes = Workplace.current().scopes();
    ThreadScope before = scopes.ofThisThread();
    try {
      result = port.job(code);
    } catch (Throwable t) {
      thrown = t;
    } finally {
      IllegalStateException leftOpen = scopes.closeDownTo(before);
      thrown = thrown == null ? leftOpen : thrown;
      interruptible.end(time);
      took = sinceBegin();
    }
  }

  /** Returns whether the caller of this is to say how it ended. */
  boolean settle() {
    return settled.compareAndSet(false, true);
  }

  /** What it throws from here on is a cancellation; {@link #interrupt} is owed. */
  void cancel() {
    cancelled = true;
  }

  void interrupt() {
    boolean unused = interruptible.interrupt(time);
  }

  void timeOut() {
    tookTooLong = true;
    interrupt();
  }

  boolean isCancelled() {
    return cancelled;
  }

  boolean tookTooLong() {
    return tookTooLong;
  }

  /** In {@link TimeSource#nanoTime()}. */
  long began() {
    return began;
  }

  /** So far, if it has not returned. */
  Duration took() {
    Duration inAll = took;
    return inAll == null ? sinceBegin() : inAll;
  }

  private Duration sinceBegin() {
    return Duration.ofNanos(time.nanoTime() - began);
  }

  boolean succeeded() {
    return thrown == null;
  }

  @SuppressWarnings("NullAway") // null exactly where R may be
  R result() {
    return result;
  }

  /** What it threw, or why it was made to throw. */
  Throwable failure() {
    if (thrown == null) {
      throw new IllegalStateException("the call went well");
    }
    if (cancelled) {
      return caused(new CancellationException("cancelled after " + Durations.show(took())), thrown);
    }
    return tookTooLong ? caused(tooLong("and was interrupted"), thrown) : thrown;
  }

  /** Of a call that goes on although it was interrupted: with the stack of its thread. */
  Throwable givenUp() {
    TimeoutException failure = tooLong("and ignored the interrupt");
    Thread thread = interruptible.thread();
    if (thread != null) {
      failure.setStackTrace(thread.getStackTrace());
    }
    return failure;
  }

  private TimeoutException tooLong(String and) {
    return new TimeoutException("not done after " + Durations.show(took()) + " " + and);
  }

  private static Throwable caused(Throwable failure, Throwable cause) {
    return failure.initCause(cause);
  }
}
