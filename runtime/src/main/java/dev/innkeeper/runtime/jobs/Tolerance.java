package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.Objects;

/** By how much the runs of a scheduler may be late. Set when its host is built, if at all. */
final class Tolerance {

  static final Duration DEFAULT = Duration.ofMillis(1);

  private final Duration built;
  private volatile Duration most;

  Tolerance(Duration most) {
    this.built = most;
    this.most = most;
  }

  /**
   * Checks one.
   *
   * @throws IllegalArgumentException if it is negative, or over 146 years
   */
  static Duration checked(Duration most) {
    TimeSource.system().sharedWakeUp(0, Objects.requireNonNull(most, "tolerance"));
    return most;
  }

  /** What the code has chosen. */
  Duration built() {
    return built;
  }

  Duration most() {
    return most;
  }

  void set(Duration chosen) {
    most = chosen;
  }

  /**
   * Checks a period.
   *
   * @throws IllegalArgumentException if it is not longer
   */
  void check(Duration period, String scheduler) {
    check(period, most, scheduler);
  }

  static void check(Duration period, Duration most, String scheduler) {
    if (period.compareTo(most) <= 0) {
      throw new IllegalArgumentException(
          "the period, "
              + Durations.write(period)
              + ", must be longer than the tolerance of scheduler '"
              + scheduler
              + "', "
              + Durations.write(most));
    }
  }
}
