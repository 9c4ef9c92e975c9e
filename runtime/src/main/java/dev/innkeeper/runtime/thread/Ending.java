package dev.innkeeper.runtime.thread;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a call of somebody's code has ended.
 *
 * <p>Was it ended by an interrupt? The looks of an exception do not say so: on a virtual thread a
 * socket throws a {@code SocketException} without a cause, and code that sets the flag again throws
 * what it likes, or returns. So the deed counts. <b>A call was ended by an interrupt if we had
 * interrupted it, and its thread's flag was set when it ended, or there is an interrupt among the
 * causes of what it has thrown.</b> That is the rule for all calls: services' work, starts, jobs,
 * runs and tasks. One that fails after its interrupt with the flag clear has failed, and one that
 * returns with the flag clear has done its work.
 *
 * @param result what it returned
 * @param failure what it threw, or that it left a scope open; null: it returned
 * @param byInterrupt whether it was ended by an interrupt
 */
public record Ending<R extends @Nullable Object>(
    @Nullable R result, @Nullable Causes failure, boolean byInterrupt) {

  private static final Ending<?> RETURNED_NOTHING = new Ending<>(null, null, false);

  /** What may interrupt a call: an {@link Interruptible}, or a scope that is cancelled. */
  public interface Interrupter {

    /** Whether it has interrupted the call, or is about to. */
    boolean hasInterrupted();
  }

  /** Of a call that may be interrupted by {@code by}, on its thread when it has just ended. */
  public static <R extends @Nullable Object> Ending<R> of(
      Interrupter by, @Nullable R result, @Nullable Throwable thrown) {
    boolean flag = Thread.currentThread().isInterrupted();
    if (result == null && thrown == null && !flag) {
      return returnedNothing();
    }
    Causes failure = thrown == null ? null : new Causes(thrown);
    boolean byInterrupt =
        by.hasInterrupted() && (flag || (failure != null && failure.anyOf(Interruptions::isOne)));
    return new Ending<>(result, failure, byInterrupt);
  }

  /** As most do: one is enough. */
  @SuppressWarnings("unchecked") // it holds no R
  private static <R extends @Nullable Object> Ending<R> returnedNothing() {
    return (Ending<R>) RETURNED_NOTHING;
  }

  /** The same call, which has left scopes open: its failure, unless it had another. */
  public Ending<R> leaving(@Nullable Throwable leftOpen) {
    return leftOpen == null || failure != null
        ? this
        : new Ending<>(null, new Causes(leftOpen), byInterrupt);
  }

  /** What it threw, or that it left a scope open; null: it returned. */
  public @Nullable Throwable thrown() {
    return failure == null ? null : failure.thrown();
  }

  /** As {@link #failure()}, of a call that has not returned. */
  public Causes causes() {
    return Objects.requireNonNull(failure, "the call has returned");
  }
}
