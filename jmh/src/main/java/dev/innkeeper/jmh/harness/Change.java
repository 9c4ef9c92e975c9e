package dev.innkeeper.jmh.harness;

import java.util.Collections;
import java.util.List;

/**
 * One figure of one row in two results.
 *
 * <p>The noise of a figure is how far its rounds lie apart. It has moved if the rounds of one
 * result are all above those of the other, and the gap between them is wider than the noise of
 * either.
 */
record Change(Row row, String figure, List<Double> before, List<Double> after) {

  private static final int ROUNDS = 3;

  /** Less than this is not worth a line, however sure it is. */
  private static final double WORTH_A_LINE = 0.03;

  /** Of fewer rounds too little is known about the noise. */
  boolean canBeJudged() {
    return before.size() >= ROUNDS && after.size() >= ROUNDS;
  }

  boolean isBeyondNoise() {
    double gap =
        Math.max(
            Collections.min(after) - Collections.max(before),
            Collections.min(before) - Collections.max(after));
    double noise =
        Math.max(
            Collections.max(before) - Collections.min(before),
            Collections.max(after) - Collections.min(after));
    return gap > noise && Math.abs(ratio() - 1) >= WORTH_A_LINE;
  }

  /** The medians', after to before. */
  double ratio() {
    return medianAfter() / medianBefore();
  }

  double medianBefore() {
    return median(before);
  }

  double medianAfter() {
    return median(after);
  }

  /** How much, whether up or down. */
  double size() {
    return Math.abs(Math.log(ratio()));
  }

  private static double median(List<Double> values) {
    return Figures.median(values.stream().mapToDouble(value -> value).toArray());
  }
}
