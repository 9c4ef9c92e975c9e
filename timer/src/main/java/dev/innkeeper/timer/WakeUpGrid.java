package dev.innkeeper.timer;

import java.time.Duration;

/**
 * The points in time at which those wake up that may be a little late: a grid for each tolerance.
 * Each point of the grid of 10 ms is one of those of 1, 2 and 5 ms, and so on, so that also
 * different tolerances share wake-ups.
 */
final class WakeUpGrid {

  static final long MILLISECOND = 1_000_000;

  private WakeUpGrid() {}

  /**
   * The distance of the points for a wait that may be {@code tolerance} late: the greatest of 1, 2,
   * 5, 10, 20, 50 … ms that is no longer, and of less than a millisecond the tolerance itself.
   *
   * @throws IllegalArgumentException if it is negative
   */
  static long within(Duration tolerance) {
    return within(Nanos.checked("tolerance", tolerance, true));
  }

  static long within(long tolerance) {
    if (tolerance < MILLISECOND) {
      return tolerance;
    }
    long decade = MILLISECOND;
    while (tolerance / 10 >= decade) {
      decade *= 10;
    }
    if (tolerance / 5 >= decade) {
      return 5 * decade;
    }
    return tolerance / 2 >= decade ? 2 * decade : decade;
  }

  /** The first point from {@code time} on; zero is a grid of all times. */
  static long roundUp(long time, long grid) {
    return grid == 0 ? time : time + Math.floorMod(-time, grid);
  }
}
