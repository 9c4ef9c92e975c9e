package dev.innkeeper.runtime.engine;

import org.jspecify.annotations.Nullable;

/**
 * A copy of {@link CallsInTime}, with a fault: a call that begins looks for the time before it is
 * seen.
 */
final class LookingFirstCalls<C> {

  private volatile @Nullable C present;
  private volatile boolean over;

  boolean begin(C call) {
    boolean late = over;
    present = call;
    return !late;
  }

  void end() {
    present = null;
  }

  @Nullable C expire() {
    over = true;
    return present;
  }

  boolean isOver() {
    return over;
  }

  @SuppressWarnings("ReferenceEquality")
  boolean isPresent(C call) {
    return present == call;
  }
}
