package dev.innkeeper.runtime.time;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Exponential back-off with full jitter: before the n-th try again one waits a random time between
 * zero and {@code first · 2ⁿ⁻¹}, at most {@code longest}.
 */
public record Backoff(Duration first, Duration longest) {

  public Backoff {
    Durations.positive("first back-off", first);
    Durations.positive("longest back-off", longest);
    if (first.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          "the first back-off, "
              + Durations.write(first)
              + ", is longer than the longest, "
              + Durations.write(longest));
    }
  }

  /** How long to wait before the try with this number, in nanoseconds. */
  public long nanos(int number, SplittableRandom random) {
    return random.nextLong(longestNanos(number) + 1);
  }

  public long longestNanos(int number) {
    long limit = Durations.nanos(longest);
    long wait = Math.min(limit, Durations.nanos(first));
    for (int i = 1; i < number && wait < limit; i++) {
      wait = wait > limit / 2 ? limit : wait * 2;
    }
    return wait;
  }

  @Override
  public String toString() {
    return Durations.write(first) + " to " + Durations.write(longest);
  }
}
