package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.timer.testing.ManualTimeSource;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A column of the drawings in {@link MissedTicks} is a second here. */
class PeriodicTimerTest {

  private static final Duration COLUMN = Duration.ofSeconds(1);
  private static final Duration PERIOD = COLUMN.multipliedBy(4);

  private final ManualTimeSource time = new ManualTimeSource();
  private final long start = time.nanoTime();
  private final List<String> trail = new CopyOnWriteArrayList<>();

  private PeriodicTimer.Builder timer() {
    return PeriodicTimer.builder(PERIOD).timeSource(time);
  }

  private Thread consume(PeriodicTimer timer) {
    return time.start("consumer", () -> consume(timer, () -> {}));
  }

  private void consume(PeriodicTimer timer, Runnable afterTick) {
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

  @Nested
  class OnTime {

    @Test
    void ticksStandOnTheGridFromConstructionOn() {
      PeriodicTimer timer = timer().build();
      time.advance(COLUMN.multipliedBy(3));
      consume(timer);
      time.advance(COLUMN.multipliedBy(9));
      assertEquals(List.of("4: tick 1", "8: tick 2", "12: tick 3"), trail);
    }

    @Test
    void theInitialDelayMovesTheGridAndZeroMeansAtOnce() {
      consume(timer().initialDelay(Duration.ZERO).build());
      time.advance(COLUMN.multipliedBy(8));
      assertEquals(List.of("0: tick 1", "4: tick 2", "8: tick 3"), trail);
    }

    @Test
    void aTickIsNotANanosecondEarly() {
      consume(timer().build());
      time.advance(PERIOD.minusNanos(1));
      assertEquals(List.of(), trail);
      time.advance(Duration.ofNanos(1));
      assertEquals(List.of("4: tick 1"), trail);
    }

    /** A month of seconds, each tick late by another amount, and the last by none. */
    @Test
    void theErrorAfterAMonthOfLateTicksIsZero() throws InterruptedException {
      long period = Duration.ofSeconds(1).toNanos();
      int ticks = 2_600_000;
      PeriodicTimer timer =
          PeriodicTimer.builder(Duration.ofNanos(period)).timeSource(time).build();
      SplittableRandom random = new SplittableRandom(26);
      long late = 0;
      for (int n = 1; n <= ticks; n++) {
        long nextLate = n == ticks ? 0 : random.nextLong(period);
        time.advance(Duration.ofNanos(period + nextLate - late));
        late = nextLate;
        timer.waitForNextTick();
      }
      long end = start + ticks * period;
      assertEquals(new Tick(ticks, end, end, 0, false), timer.lastTick());
    }

    @Test
    void subMillisecondPeriodsWork() {
      PeriodicTimer timer = PeriodicTimer.builder(Duration.ofNanos(250)).timeSource(time).build();
      AtomicLong ticks = new AtomicLong();
      time.start("consumer", () -> consume(timer, ticks::incrementAndGet));
      time.advance(Duration.ofNanos(1_000));
      assertEquals(4, ticks.get());
    }

    @Test
    void thereIsNoLastTickBeforeTheFirst() {
      assertThrows(IllegalStateException.class, timer().build()::lastTick);
    }

    @Test
    void spuriousWakeUpsAreHarmless() {
      Thread consumer = consume(timer().build());
      for (int column = 1; column <= 4; column++) {
        time.advance(COLUMN);
        time.unpark(consumer);
      }
      assertEquals(List.of("4: tick 1"), trail);
    }
  }

  /** Each follows the drawing at the constant: busy from column 8 to 18, after tick 2. */
  @Nested
  class MissedTicksPolicy {

    private void driveThroughTheDrawing(MissedTicks choice) {
      PeriodicTimer timer = timer().missedTicks(choice).build();
      time.start(
          "consumer",
          () ->
              consume(
                  timer,
                  () -> {
                    if (timer.lastTick().number() == 2) {
                      time.parkUntil(this, time.nanoTimeAfter(COLUMN.multipliedBy(10)));
                    }
                  }));
      time.advance(COLUMN.multipliedBy(26));
    }

    /**
     * <pre>
     * column    0   4   8   12  16  20  24
     * grid      |   1   2   3   4   5   6
     * consumer      1   2#########4 5   6
     * </pre>
     */
    @Test
    void skipGivesTheLatestPointAndCountsTheOthers() {
      driveThroughTheDrawing(MissedTicks.SKIP);
      assertEquals(
          List.of(
              "4: tick 1", "8: tick 2", "18: tick 4 late 2 missed 1", "20: tick 5", "24: tick 6"),
          trail);
    }

    /**
     * <pre>
     * column    0   4   8   12  16  20  24
     * grid      |   1   2   3   4   5   6
     * consumer      1   2#########345   6
     * </pre>
     */
    @Test
    void burstGivesEveryPoint() {
      driveThroughTheDrawing(MissedTicks.BURST);
      assertEquals(
          List.of(
              "4: tick 1",
              "8: tick 2",
              "18: tick 3 late 6",
              "18: tick 4 late 2",
              "20: tick 5",
              "24: tick 6"),
          trail);
    }

    /**
     * <pre>
     * column    0   4   8   12  16  20  24
     * grid      |   1   2   3   4   5   6
     * consumer      1   2#########3   4   5
     * </pre>
     */
    @Test
    void delayMovesTheGrid() {
      driveThroughTheDrawing(MissedTicks.DELAY);
      assertEquals(
          List.of("4: tick 1", "8: tick 2", "18: tick 3 late 6", "22: tick 4", "26: tick 5"),
          trail);
    }

    @Test
    void afterAnHoursPauseThereIsOneTickAndNot3600() throws InterruptedException {
      PeriodicTimer timer = PeriodicTimer.builder(Duration.ofSeconds(1)).timeSource(time).build();
      time.advance(Duration.ofHours(1));
      assertTrue(timer.waitForNextTick());
      assertEquals(3_600, timer.lastTick().number());
      assertEquals(3_599, timer.lastTick().missed());
      consume(timer);
      assertEquals(List.of(), trail);
    }

    @ParameterizedTest
    @EnumSource(names = {"SKIP", "BURST"})
    void everyPointThatPassedIsATickOrCountedAsMissed(MissedTicks choice)
        throws InterruptedException {
      PeriodicTimer timer = timer().missedTicks(choice).build();
      long accounted = 0;
      for (int round = 1; round <= 50; round++) {
        time.advance(COLUMN.multipliedBy(4 + round % 13));
        timer.waitForNextTick();
        accounted += 1 + timer.lastTick().missed();
        assertEquals(accounted, timer.lastTick().number());
      }
      time.advance(PERIOD);
      while (timer.lastTick().scheduled() + PERIOD.toNanos() - time.nanoTime() <= 0) {
        timer.waitForNextTick();
        accounted += 1 + timer.lastTick().missed();
      }
      assertEquals((time.nanoTime() - start) / PERIOD.toNanos(), accounted);
    }
  }

  @Nested
  class SecondWaiter {

    @Test
    void isRefusedAtOnceAndTheFirstIsUnharmed() {
      PeriodicTimer timer = timer().build();
      consume(timer);
      time.advance(COLUMN);
      IllegalStateException refused =
          assertThrows(IllegalStateException.class, timer::waitForNextTick);
      assertEquals(
          "a timer has one consumer, and thread 'consumer' waits already", refused.getMessage());
      time.advance(COLUMN.multipliedBy(3));
      assertEquals(List.of("4: tick 1"), trail);
    }
  }

  @Nested
  class Close {

    @Test
    void wakesTheWaiterWithFalse() {
      PeriodicTimer timer = timer().build();
      consume(timer);
      time.advance(COLUMN);
      timer.close();
      time.advance(Duration.ZERO);
      assertEquals(List.of("1: false"), trail);
    }

    @Test
    void isForEverAndIdempotentAndVoidsADueTick() throws InterruptedException {
      PeriodicTimer timer = timer().build();
      time.advance(PERIOD);
      timer.close();
      timer.close();
      assertFalse(timer.waitForNextTick());
      assertFalse(timer.waitForNextTick());
      timer.changePeriod(COLUMN);
      time.advance(PERIOD);
      assertFalse(timer.waitForNextTick());
    }

    @Test
    void aRaisedSignalClosesTheTimersThatItWasGivenTo() throws InterruptedException {
      Signal stop = new Signal(time);
      PeriodicTimer waiting = timer().until(stop).build();
      PeriodicTimer idle = timer().until(stop).build();
      consume(waiting);
      time.advance(PERIOD);
      stop.raise();
      time.advance(Duration.ZERO);
      assertEquals(List.of("4: tick 1", "4: false"), trail);
      assertFalse(idle.waitForNextTick());
    }
  }

  @Nested
  class Interrupt {

    @Test
    void duringTheWaitThrowsAndConsumesNoTick() {
      PeriodicTimer timer = timer().build();
      Thread consumer = consume(timer);
      time.advance(COLUMN);
      time.interrupt(consumer);
      time.advance(Duration.ZERO);
      consume(timer);
      time.advance(PERIOD);
      assertEquals(List.of("1: interrupted", "4: tick 1"), trail);
    }

    @Test
    void thatDidNotComeThroughTheTimeSourceEndsTheWaitAsWell() throws InterruptedException {
      PeriodicTimer timer = timer().build();
      Thread consumer = consume(timer);
      time.advance(COLUMN);
      consumer.interrupt();
      consumer.join();
      assertEquals(List.of("1: interrupted"), trail);
    }

    @Test
    void beforeTheWaitThrowsAndLeavesADueTickInPlace() throws InterruptedException {
      PeriodicTimer timer = timer().build();
      time.advance(PERIOD);
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, timer::waitForNextTick);
      assertFalse(Thread.currentThread().isInterrupted());
      assertTrue(timer.waitForNextTick());
      assertEquals(1, timer.lastTick().number());
    }
  }

