package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.report.RunOutcome;
import dev.innkeeper.runtime.thread.Ending;
import dev.innkeeper.runtime.thread.Interruptible;
import dev.innkeeper.runtime.thread.Workplace;
import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One call of a job's code, made once by one thread; others may interrupt it, and only it. */
class JobCall<R extends @Nullable Object> extends Interruptible {

  private final TimeSource time;

  /** When it began: written before others see the call. */
  private final long began;

  /** Written by who interrupts, before that. */
  private volatile boolean cancelled;

  private volatile boolean tookTooLong;

  /** Written by the thread that makes the call, and read by it. */
  private @Nullable Ending<R> ending;

  /** A call that {@code caller} makes: who interrupts that, interrupts the call; null: nobody. */
  JobCall(TimeSource time, @Nullable Interruptible caller) {
    super(caller);
    this.time = time;
    this.began = time.nanoTime();
  }

  /** At the workplace of its thread. Never throws. */
  void run(Workplace here, Callable<R> code) {
    ending = call(here, code);
  }

  private Ending<R> ending() {
    return Objects.requireNonNull(ending, "it has not ended");
  }

  /** What it throws from here on is a cancellation; {@link #interrupt} is owed. */
  void cancel() {
    cancelled = true;
  }

  void interrupt() {
    interrupt(time);
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

  /** In nanoseconds. */
  final long sinceItBegan() {
    return time.nanoTime() - began;
  }

  /** So far, if it has not returned; or if that is not recorded. */
  Duration took() {
    return Duration.ofNanos(sinceItBegan());
  }

  /** One that was interrupted, and returned all the same with the flag set, was not done. */
  boolean succeeded() {
    return ending().failure() == null && !wasInterrupted();
  }

  /** Whether it was ended by an interrupt. */
  boolean wasInterrupted() {
    return ending().byInterrupt();
  }

  /** How a run ended that is this call. */
  RunOutcome outcome() {
    if (succeeded()) {
      return RunOutcome.SUCCEEDED;
    }
    if (cancelled) {
      return RunOutcome.CANCELLED;
    }
    if (tookTooLong) {
      return RunOutcome.TIMED_OUT;
    }
    return wasInterrupted() ? RunOutcome.INTERRUPTED : RunOutcome.FAILED;
  }

  @SuppressWarnings("NullAway") // null exactly where R may be
  R result() {
    return ending().result();
  }

  /** What it threw, or why it was made to end, as far as is known by now. */
  Throwable failure() {
    Throwable thrown = ending().thrown();
    if (cancelled) {
      return caused(new CancellationException("cancelled after " + Durations.show(took())), thrown);
    }
    if (tookTooLong) {
      return caused(tooLong("and was interrupted"), thrown);
    }
    return thrown == null
        ? new InterruptedException("it returned with its thread's interrupt flag set")
        : thrown;
  }

  /** Of a call that goes on although it was interrupted: with the stack of its thread. */
  Throwable givenUp() {
    TimeoutException failure = tooLong("and ignored the interrupt");
    Thread thread = thread();
    if (thread != null) {
      failure.setStackTrace(thread.getStackTrace());
    }
    return failure;
  }

  private TimeoutException tooLong(String and) {
    return new TimeoutException("not done after " + Durations.show(took()) + " " + and);
  }

  private static Throwable caused(Throwable failure, @Nullable Throwable cause) {
    return cause == null ? failure : failure.initCause(cause);
  }
}
