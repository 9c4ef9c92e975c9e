package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.thread.Interruptible;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What is asked again and again, each time of another call: of the answer, its time-out, and the
 * end of all asking the first one counts.
 */
final class Question {

  /** Nothing is asked any more. */
  private static final Interruptible OVER = new Interruptible();

  /** The call that is to answer; null: none is. */
  private final AtomicReference<@Nullable Interruptible> asked = new AtomicReference<>();

  /** Returns whether it is asked: if it is over, nobody will ask for the answer or end the call. */
  boolean ask(Interruptible call) {
    return asked.compareAndSet(null, call);
  }

  /** Returns whether the call's answer, or that there is none in time, counts. */
  boolean settle(Interruptible call) {
    return asked.compareAndSet(call, null);
  }

  /** Returns the call that was to answer. */
  @SuppressWarnings("ReferenceEquality") // its identity
  @Nullable Interruptible end() {
    Interruptible open = asked.getAndSet(OVER);
    return open == OVER ? null : open;
  }

  @SuppressWarnings("ReferenceEquality") // its identity
  boolean isOver() {
    return asked.get() == OVER;
  }
}
