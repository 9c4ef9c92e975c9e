package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.timer.testing.ManualTimeSource;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What all timers have in common, for each of them. A column of the drawings in {@link MissedTicks}
 * is a second here.
 */
@ParameterizedClass
@EnumSource
class WaitableTimerTest {

  private static final Duration COLUMN = Duration.ofSeconds(1);
  private static final Duration PERIOD = COLUMN.multipliedBy(4);

  enum Kind {
    PERIODIC {
      @Override
      WaitableTimer timer(TimeSource time, Signal until, MissedTicks missedTicks) {
        return PeriodicTimer.builder(PERIOD)
            .timeSource(time)
            .until(until)
            .missedTicks(missedTicks)
            .build();
      }
    },
    CALENDAR {
      @Override
      WaitableTimer timer(TimeSource time, Signal until, MissedTicks missedTicks) {
        return CalendarTimer.builder(Schedule.every(PERIOD))
            .timeSource(time)
            .until(until)
            .missedTicks(missedTicks)
            .build();
      }
    };

    abstract WaitableTimer timer(TimeSource time, Signal until, MissedTicks missedTicks);
  }

  private final ManualTimeSource time = new ManualTimeSource();
  private final long start = time.nanoTime();
  private final Signal stop = new Signal(time);
  private final List<String> trail = new CopyOnWriteArrayList<>();

  private final Kind kind;

  WaitableTimerTest(Kind kind) {
    this.kind = kind;
  }

  private WaitableTimer timer() {
    return kind.timer(time, stop, MissedTicks.SKIP);
  }

  private Thread consume(WaitableTimer timer) {
    return time.start("consumer", () -> consume(timer, () -> {}));
  }

  private void consume(WaitableTimer timer, Runnable afterTick) {
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

  @Test
  void thereIsNoLastTickBeforeTheFirst() {
    IllegalStateException refused = assertThrows(IllegalStateException.class, timer()::lastTick);
    assertEquals(
        "no tick yet: call lastTick() after waitForNextTick() has returned true",
        refused.getMessage());
  }

  @Test
  void spuriousWakeUpsAreHarmless() {
    Thread consumer = consume(timer());
    for (int column = 1; column <= 4; column++) {
      time.advance(COLUMN);
      time.unpark(consumer);
    }
    assertEquals(List.of("4: tick 1"), trail);
  }

  /** Each follows the drawing at the constant: busy from column 8 to 18, after tick 2. */
  @Nested
  class MissedTicksPolicy {

    private void driveThroughTheDrawing(MissedTicks choice) {
      WaitableTimer timer = kind.timer(time, stop, choice);
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

    /**
     * <pre>
     * column    0   4   8   12  16  20  24
     * grid      |   1   2   3   4   5   6
     * consumer      1   ..........2   3
     * </pre>
     */
    @Test
    void delayMovesTheGridWhenTheMachineHasSleptThroughAPeriodAndNoTwoTicksComeAtOnce() {
      consume(kind.timer(time, stop, MissedTicks.DELAY));
      time.advance(COLUMN.multipliedBy(8).minusNanos(1));
      trail.clear();
      time.freeze(COLUMN.multipliedBy(10).plusNanos(1));
      time.advance(COLUMN.multipliedBy(4));
      assertEquals(List.of("18: tick 2 late 10", "22: tick 3"), trail);
    }

    @Test
    void delayMovesNothingWhenTheMachineHasSleptForLessThanAPeriod() {
      consume(kind.timer(time, stop, MissedTicks.DELAY));
      time.advance(COLUMN.multipliedBy(3));
      time.freeze(COLUMN.multipliedBy(4));
      time.advance(COLUMN.multipliedBy(5));
      assertEquals(List.of("7: tick 1 late 3", "8: tick 2", "12: tick 3"), trail);
    }
  }

  @Nested
  class SecondWaiter {

    @Test
    void isRefusedAtOnceAndTheFirstIsUnharmed() {
      WaitableTimer timer = timer();
      consume(timer);
      time.advance(COLUMN);
      IllegalStateException refused =
          assertThrows(IllegalStateException.class, timer::waitForNextTick);
      assertEquals(
          "a "
              + timer.getClass().getSimpleName()
              + " has one consumer, and thread 'consumer' is already waiting: call"
              + " waitForNextTick() from one thread, and give every other thread a timer of its"
              + " own",
          refused.getMessage());
      time.advance(COLUMN.multipliedBy(3));
      assertEquals(List.of("4: tick 1"), trail);
    }

    @Test
    void isToldTheNumberOfAFirstThatHasNoName() {
      WaitableTimer timer = timer();
      Thread first = time.start("", () -> consume(timer, () -> {}));
      time.advance(COLUMN);
      IllegalStateException refused =
          assertThrows(IllegalStateException.class, timer::waitForNextTick);
      String named =
          ", and an unnamed virtual thread (#" + first.threadId() + ") is already waiting";
      assertTrue(refused.getMessage().contains(named), refused.getMessage());
    }
  }

  @Nested
  class Close {

    @Test
    void wakesTheWaiterWithFalse() {
      WaitableTimer timer = timer();
      consume(timer);
      time.advance(COLUMN);
      timer.close();
      time.advance(Duration.ZERO);
      assertEquals(List.of("1: false"), trail);
    }

    @Test
    void isForEverAndIdempotentAndVoidsADueTick() throws InterruptedException {
      WaitableTimer timer = timer();
      time.advance(PERIOD);
      timer.close();
      timer.close();
      assertFalse(timer.waitForNextTick());
      assertFalse(timer.waitForNextTick());
    }

    @Test
    void aRaisedSignalClosesTheTimersThatItWasGivenTo() throws InterruptedException {
      WaitableTimer waiting = timer();
      WaitableTimer idle = timer();
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
      WaitableTimer timer = timer();
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
      WaitableTimer timer = timer();
      Thread consumer = consume(timer);
      time.advance(COLUMN);
      consumer.interrupt();
      consumer.join();
      assertEquals(List.of("1: interrupted"), trail);
    }

    @Test
    void beforeTheWaitThrowsAndLeavesADueTickInPlace() throws InterruptedException {
      WaitableTimer timer = timer();
      time.advance(PERIOD);
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, timer::waitForNextTick);
      assertFalse(Thread.currentThread().isInterrupted());
      assertTrue(timer.waitForNextTick());
      assertEquals(1, timer.lastTick().number());
    }
  }

  @Nested
  class Garbage {

    @Test
    void aTimerThatNobodyWaitsOnIsNotHeldByItsSignal() throws InterruptedException {
      WeakReference<WaitableTimer> timer = new WeakReference<>(usedTimer());
      while (timer.get() != null) {
        System.gc();
      }
      assertFalse(stop.isRaised());
    }

    private WaitableTimer usedTimer() throws InterruptedException {
      WaitableTimer timer = timer();
      time.advance(PERIOD);
      timer.waitForNextTick();
      return timer;
    }
  }
}
