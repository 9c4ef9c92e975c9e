package dev.innkeeper.runtime.scope;

import dev.innkeeper.runtime.thread.Ending;
import dev.innkeeper.runtime.thread.Interruptible;
import dev.innkeeper.runtime.thread.Workplace;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work that was {@linkplain TaskScope#fork forked} in a scope, and what became of it.
 *
 * <p><b>Threads:</b> may be read from any thread at any time; what the work did is visible to who
 * has seen its end.
 *
 * @param <T> what the work returns
 * @since 0.1
 */
public final class Task<T extends @Nullable Object> {

  /** What became of a task. The last three are for ever. */
  public enum State {
    /** Not ended yet. */
    RUNNING,
    /** Returned a result. */
    SUCCEEDED,
    /** Threw, also if it did so because it was interrupted. */
    FAILED,
    /** Never ran, because its scope was cancelled first. */
    CANCELLED
  }

  private record Outcome<T extends @Nullable Object>(
      State state, @Nullable T result, @Nullable Throwable failure) {}

  private final Callable<? extends T> body;
  private final Interruptible interruptible = new Interruptible();

  /** Written once, by the thread that ran the task; null before. */
  private volatile @Nullable Outcome<T> outcome;

  Task(Callable<? extends T> body) {
    this.body = body;
  }

  /**
   * On the thread made for it. Never throws: what the body threw is the outcome. Returns whether it
   * was ended by an interrupt of its scope.
   */
  boolean run(Workplace workplace) {
    Ending<T> ending = interruptible.call(workplace, body);
    Throwable thrown = ending.thrown();
    outcome =
        thrown == null
            ? new Outcome<>(State.SUCCEEDED, ending.result(), null)
            : new Outcome<>(State.FAILED, null, thrown);
    return ending.byInterrupt();
  }

  void cancelBeforeItRan() {
    outcome = new Outcome<>(State.CANCELLED, null, null);
  }

  Interruptible interruptible() {
    return interruptible;
  }

  /** What has become of it so far. */
  public State state() {
    Outcome<T> ended = outcome;
    return ended == null ? State.RUNNING : ended.state;
  }

  /**
   * What it returned.
   *
   * @throws IllegalStateException unless it {@linkplain State#SUCCEEDED succeeded}; the cause is
   *     its failure, if that is why
   */
  @SuppressWarnings("NullAway") // null exactly where T may be
  public T result() {
    Outcome<T> ended = outcome;
    if (ended == null || ended.state != State.SUCCEEDED) {
      throw new IllegalStateException(
          "the task has no result: it is " + state() + "; join() of its scope waits for it",
          ended == null ? null : ended.failure);
    }
    return ended.result;
  }

  /**
   * What it threw.
   *
   * @throws IllegalStateException unless it {@linkplain State#FAILED failed}
   */
  public Throwable failure() {
    Outcome<T> ended = outcome;
    if (ended == null || ended.state != State.FAILED) {
      throw new IllegalStateException("the task has no failure: it is " + state());
    }
    return Objects.requireNonNull(ended.failure);
  }

  @Override
  public String toString() {
    return "Task[" + state() + "]";
  }
}
