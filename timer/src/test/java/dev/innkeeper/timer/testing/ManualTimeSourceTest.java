package dev.innkeeper.timer.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.timer.MissedTicks;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.Signal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ManualTimeSourceTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualTimeSource time = new ManualTimeSource();
  private final long start = time.nanoTime();
  private final List<String> trail = new CopyOnWriteArrayList<>();

  private void sleep(Duration duration) {
    long deadline = time.nanoTimeAfter(duration);
    while (time.nanoTime() - deadline < 0) {
      time.parkUntil(this, deadline);
    }
  }

  private void mark(String what) {
    trail.add(Duration.ofNanos(time.nanoTime() - start).toSeconds() + " " + what);
  }

  @Nested
  class Advance {

    @Test
    void wakesInTheOrderOfDueTimesAndEachSeesItsOwn() {
      for (int seconds : List.of(3, 1, 2)) {
        time.start("t", () -> sleepAndMark(seconds));
      }
      time.advance(SECOND.multipliedBy(5));
      assertEquals(List.of("1 after 1", "2 after 2", "3 after 3"), trail);
      assertEquals(start + SECOND.multipliedBy(5).toNanos(), time.nanoTime());
    }

    private void sleepAndMark(int seconds) {
      sleep(SECOND.multipliedBy(seconds));
      mark("after " + seconds);
    }

    @Test
    void wakesEqualsInTheOrderOfTheirArrival() {
      for (String name : List.of("c", "a", "b")) {
        time.start(
            name,
            () -> {
              sleep(SECOND);
              mark(name);
            });
      }
      time.advance(SECOND);
      assertEquals(List.of("1 c", "1 a", "1 b"), trail);
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
            sleep(SECOND);
            mark("first");
            second.raise();
          });
      time.start(
          "second",
          () -> {
            awaitOrFail(second);
            mark("second");
          });
      time.advance(SECOND);
      assertEquals(List.of("1 first", "1 second"), trail);
    }

    @Test
    void doesNotGoBack() {
      assertThrows(IllegalArgumentException.class, () -> time.advance(Duration.ofNanos(-1)));
    }

    @Test
    void isRefusedToAThreadWhoseTimeItIs() {
      time.start("inside", () -> mark(refusal(() -> time.advance(SECOND))));
      time.advance(Duration.ZERO);
      assertEquals(List.of("0 thread 'inside' waits on this time and cannot move it"), trail);
    }

    private String refusal(Runnable action) {
      return String.valueOf(assertThrows(IllegalStateException.class, action::run).getMessage());
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
                sleep(SECOND);
                mark("stranger");
              });
      begun.await();
      time.advance(Duration.ZERO);
      time.advance(SECOND);
      stranger.join();
      assertEquals(List.of("1 stranger"), trail);
    }
  }

  private void awaitOrFail(Signal signal) {
    try {
      signal.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static List<Throwable> thrown() {
    return List.of(
        new IOException("disk"),
        new IllegalStateException("full"),
        new InterruptedException("enough"),
        new ExecutionException("of the call's own", new IOException("disk")),
        new AssertionError("expected 1 but was 2"),
        new StackOverflowError(),
        new NoClassDefFoundError("gone"));
  }

  @Nested
  class Drive {

    @Test
    void jumpsFromDueTimeToDueTimeUntilTheCallReturns() throws Exception {
      String result =
          time.drive(() -> {
            sleep(Duration.ofDays(400));
            return "done";
          });
      assertEquals("done", result);
      assertEquals(start + Duration.ofDays(400).toNanos(), time.nanoTime());
    }

    @ParameterizedTest
    @MethodSource("dev.innkeeper.timer.testing.ManualTimeSourceTest#thrown")
    void throwsWhatTheCallThrows(Throwable failure) {
      Throwable thrown =
          assertThrows(
              Throwable.class,
              () ->
                  time.drive(() -> {
                    switch (failure) {
                      case Error error -> throw error;
                      case Exception exception -> throw exception;
                      default -> throw new IllegalArgumentException(failure);
                    }
                  }));
      assertSame(failure, thrown);
    }

    @Test
    void saysSoWhenNothingWillEverEndTheCall() {
      Signal never = new Signal(time);
      IllegalStateException stuck =
          assertThrows(
              IllegalStateException.class,
              () ->
                  time.drive(() -> {
                    never.await();
                    return null;
                  }));
      assertTrue(
          stuck.getMessage().startsWith("nobody is busy and nothing is due: 'drive' waits for"),
          stuck.getMessage());
    }
  }

  @Nested
  class Outside {

    @Test
    void aWaitInIdleLetsTheOthersRun() throws InterruptedException {
      CountDownLatch outside = new CountDownLatch(1);
      Thread thread =
          time.start(
              "outside",
              () -> {
                idle(outside);
                mark("back");
              });
      time.start(
          "other",
          () -> {
            sleep(SECOND);
            mark("other");
          });
      time.advance(SECOND);
      outside.countDown();
      thread.join();
      assertEquals(List.of("1 other", "1 back"), trail);
    }

    private void idle(CountDownLatch latch) {
      try {
        time.idle(() -> {
          latch.await();
          return null;
        });
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Test
    void aWaitWithoutIdleIsReportedWithNameAndStackAfterTenSeconds() {
      CountDownLatch latch = new CountDownLatch(1);
      time.start("careless", () -> awaitCarelessly(latch));
      IllegalStateException stuck =
          assertThrows(IllegalStateException.class, () -> time.advance(SECOND));
      latch.countDown();
      assertTrue(
          stuck.getMessage().startsWith("thread 'careless' is still busy after 10 s"),
          stuck.getMessage());
      assertTrue(stuck.getMessage().contains("awaitCarelessly"), stuck.getMessage());
    }

    private void awaitCarelessly(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Nested
  class Clocks {

    @Test
    void wallAndMonotonicTimeMoveTogetherUntilTheWallClockIsMovedAlone() {
      Instant wall = time.instant();
      time.advance(SECOND);
      assertEquals(wall.plusSeconds(1), time.instant());
      time.moveWallClock(Duration.ofHours(-2));
      assertEquals(wall.plusSeconds(1).minus(Duration.ofHours(2)), time.instant());
      assertEquals(start + SECOND.toNanos(), time.nanoTime());
    }

    @Test
    void theMonotonicClockWrapsAroundAfterFiveMinutes() {
      time.start(
          "across",
          () -> {
            sleep(Duration.ofMinutes(6));
            mark("across");
          });
      time.advance(Duration.ofMinutes(6));
      assertTrue(time.nanoTime() < 0, "wrapped");
      assertEquals(List.of("360 across"), trail);
    }
  }

  /** Ten workers on timers with common multiples, who wake each other: one trail, 200 times. */
  @Nested
  class Determinism {

    private static final List<String> FIRST = new CopyOnWriteArrayList<>();

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
        FIRST.addAll(trail);
      }
      assertEquals(FIRST, trail);
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
          mark(name + " tick " + timer.lastTick().number());
          if (timer.lastTick().number() == 7) {
            signal.raise();
          }
        }
        mark(name + " over");
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    private void waitAndMark(String name, Signal signal) {
      awaitOrFail(signal);
      mark(name + " signalled");
    }
  }
}
