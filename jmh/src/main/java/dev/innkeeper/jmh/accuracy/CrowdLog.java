package dev.innkeeper.jmh.accuracy;

import dev.innkeeper.jmh.harness.Figures;
import dev.innkeeper.jmh.harness.Measurement;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * What all the consumers of a crowd saw while it counted. To record costs some 30 ns, the same for
 * all: at a tick each 10 µs, the most that is measured, threads hardly meet in the histogram.
 */
final class CrowdLog implements Ticks {

  private static final long HIGHEST = Duration.ofMinutes(1).toNanos();

  /** Of a fixed range, so that writers never wait for one that makes it larger. */
  private final Histogram lateness = new ConcurrentHistogram(HIGHEST, 2);

  private volatile boolean counting;

  void count(boolean whether) {
    counting = whether;
  }

  @Override
  public boolean tick(long now, long scheduled, long passedOver, boolean budgetSpent) {
    if (counting) {
      lateness.recordValue(Math.clamp(now - scheduled, 0, HIGHEST));
    }
    return true;
  }

  /** In nanoseconds: {@code cpu} that the process spent while it counted. */
  Measurement measurement(long cpu, double expectedTicks, double heapBytesPerTimer) {
    Figures figures = figures(cpu, expectedTicks).with("heap_bytes_per_timer", heapBytesPerTimer);
    return Measurement.of(figures, lateness, List.of());
  }

  private Figures figures(long cpu, double expectedTicks) {
    double ticks = lateness.getTotalCount();
    return new Figures()
        .with("cpu_s_per_million_ticks", cpu / 1e9 / (ticks / 1e6))
        .with("p50_us", lateness.getValueAtPercentile(50) / 1e3)
        .with("p99_us", lateness.getValueAtPercentile(99) / 1e3)
        .with("ticks", ticks)
        .with("of_expected", ticks / expectedTicks);
  }
}
