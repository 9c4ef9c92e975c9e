package dev.innkeeper.timer;

/**
 * What a timer does when its consumer, or the machine, was too slow and due ticks have passed.
 *
 * <p>In the timelines the period is four columns. {@code grid} shows the points and their numbers,
 * {@code consumer} the ticks that it gets; after tick 2 it is at work ({@code #}) for ten columns.
 *
 * <p>The three choices are tokio's {@code MissedTickBehavior}; the default there is the burst.
 *
 * @since 0.1
 */
public enum MissedTicks {

  /**
   * One tick for the latest point that is due; those before it are counted in {@link Tick#missed()}
   * and the number jumps. The grid stays where it was. After an hour's pause: one tick, not 3,600.
   * The default.
   *
   * <pre>
   * column    0   4   8   12  16  20  24
   * grid      |   1   2   3   4   5   6
   * consumer      1   2#########4 5   6      tick 4: 2 columns late, 1 missed
   * </pre>
   */
  SKIP {
    @Override
    Step next(long due, long period, long called, long now) {
      long passed = (now - due) / period;
      long scheduled = due + passed * period;
      return new Step(scheduled, passed, scheduled + period);
    }
  },

  /**
   * Every point on the grid, as fast as the consumer takes them, until it has caught up.
   *
   * <pre>
   * column    0   4   8   12  16  20  24
   * grid      |   1   2   3   4   5   6
   * consumer      1   2#########345   6      ticks 3 and 4 come at once, in column 18
   * </pre>
   */
  BURST {
    @Override
    Step next(long due, long period, long called, long now) {
      return new Step(due, 0, due + period);
    }
  },

  /**
   * The grid moves: after a late <em>call</em> the next tick is a whole period away. A wake-up that
   * the machine delivered a little late moves nothing, so a punctual consumer does not drift; one
   * that is late by a whole period or more, as after a suspend, moves the grid like a late call, so
   * that two ticks never come at once. On a {@link Schedule}: the next tick is the first point
   * after that call or wake-up, and those between are not counted, as they are none of the grid
   * that moved.
   *
   * <pre>
   * column    0   4   8   12  16  20  24
   * grid      |   1   2   3   4   5   6
   * consumer      1   2#########3   4   5    tick 3: 6 columns late; tick 4 is due in column 22
   * </pre>
   */
  DELAY {
    @Override
    Step next(long due, long period, long called, long now) {
      long from = called - due > 0 ? called : due;
      boolean lateByAPeriod = now - from >= period;
      return new Step(due, 0, (lateByAPeriod ? now : from) + period);
    }
  };

  /**
   * The arithmetic, whole: which point a tick that is taken now stands for, and when the next is
   * due. All times are nanoseconds that may wrap around.
   *
   * @param due the earliest point not yet taken, reached by now: {@code now - due >= 0}
   * @param called when the consumer asked for the tick
   * @param now when it gets it
   */
  abstract Step next(long due, long period, long called, long now);

  /**
   * One step along the grid.
   *
   * @param scheduled the point that the tick stands for
   * @param missed points passed over before it
   * @param nextDue the point after it
   */
  record Step(long scheduled, long missed, long nextDue) {}
}