  @Nested
  class ChangePeriod {

    @Test
    void movesTheGridOfAWaitInProgress() {
      PeriodicTimer timer = timer().build();
      consume(timer);
      time.advance(COLUMN.multipliedBy(3));
      timer.changePeriod(COLUMN.multipliedBy(2));
      time.advance(COLUMN.multipliedBy(4));
      assertEquals(List.of("5: tick 1", "7: tick 2"), trail);
      assertEquals(COLUMN.multipliedBy(2), timer.period());
    }

    @Test
    void toALongerOneHoldsBackATickThatWasNear() {
      PeriodicTimer timer = timer().build();
      consume(timer);
      time.advance(COLUMN.multipliedBy(3));
      timer.changePeriod(COLUMN.multipliedBy(10));
      time.advance(COLUMN.multipliedBy(10));
      assertEquals(List.of("13: tick 1"), trail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT9223372036854775807S"})
    void toWhatIsNoPeriodIsRefusedByNameAndValueAndTheOldOneStays(String bad) {
      PeriodicTimer timer = timer().build();
      Duration period = Duration.parse(bad);
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> timer.changePeriod(period));
      assertTrue(refused.getMessage().startsWith("period must be "), refused.getMessage());
      assertTrue(refused.getMessage().endsWith(": " + period), refused.getMessage());
      assertEquals(PERIOD, timer.period());
      assertThrows(IllegalArgumentException.class, () -> PeriodicTimer.every(period));
    }

    @Test
    void toNullIsRefused() {
      PeriodicTimer timer = timer().build();
      assertThrows(NullPointerException.class, () -> timer.changePeriod(null));
      assertEquals(PERIOD, timer.period());
    }

    @Test
    void aNegativeInitialDelayIsRefusedByNameAndValue() {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class, () -> timer().initialDelay(Duration.ofSeconds(-1)));
      assertEquals("initial delay must be zero or more: PT-1S", refused.getMessage());
    }
  }

  @Nested
  class Garbage {

    @Test
    void aTimerThatNobodyWaitsOnIsNotHeldByItsSignal() throws InterruptedException {
      Signal stop = new Signal(time);
      WeakReference<PeriodicTimer> timer = new WeakReference<>(usedTimer(stop));
      while (timer.get() != null) {
        System.gc();
      }
      assertFalse(stop.isRaised());
    }

    private PeriodicTimer usedTimer(Signal stop) throws InterruptedException {
      PeriodicTimer timer = timer().until(stop).build();
      time.advance(PERIOD);
      timer.waitForNextTick();
      return timer;
    }
  }
}
