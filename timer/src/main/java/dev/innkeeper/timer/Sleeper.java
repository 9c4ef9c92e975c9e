package dev.innkeeper.timer;

/** The way in which one timer's consumer is put to sleep: it makes the {@link Accuracy}. */
interface Sleeper {

  /** Returns when it is time, or before: the caller looks at its condition again and comes back. */
  void sleepUntil(Object blocker, long due);

  /** Whether the sleep that ended last should have been a precise one and was not. */
  default boolean budgetWasSpent() {
    return false;
  }
}
