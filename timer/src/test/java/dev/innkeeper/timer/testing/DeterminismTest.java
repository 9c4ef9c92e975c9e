package dev.innkeeper.timer.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.timer.MissedTicks;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.RepeatedTest;

/** Ten workers on timers with common multiples, who wake each other: one trail, 200 times. */
class DeterminismTest {

  private static final List<String> FIRST = new CopyOnWriteArrayList<>();

  private final ManualTimeFixture fixture = new ManualTimeFixture();
  private final ManualTimeSource time = fixture.time();

  @RepeatedTest(200)
  void theTrailIsTheSameEveryTime() {
    List<Signal> signals = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      Signal signal = new Signal(time);
      signals.add(signal);
      String name = "w" + i;
      Duration period = Duration.ofMillis(100L * (1 + i % 4));
      time.start(name, () -> work(name, period, signal));
      time.start(name + "-waiter", () -> waitAndMark(name, signal));
    }
    time.advance(Duration.ofSeconds(3));
    signals.forEach(Signal::raise);
    time.advance(Duration.ZERO);
    if (FIRST.isEmpty()) {
      FIRST.addAll(fixture.trail());
    }
    assertEquals(FIRST, fixture.trail());
  }

  private void work(String name, Duration period, Signal signal) {
    PeriodicTimer timer =
        PeriodicTimer.builder(period)
            .missedTicks(MissedTicks.BURST)
            .timeSource(time)
            .until(signal)
            .build();
    try {
      while (timer.waitForNextTick()) {
        fixture.mark(name + " tick " + timer.lastTick().number());
        if (timer.lastTick().number() == 7) {
          signal.raise();
        }
      }
      fixture.mark(name + " over");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void waitAndMark(String name, Signal signal) {
    fixture.await(signal);
    fixture.mark(name + " signalled");
  }
}
