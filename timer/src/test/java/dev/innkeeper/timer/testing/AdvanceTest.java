package dev.innkeeper.timer.testing;

import static dev.innkeeper.timer.testing.ManualTimeFixture.SECOND;
import static dev.innkeeper.timer.testing.ManualTimeFixture.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.Signal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AdvanceTest {

  private final ManualTimeFixture fixture = new ManualTimeFixture();
  private final ManualTimeSource time = fixture.time();

  @Test
  void wakesInTheOrderOfDueTimesAndEachSeesItsOwn() {
    for (int seconds : List.of(3, 1, 2)) {
      time.start("t", () -> sleepAndMark(seconds));
    }
    time.advance(SECOND.multipliedBy(5));
    assertEquals(List.of("1 after 1", "2 after 2", "3 after 3"), fixture.trail());
    assertEquals(fixture.at(SECOND.multipliedBy(5)), time.nanoTime());
  }

  private void sleepAndMark(int seconds) {
    fixture.sleep(SECOND.multipliedBy(seconds));
    fixture.mark("after " + seconds);
  }

  @Test
  void wakesEqualsInTheOrderOfTheirArrival() {
    for (String name : List.of("c", "a", "b")) {
      fixture.startSleeper(name, SECOND);
    }
    time.advance(SECOND);
    assertEquals(List.of("1 c", "1 a", "1 b"), fixture.trail());
  }

  @Test
  void stepsThroughTimersThatReArmWhichAJumpToTheEndWouldLose() {
    PeriodicTimer timer = PeriodicTimer.builder(SECOND).timeSource(time).build();
    AtomicInteger ticks = new AtomicInteger();
    time.start(
        "hourly",
        () -> {
          try {
            while (timer.waitForNextTick()) {
              ticks.incrementAndGet();
              assertEquals(Duration.ZERO, timer.lastTick().lateness());
            }
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    time.advance(Duration.ofHours(1));
    assertEquals(3_600, ticks.get());
  }

  @Test
  void returnsOnlyWhenThoseWokenByTheWokenAreIdleToo() {
    Signal second = new Signal(time);
    time.start(
        "first",
        () -> {
          fixture.sleep(SECOND);
          fixture.mark("first");
          second.raise();
        });
    time.start(
        "second",
        () -> {
          fixture.await(second);
          fixture.mark("second");
        });
    time.advance(SECOND);
    assertEquals(List.of("1 first", "1 second"), fixture.trail());
  }

  @Test
  void doesNotGoBack() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> time.advance(Duration.ofSeconds(-1)));
    assertEquals(
        "duration must be zero or more (only moveWallClock goes back): PT-1S",
        refused.getMessage());
  }

  @Test
  void isRefusedToAThreadWhoseTimeItIs() {
    time.start("inside", () -> fixture.mark(refusal(() -> time.advance(SECOND))));
    time.advance(Duration.ZERO);
    assertEquals(
        List.of(
            "0 thread 'inside' waits on this time and cannot move it: move it from another"
                + " thread, such as the test's"),
        fixture.trail());
  }

  @Test
  void isRefusedWhileAnotherThreadMovesTheTime() throws Exception {
    AtomicReference<String> refusal = new AtomicReference<>();
    Thread mover = Thread.currentThread();
    time.drive(() -> {
      Thread second =
          Thread.ofVirtual().start(() -> refusal.set(refusal(() -> time.advance(SECOND))));
      return time.idle(() -> second.join(Duration.ofSeconds(10)));
    });
    assertEquals(
        "thread '" + mover.getName() + "' is moving the time already: move it from one thread only",
        refusal.get());
  }

  @Test
  void countsAThreadOfTheTestsOwnFromItsFirstWaitUntilItsEnd() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Thread stranger =
        Thread.ofPlatform()
            .start(() -> {
              time.unpark(Thread.currentThread());
              time.park(this);
              begun.countDown();
              fixture.sleep(SECOND);
              fixture.mark("stranger");
            });
    begun.await();
    time.advance(Duration.ZERO);
    time.advance(SECOND);
    stranger.join();
    assertEquals(List.of("1 stranger"), fixture.trail());
  }
}
