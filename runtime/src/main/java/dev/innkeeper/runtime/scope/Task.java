package dev.innkeeper.runtime.scope;

import dev.innkeeper.runtime.thread.Ending;
import dev.innkeeper.runtime.thread.ThreadScope;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
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

  @SuppressWarnings("rawtypes")
  private static final AtomicReferenceFieldUpdater<Task, @Nullable Ending> ENDING =
      AtomicReferenceFieldUpdater.newUpdater(Task.class, Ending.class, "ending");

  private final Callable<? extends T> body;

  /** Written once, by the thread that ran the task; null before. */
  private volatile @Nullable Ending<T> ending;

  /** Written once, instead of {@link #ending}. */
  private volatile boolean cancelled;

  Task(Callable<? extends T> body) {
    this.body = body;
  }

  /** On the thread made for it. Never throws: what the body threw is in the ending. */
  Ending<T> run(ThreadScope scope) {
    Ending<T> returned;
    try { // here, not in a method: its frame would stand on the stack of each thread that waits
      returned = Ending.of(scope, body.call(), null);
    } catch (Throwable t) {
      returned = Ending.of(scope, null, t);
    }
    Ending<T> ended = returned.leaving(scope.workplace().scopes().closeDownTo(null));
    ENDING.lazySet(this, ended);
    return ended;
  }

  void cancelBeforeItRan() {
    cancelled = true;
  }

  /** What has become of it so far. */
  public State state() {
    Ending<T> ended = ending;
    if (ended == null) {
      return cancelled ? State.CANCELLED : State.RUNNING;
    }
    return ended.failure() == null ? State.SUCCEEDED : State.FAILED;
  }

  /**
   * What it returned.
   *
   * @throws IllegalStateException unless it {@linkplain State#SUCCEEDED succeeded}; the cause is
   *     its failure, if that is why
   */
  @SuppressWarnings("NullAway") // null exactly where T may be
  public T result() {
    Ending<T> ended = ending;
    if (ended == null || ended.failure() != null) {
      throw new IllegalStateException(
          "the task has no result: it is " + state() + "; join() of its scope waits for it",
          ended == null ? null : ended.thrown());
    }
    return ended.result();
  }

  /**
   * What it threw.
   *
   * @throws IllegalStateException unless it {@linkplain State#FAILED failed}
   */
  public Throwable failure() {
    Ending<T> ended = ending;
    if (ended == null || ended.failure() == null) {
      throw new IllegalStateException("the task has no failure: it is " + state());
    }
    return ended.causes().thrown();
  }

  @Override
  public String toString() {
    return "Task[" + state() + "]";
  }
}
