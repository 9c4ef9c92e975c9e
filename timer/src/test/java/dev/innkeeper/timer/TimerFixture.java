package dev.innkeeper.timer;

import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A manual time, and consumers of timers, whose ticks become a trail: each with the column of the
 * drawings in {@link MissedTicks} in which it came. A column is a second.
 */
final class TimerFixture {

  static final Duration COLUMN = Duration.ofSeconds(1);

  /** That of the drawings. */
  static final Duration PERIOD = COLUMN.multipliedBy(4);

  private final ManualTimeSource time;
  private final long start;
  private final List<String> trail = new CopyOnWriteArrayList<>();

  TimerFixture() {
    this(new ManualTimeSource());
  }

  TimerFixture(ManualTimeSource time) {
    this.time = time;
    start = time.nanoTime();
  }

  ManualTimeSource time() {
    return time;
  }

  /** The monotonic time of the beginning, which is in column 0. */
  long start() {
    return start;
  }

  List<String> trail() {
    return trail;
  }

  Thread consume(WaitableTimer timer) {
    return consume(timer, () -> {});
  }

  Thread consume(WaitableTimer timer, Runnable afterTick) {
    return consume("consumer", timer, afterTick);
  }

  Thread consume(String name, WaitableTimer timer) {
    return consume(name, timer, () -> {});
  }

  private Thread consume(String name, WaitableTimer timer, Runnable afterTick) {
    return time.start(name, () -> waitForTicks(timer, afterTick));
  }

  private void waitForTicks(WaitableTimer timer, Runnable afterTick) {
    try {
      while (timer.waitForNextTick()) {
        trail.add(column() + ": " + describe(timer.lastTick()));
        afterTick.run();
      }
      trail.add(column() + ": false");
    } catch (InterruptedException e) {
      trail.add(column() + ": interrupted");
    }
  }

  private String column() {
    return "" + Duration.ofNanos(time.nanoTime() - start).dividedBy(COLUMN);
  }

  private String describe(Tick tick) {
    return "tick "
        + tick.number()
        + (tick.lateness().isZero() ? "" : " late " + tick.lateness().dividedBy(COLUMN))
        + (tick.missed() == 0 ? "" : " missed " + tick.missed());
  }
}
