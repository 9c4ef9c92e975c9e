package dev.innkeeper.runtime.engine;

import org.jspecify.annotations.Nullable;

/**
 * Calls that one thread makes one after the other, until another one says that there is no more
 * time. A call that is in progress then is known to the one that says so, and a later one hears of
 * it as it begins: no call can miss it.
 */
final class CallsInTime<C> {

  private volatile @Nullable C present;
  private volatile boolean over;

  // ---- on the thread that makes the calls

  /** Returns whether there is still time. */
  boolean begin(C call) {
    present = call;
    return !over;
  }

  void end() {
    present = null;
  }

  // ---- on any thread

  /** Returns the call in progress. Again: the one that is in progress then. */
  @Nullable C expire() {
    over = true;
    return present;
  }

  boolean isOver() {
    return over;
  }

  @SuppressWarnings("ReferenceEquality") // its identity
  boolean isPresent(C call) {
    return present == call;
  }
}
