package dev.innkeeper.timer;

/** How one timer's consumer sleeps until a tick is due: that is what {@link Accuracy} comes to. */
interface Sleeper {

  /**
   * Sleeps until a tick is due, or less long, and is then to be asked again. Called by the
   * consumer, without the timer's lock.
   *
   * @param timer what is waited for, shown in thread dumps
   */
  void sleepUntil(long due, TimeSource time, Object timer);

  /**
   * The consumer has come to a tick.
   *
   * @return whether a sleep since the last one should have been precise and was not
   */
  default boolean ticked() {
    return false;
  }
}
