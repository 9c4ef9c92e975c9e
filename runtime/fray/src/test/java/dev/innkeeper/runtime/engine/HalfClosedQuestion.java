package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.thread.Interruptible;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A copy of {@link Question}, with a fault: its end is forgotten when a call has answered. */
final class HalfClosedQuestion {

  private static final Interruptible OVER = new Interruptible();

  private final AtomicReference<@Nullable Interruptible> asked = new AtomicReference<>();

  boolean ask(Interruptible call) {
    return asked.compareAndSet(null, call);
  }

  boolean settle(Interruptible call) {
    return call.equals(asked.getAndSet(null));
  }

  @SuppressWarnings("ReferenceEquality")
  @Nullable Interruptible end() {
    Interruptible open = asked.getAndSet(OVER);
    return open == OVER ? null : open;
  }

  @SuppressWarnings("ReferenceEquality")
  boolean isOver() {
    return asked.get() == OVER;
  }
}
