package dev.innkeeper.spring;

import dev.innkeeper.timer.TimeSource;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Since when the context is being closed, and how much time is left. Thread-safe. */
final class StopClock {

  private final TimeSource time;
  private final Times times;

  /** Null: it is not being closed. */
  private final AtomicReference<@Nullable Long> since = new AtomicReference<>();

  StopClock(TimeSource time, Times times) {
    this.time = time;
    this.times = times;
  }

  Times times() {
    return times;
  }

  TimeSource time() {
    return time;
  }

  /** Returns whether it was the first time. */
  boolean begin() {
    return since.compareAndSet(null, time.nanoTime());
  }

  /** A context may be started again. */
  void reset() {
    since.set(null);
  }

  private Duration gone() {
    Long begun = since.get();
    return begun == null ? Duration.ZERO : Duration.ofNanos(time.nanoTime() - begun);
  }

  /** Of the drain: not more than everything before the host has. */
  Duration leftOfDrain() {
    return notNegative(times.drain().minus(gone()));
  }

  /** Of what everything before the host has. */
  Duration leftBeforeHost() {
    return ofPhase(times.beforeHost().minus(gone()));
  }

  /** Of the whole, for what is behind the host. */
  Duration leftOfWhole() {
    return ofPhase(times.whole().minus(gone()));
  }

  private Duration ofPhase(Duration left) {
    return left.compareTo(times.phase()) < 0 ? notNegative(left) : times.phase();
  }

  private static Duration notNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }

  /** Makes a call that waits: in a test with manual time nobody else would let that pass. */
  void call(ManualTimeSource.Action call) throws Exception {
    if (time instanceof ManualTimeSource manual) {
      manual.drive(call);
    } else {
      call.run();
    }
  }
}
