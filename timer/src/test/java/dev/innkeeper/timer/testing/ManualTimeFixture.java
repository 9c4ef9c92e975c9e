package dev.innkeeper.timer.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.timer.Signal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A manual time, threads that wait on it, and a trail of what they did in which second. */
final class ManualTimeFixture {

  static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualTimeSource time = new ManualTimeSource();
  private final long start = time.nanoTime();
  private final List<String> trail = new CopyOnWriteArrayList<>();

  ManualTimeSource time() {
    return time;
  }

  /** What was marked so far, each with the second in which it was. */
  List<String> trail() {
    return trail;
  }

  void mark(String what) {
    trail.add(elapsed().toSeconds() + " " + what);
  }

  /** How far the monotonic clock has gone. */
  Duration elapsed() {
    return Duration.ofNanos(time.nanoTime() - start);
  }

  /** The monotonic time that is this long after the beginning. */
  long at(Duration sinceStart) {
    return start + sinceStart.toNanos();
  }

  void sleep(Duration duration) {
    long deadline = time.nanoTimeAfter(duration);
    while (time.nanoTime() - deadline < 0) {
      time.parkUntil(this, deadline);
    }
  }

  /** Starts a thread that sleeps once, and marks its name then. */
  Thread startSleeper(String name, Duration duration) {
    return time.start(
        name,
        () -> {
          sleep(duration);
          mark(name);
        });
  }

  void await(Signal signal) {
    try {
      signal.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for another thread's doing, outside of this time. */
  void idle(CountDownLatch latch) {
    try {
      time.idle(() -> {
        latch.await();
        return null;
      });
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static String refusal(Runnable action) {
    return String.valueOf(assertThrows(IllegalStateException.class, action::run).getMessage());
  }
}
