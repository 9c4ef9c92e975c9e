package dev.innkeeper.timer;

/** How one timer's consumer sleeps until a tick is due: that is what {@link Accuracy} comes to. */
interface Sleeper {

  /**
   * When to wake up for a tick that is due at {@code due}: later, or earlier and then to be asked
   * again.
   */
  long wakeUpFor(long due);

  /** It has slept. */
  default void woke() {}

  /** Whether the last sleep should have been a precise one and was not. */
  default boolean budgetWasSpent() {
    return false;
  }
}
