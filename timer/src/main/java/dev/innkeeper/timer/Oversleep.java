package dev.innkeeper.timer;

/**
 * A running high quantile of how late a thread is woken, in nanoseconds.
 *
 * <p>A value above the estimate moves it up by a step, one below moves it down by a fraction of
 * that step, and the two balance where the share of values above is {@link #ABOVE}. The step is a
 * part of the estimate, so that it follows a machine that gets busy, and comes back.
 */
final class Oversleep {

  private static final double ABOVE = 0.05;
  private static final double STEP = 0.125;
  private static final double FLOOR = 5_000;
  private static final double CEILING = 10_000_000;

  private double quantile = 100_000;

  long quantile() {
    return (long) quantile;
  }

  void add(long nanos) {
    double step = quantile * STEP;
    quantile += nanos > quantile ? step * (1 - ABOVE) : -step * ABOVE;
    quantile = Math.clamp(quantile, FLOOR, CEILING);
  }
}
