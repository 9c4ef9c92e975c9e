package dev.innkeeper.jmh.accuracy;

import java.util.Arrays;

/** Measured values, to be compared with others. Immutable. */
final class Sample {

  private final long[] ascending;

  private Sample(long[] ascending) {
    this.ascending = ascending;
  }

  static Sample of(long[] values) {
    long[] ascending = values.clone();
    Arrays.sort(ascending);
    return new Sample(ascending);
  }

  int size() {
    return ascending.length;
  }

  /** The least value that is not exceeded by this share of them (nearest rank). */
  long quantile(double share) {
    return ascending[Math.max(0, (int) Math.ceil(share * size()) - 1)];
  }

  /**
   * The Kolmogorov-Smirnov statistic of two samples: the largest distance between their empirical
   * distribution functions, from 0 (alike) to 1.
   */
  double distanceTo(Sample other) {
    double largest = 0;
    int i = 0;
    int j = 0;
    while (i < size() && j < other.size()) {
      // Past all that have this value, in both, or ties would count as distance.
      long value = Math.min(ascending[i], other.ascending[j]);
      i = past(value, i);
      j = other.past(value, j);
      largest = Math.max(largest, Math.abs((double) i / size() - (double) j / other.size()));
    }
    return largest;
  }

  /**
   * The distance that two samples of one distribution exceed by chance once in a hundred times, if
   * the values of each are independent of one another. Ticks of one noisy second are not: see how
   * far neighbouring minutes are apart, too.
   */
  double distanceByChance(Sample other) {
    double n = size();
    double m = other.size();
    return 1.628 * Math.sqrt((n + m) / (n * m));
  }

  private int past(long value, int from) {
    int i = from;
    while (i < size() && ascending[i] == value) {
      i++;
    }
    return i;
  }
}
