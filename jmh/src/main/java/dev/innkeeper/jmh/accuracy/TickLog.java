package dev.innkeeper.jmh.accuracy;

import dev.innkeeper.jmh.harness.Figures;
import dev.innkeeper.jmh.harness.Measurement;
import dev.innkeeper.jmh.harness.Measurement.Drift;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;

/**
 * What one consumer saw. Its thread alone writes; who has come back from {@link #awaitEnd} reads.
 *
 * <p>Points of the grid count, not calls: a point that was passed over is as late as the tick that
 * came in its place. Else a timer that skips what it missed would look better after a pause than
 * one that catches up, and the longer the pause, the better (coordinated omission).
 */
final class TickLog implements Ticks {

  private static final long HIGHEST = 60_000_000_000L;

  /** Of so many points of the grid at least, the plot of the drift has the least. */
  private static final long POINTS_OF_A_STRETCH = 10;

  private static final long MOST_STRETCHES = 100;

  private final long period;
  private final long begin;
  private final long end;
  private final long stretch;
  private final CountDownLatch ended = new CountDownLatch(1);

  private final Histogram lateness = new Histogram(HIGHEST, 3);
  private long first;
  private long missed;
  private long early;
  private long budgetSpent;
  private long drift;

  /** The least in each stretch of time: what is left of it without the lateness of single ticks. */
  private final Map<Long, Long> leastDrift = new TreeMap<>();

  private final boolean endless;

  /**
   * Ticks due from {@code begin} on and before {@code end} count; there are to be more after it.
   */
  TickLog(long period, long begin, long end) {
    this(period, begin, end, true);
  }

  /** After {@code end} there are to be no more. */
  static TickLog untilItsEnd(long period, long begin, long end) {
    return new TickLog(period, begin, end, false);
  }

  private TickLog(long period, long begin, long end, boolean endless) {
    this.endless = endless;
    this.period = period;
    this.begin = begin;
    this.end = end;
    stretch = Math.max(POINTS_OF_A_STRETCH * period, (end - begin) / MOST_STRETCHES);
  }

  @Override
  public boolean tick(long now, long scheduled, long passedOver, boolean budgetWasSpent) {
    boolean over = scheduled - end >= 0;
    if (over) {
      ended.countDown();
    } else if (scheduled - begin >= 0) {
      count(now, scheduled, passedOver, budgetWasSpent);
    }
    return endless || !over;
  }

  private void count(long now, long scheduled, long passedOver, boolean budgetWasSpent) {
    if (lateness.getTotalCount() == 0) {
      first = scheduled;
    } else {
      for (long i = passedOver; i > 0; i--) {
        record(now - scheduled + i * period);
      }
      missed += passedOver;
    }
    record(now - scheduled);
    budgetSpent += budgetWasSpent ? 1 : 0;
    drift = now - (first + (lateness.getTotalCount() - 1) * period);
    leastDrift.merge((scheduled - begin) / stretch, drift, Math::min);
  }

  private void record(long late) {
    early += late < 0 ? 1 : 0;
    lateness.recordValue(Math.clamp(late, 0, HIGHEST));
  }

  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  /** {@code cpu}: nanoseconds that the process spent while ticks counted. */
  Measurement measurement(long cpu) {
    return Measurement.of(figures(cpu), lateness, driftOverTime());
  }

  private List<Drift> driftOverTime() {
    return leastDrift.entrySet().stream()
        .map(each -> new Drift(each.getKey() * (stretch / 1e9), each.getValue() / 1e3))
        .toList();
  }

  private Figures figures(long cpu) {
    double ticks = lateness.getTotalCount() - missed;
    return quantiles()
        .with("max_us", quantile(100))
        .with("cpu_us_per_tick", cpu / 1e3 / ticks)
        .with("ticks", ticks)
        .with("missed", (double) missed)
        .with("early", (double) early)
        .with("drift_us", drift / 1e3)
        .with("budget_spent", budgetSpent / ticks);
  }

  /** Those that so many points can have: the p99 of fifty would be their greatest. */
  private Figures quantiles() {
    long points = (end - begin) / period;
    Figures figures = new Figures().with("p50_us", quantile(50)).with("p90_us", quantile(90));
    if (points >= 100) {
      figures = figures.with("p99_us", quantile(99));
    }
    return points >= 1000 ? figures.with("p99.9_us", quantile(99.9)) : figures;
  }

  private double quantile(double percent) {
    return lateness.getValueAtPercentile(percent) / 1e3;
  }
}
