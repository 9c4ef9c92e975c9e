package dev.innkeeper.jmh.accuracy;

import dev.innkeeper.jmh.harness.Figures;
import dev.innkeeper.jmh.harness.Measurement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * What all the consumers of a crowd saw while it counted; points of the grid, as {@link TickLog}
 * has them. To record costs some 30 ns, the same for all: at a tick each 10 µs, the most that is
 * measured, threads hardly meet in the histogram.
 */
final class CrowdLog implements Ticks {

  private static final long HIGHEST = Duration.ofMinutes(1).toNanos();

  private final long period;

  /** Of a fixed range, so that writers never wait for one that makes it larger. */
  private final Histogram lateness = new ConcurrentHistogram(HIGHEST, 2);

  private final LongAdder missed = new LongAdder();
  private volatile boolean counting;

  CrowdLog(long period) {
    this.period = period;
  }

  void count(boolean whether) {
    counting = whether;
  }

  @Override
  public boolean tick(long now, long scheduled, long passedOver, boolean budgetSpent) {
    if (counting) {
      for (long i = passedOver; i >= 0; i--) {
        lateness.recordValue(Math.clamp(now - scheduled + i * period, 0, HIGHEST));
      }
      missed.add(passedOver);
    }
    return true;
  }

  /** In nanoseconds: {@code cpu} that the process spent while it counted. */
  Measurement measurement(long cpu, double expectedPoints, double heapBytesPerTimer) {
    double points = lateness.getTotalCount();
    double passedOver = missed.sum();
    double ticks = points - passedOver;
    Figures figures =
        new Figures()
            .with("cpu_s_per_million_ticks", cpu / 1e9 / (ticks / 1e6))
            .with("p50_us", lateness.getValueAtPercentile(50) / 1e3)
            .with("p99_us", lateness.getValueAtPercentile(99) / 1e3)
            .with("ticks", ticks)
            .with("missed", passedOver)
            .with("of_expected", points / expectedPoints)
            .with("heap_bytes_per_timer", heapBytesPerTimer);
    return Measurement.of(figures, lateness, List.of());
  }
}
