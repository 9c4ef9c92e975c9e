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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
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
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> time.advance(Duration.ofSeconds(-1)));
      assertEquals(
          "duration must be zero or more (only moveWallClock goes back): PT-1S",
          refused.getMessage());
    }

    @Test
    void isRefusedToAThreadWhoseTimeItIs() {
      time.start("inside", () -> mark(refusal(() -> time.advance(SECOND))));
      time.advance(Duration.ZERO);
      assertEquals(
          List.of(
              "0 thread 'inside' waits on this time and cannot move it: move it from another"
                  + " thread, such as the test's"),
          trail);
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
          "thread '"
              + mover.getName()
              + "' is moving the time already: move it from one thread only",
          refusal.get());
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
    void takesACallThatReturnsNothing() throws Exception {
      time.drive(this::sleepForADay);
      assertEquals(start + Duration.ofDays(1).toNanos(), time.nanoTime());
      IOException thrown = new IOException("closed");
      assertSame(
          thrown,
          assertThrows(
              IOException.class, () -> time.drive((ManualTimeSource.Action) () -> fail(thrown))));
    }

    private void sleepForADay() throws InterruptedException {
      sleep(Duration.ofDays(1));
    }

    private static void fail(IOException thrown) throws IOException {
      throw thrown;
    }

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
          stuck
              .getMessage()
              .startsWith(
                  "the call in drive(() -> ...) cannot end: no thread is busy and nothing is due;"
                      + " thread 'drive' waits for Signal["),
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
    void theWallClockIsMovedOnlyWhenAllAreIdle() {
      for (int i = 0; i < 1_000; i++) {
        ManualTimeSource other = new ManualTimeSource();
        Instant[] seen = new Instant[1];
        other.start("reader", () -> seen[0] = readAfterAWhile(other));
        other.moveWallClock(Duration.ofHours(3));
        assertEquals(Instant.parse("2000-01-01T00:00:00Z"), seen[0]);
      }
    }

    private Instant readAfterAWhile(ManualTimeSource other) {
      for (int i = 0; i < 100; i++) {
        Thread.onSpinWait();
      }
      return other.instant();
    }

    @Test
    void theWallClockIsNotMovedByAThreadWhoseTimeItIs() throws Exception {
      List<String> refusals = new CopyOnWriteArrayList<>();
      time.drive(() -> refusals.add(refusal(() -> time.moveWallClock(SECOND))));
      assertEquals(
          List.of(
              "thread 'drive' waits on this time and cannot move it: move it from another thread,"
                  + " such as the test's"),
          refusals);
      assertEquals(Instant.parse("2000-01-01T00:00:00Z"), time.instant());
    }

    private static String refusal(Runnable action) {
      return String.valueOf(assertThrows(IllegalStateException.class, action::run).getMessage());
    }

    record Beyond(String parameter, Consumer<ManualTimeSource> step) {}

    static List<Beyond> stepsBeyondTheCalendar() {
      Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
      Duration toTheEnd = Duration.between(Instant.parse("2000-01-01T00:00:00Z"), Instant.MAX);
      Duration century = Duration.ofDays(36_500);
      return List.of(
          new Beyond("step", time -> time.moveWallClock(endless)),
          new Beyond("step", time -> time.moveWallClock(toTheEnd)),
          new Beyond("step", time -> time.moveWallClock(endless.negated())),
          new Beyond("duration", time -> time.advance(endless)),
          new Beyond("duration", time -> time.freeze(endless)),
          new Beyond("duration", time -> advanceTwice(time, century)),
          new Beyond("start", time -> new ManualTimeSource(Instant.MAX)),
          new Beyond("start", time -> new ManualTimeSource(Instant.MIN)));
    }

    private static void advanceTwice(ManualTimeSource time, Duration duration) {
      time.advance(duration);
      time.advance(duration);
    }

    @ParameterizedTest
    @MethodSource("stepsBeyondTheCalendar")
    void beyondTheCalendarIsRefusedWithTheParameterItsLimitsAndItsValue(Beyond beyond) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> beyond.step.accept(time)).getMessage();
      String expected = beyond.parameter + " must be (from|at most) .*: [-+0-9PT].*";
      assertTrue(message.matches(expected), message);
      time.advance(SECOND);
      assertTrue(time.nanoTime() - start > 0);
    }

    @Test
    void untilTheEndOfTheCalendarTimePasses() {
      time.moveWallClock(Duration.ofDays(365_000_000_000L - 1_000_000));
      time.advance(Duration.ofDays(53_000));
      time.moveWallClock(Duration.ofDays(-700_000_000_000L));
      time.advance(Duration.ofDays(300));
      assertEquals(Duration.ofDays(53_300).toNanos(), time.nanoTime() - start);
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

  /** Calls that wait, made on a thread that is not the host's, and outside {@code drive}. */
  @Nested
  class Undriven {

    private final Signal never = new Signal(time);

    private void limit() {
      time.limitUndrivenWaits(Duration.ofMillis(50));
    }

    private void isRefused(Executable wait) {
      IllegalStateException refused = assertThrows(IllegalStateException.class, wait);
      assertTrue(
          refused.getMessage().contains("make the call in drive(() -> ...)"), refused.getMessage());
      assertTrue(
          refused
              .getMessage()
              .startsWith("thread '" + Thread.currentThread().getName() + "' waits for Signal["),
          refused.getMessage());
    }

    @Test
    void aWaitThatNobodyCanEndThrowsAndNamesDrive() {
      limit();
      isRefused(never::await);
      isRefused(() -> never.await(SECOND));
      isRefused(() -> never.await(Duration.ofDays(1_000)));
    }

    @Test
    void soDoesTheWaitOfTheOneWhoHasMovedTheTimeSoFar() {
      limit();
      time.advance(SECOND);
      time.start("service", () -> sleep(SECOND));
      isRefused(never::await);
      time.advance(SECOND);
    }

    @Test
    void afterItTheTimeGoesOn() {
      limit();
      time.start("service", () -> sleepAndMark());
      isRefused(never::await);
      time.advance(SECOND);
      assertEquals(List.of("1 service"), trail);
    }

    private void sleepAndMark() {
      sleep(SECOND);
      mark("service");
    }

    @Test
    void aWaitOfAServiceNeverThrows() throws Exception {
      limit();
      time.start("service", () -> awaitAndMark());
      isRefused(() -> new Signal(time).await());
      isRefused(() -> new Signal(time).await());
      assertEquals(List.of(), trail);
      never.raise();
      time.advance(Duration.ZERO);
      assertEquals(List.of("0 service"), trail);
    }

    private void awaitAndMark() {
      awaitOrFail(never);
      mark("service");
    }

    @Test
    void aWaitGoesOnWhileAnIdleIsOpen() throws Exception {
      limit();
      CountDownLatch outside = new CountDownLatch(1);
      time.start("service", () -> idleAndRaise(outside));
      Thread other = Thread.ofPlatform().start(() -> letTheLimitPassAndOpen(outside));
      never.await();
      other.join();
    }

    private void letTheLimitPassAndOpen(CountDownLatch latch) {
      letTheLimitPass();
      latch.countDown();
    }

    private void idleAndRaise(CountDownLatch outside) {
      try {
        time.idle(() -> {
          outside.await();
          return null;
        });
      } catch (Exception e) {
        throw new AssertionError(e);
      }
      never.raise();
    }

    /** Real time, measured by the limit of another time source, which is twice as long. */
    private void letTheLimitPass() {
      ManualTimeSource other = new ManualTimeSource();
      other.limitUndrivenWaits(Duration.ofMillis(100));
      assertThrows(IllegalStateException.class, new Signal(other)::await);
    }

    @Test
    void aWaitGoesOnWhileAnotherThreadMovesTheTime() throws Exception {
      limit();
      time.advance(SECOND); // by this thread, which does not wait here
      AtomicReference<Object> ended = new AtomicReference<>();
      Thread waiter = Thread.ofPlatform().start(() -> ended.set(awaitASecond()));
      letTheLimitPass();
      time.advance(SECOND);
      waiter.join();
      assertEquals("in time", ended.get());
    }

    private Object awaitASecond() {
      try {
        return never.await(SECOND) ? "raised" : "in time";
      } catch (InterruptedException | IllegalStateException e) {
        return e;
      }
    }

    @Test
    void zeroIsNoLimit() throws Exception {
      time.limitUndrivenWaits(Duration.ZERO);
      AtomicReference<Object> ended = new AtomicReference<>();
      Thread waiter = Thread.ofPlatform().start(() -> ended.set(awaitASecond()));
      letTheLimitPass();
      assertTrue(waiter.isAlive());
      never.raise();
      waiter.join();
      assertEquals("raised", ended.get());
    }

    @Test
    void theLimitIsCheckedWhereItIsGiven() {
      assertThrows(
          IllegalArgumentException.class,
          () -> time.limitUndrivenWaits(Duration.ofSeconds(Long.MAX_VALUE)));
      assertThrows(IllegalArgumentException.class, () -> time.limitUndrivenWaits(SECOND.negated()));
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
