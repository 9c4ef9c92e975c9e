package dev.innkeeper.jmh.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * A histogram of lateness, reduced to what can be seen in a plot.
 *
 * @param nanos of each tick
 */
record Lateness(Histogram nanos) {

  /** Points of the curve from 0 to 90 %, from 90 to 99 % and so on. */
  static final int POINTS_PER_NINE = 20;

  static final int BINS_PER_DECADE = 10;

  /** On a logarithmic axis there is no 0: what is less is drawn as this. */
  static final double LEAST_MICROS = 0.1;

  private static final int MOST_NINES = 7;

  /**
   * Microseconds at evenly spaced places of an axis on which each nine of the percentile (90, 99,
   * 99.9) is as far from the one before. The last is the latest tick.
   */
  List<Double> percentiles() {
    List<Double> points = new ArrayList<>();
    double nines = Math.min(MOST_NINES, Math.log10((double) nanos.getTotalCount()));
    for (int i = 0; i <= Math.floor(nines * POINTS_PER_NINE) + 1; i++) {
      double percentile = 100 * (1 - Math.pow(10, -(double) i / POINTS_PER_NINE));
      points.add(Math.max(LEAST_MICROS, nanos.getValueAtPercentile(percentile) / 1e3));
    }
    return points;
  }

  /** How many ticks are in each bin of a logarithmic axis, from {@link #LEAST_MICROS} on. */
  List<Long> bins() {
    List<Long> bins = new ArrayList<>();
    for (HistogramIterationValue value : nanos.recordedValues()) {
      int bin = binOf(value.getValueIteratedTo() / 1e3);
      bins.addAll(Collections.nCopies(Math.max(0, bin + 1 - bins.size()), 0L));
      bins.set(bin, bins.get(bin) + value.getCountAddedInThisIterationStep());
    }
    return bins;
  }

  private static int binOf(double micros) {
    double decades = Math.log10(Math.max(micros, LEAST_MICROS) / LEAST_MICROS);
    return (int) Math.floor(decades * BINS_PER_DECADE);
  }
}
