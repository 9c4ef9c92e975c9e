package dev.innkeeper.jmh.accuracy;

/** Where a consumer brings its ticks. */
@FunctionalInterface
interface Ticks {

  /**
   * A tick came.
   *
   * @param now the first thing the consumer read
   * @param scheduled when it was due; on the same clock
   * @param passedOver points of the grid before it that get no tick
   * @param budgetSpent whether it came later than it could have: see {@link
   *     dev.innkeeper.timer.Tick#budgetSpent()}
   * @return whether there are to be more
   */
  boolean tick(long now, long scheduled, long passedOver, boolean budgetSpent);
}
