package dev.innkeeper.jmh.accuracy;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/** Every tick of one consumer. Its thread alone writes, and others read after {@link #awaitEnd}. */
final class Trace implements Ticks {

  private final long period;
  private final long begin;
  private final CountDownLatch ended = new CountDownLatch(1);

  private final long[] scheduled;
  private final long[] lateness;
  private int ticks;
  private long missed;

  /** Of the grid from {@code begin} on, so many points. */
  Trace(long period, long begin, int points) {
    this.period = period;
    this.begin = begin;
    scheduled = new long[points];
    lateness = new long[points];
  }

  @Override
  public boolean tick(long now, long due, long passedOver, boolean budgetSpent) {
    if (due - begin >= scheduled.length * period) {
      ended.countDown();
    } else if (due - begin >= 0) {
      missed += ticks == 0 ? 0 : passedOver;
      scheduled[ticks] = due;
      lateness[ticks] = now - due;
      ticks++;
    }
    return true;
  }

  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  long ticks() {
    return ticks;
  }

  /** As the timer counts them. */
  long missed() {
    return missed;
  }

  /** As the time between the first and the last tick has it. */
  long gridPoints() {
    return Math.round((double) (scheduled[ticks - 1] - scheduled[0]) / period) + 1;
  }

  /** How far the last tick's due time is off the first's grid, in nanoseconds. */
  long gridError() {
    return scheduled[ticks - 1] - (scheduled[0] + (gridPoints() - 1) * period);
  }

  /**
   * The lateness of the ticks that were due from {@code from} on, before {@code to}; from begin.
   */
  Sample between(long from, long to) {
    int first = firstDue(begin + from);
    return Sample.of(Arrays.copyOfRange(lateness, first, firstDue(begin + to)));
  }

  private int firstDue(long time) {
    int tick = 0;
    while (tick < ticks && scheduled[tick] - time < 0) {
      tick++;
    }
    return tick;
  }
}
