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

  /**
   * It has come to a tick.
   *
   * @return whether a sleep since the last one should have been precise and was not
   */
  default boolean ticked() {
    return false;
  }
}
