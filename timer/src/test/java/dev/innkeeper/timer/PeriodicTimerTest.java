package dev.innkeeper.timer;

import static dev.innkeeper.timer.TimerFixture.COLUMN;
import static dev.innkeeper.timer.TimerFixture.PERIOD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a periodic timer has beyond {@link WaitableTimerTest}. */
class PeriodicTimerTest {

  private final TimerFixture fixture = new TimerFixture();
  private final ManualTimeSource time = fixture.time();

  private PeriodicTimer.Builder timer() {
    return PeriodicTimer.builder(PERIOD).timeSource(time);
  }

  @Nested
  class OnTime {

    @Test
    void ticksStandOnTheGridFromConstructionOn() {
      PeriodicTimer timer = timer().build();
      time.advance(COLUMN.multipliedBy(3));
      fixture.consume(timer);
      time.advance(COLUMN.multipliedBy(9));
      assertEquals(List.of("4: tick 1", "8: tick 2", "12: tick 3"), fixture.trail());
    }

    @Test
    void theInitialDelayMovesTheGridAndZeroMeansAtOnce() {
      fixture.consume(timer().initialDelay(Duration.ZERO).build());
      time.advance(COLUMN.multipliedBy(8));
      assertEquals(List.of("0: tick 1", "4: tick 2", "8: tick 3"), fixture.trail());
    }

    @Test
    void aTickIsNotANanosecondEarly() {
      fixture.consume(timer().build());
      time.advance(PERIOD.minusNanos(1));
      assertEquals(List.of(), fixture.trail());
      time.advance(Duration.ofNanos(1));
      assertEquals(List.of("4: tick 1"), fixture.trail());
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
      long end = fixture.start() + ticks * period;
      assertEquals(new TickSnapshot(ticks, end, end, 0, false), timer.lastTick());
    }

    @Test
    void subMillisecondPeriodsWork() {
      PeriodicTimer timer = PeriodicTimer.builder(Duration.ofNanos(250)).timeSource(time).build();
      AtomicLong ticks = new AtomicLong();
      fixture.consume(timer, ticks::incrementAndGet);
      time.advance(Duration.ofNanos(1_000));
      assertEquals(4, ticks.get());
    }
  }

  @Nested
  class MissedTicksPolicy {

    @Test
    void afterAnHoursPauseThereIsOneTickAndNot3600() throws InterruptedException {
      PeriodicTimer timer = PeriodicTimer.builder(Duration.ofSeconds(1)).timeSource(time).build();
      time.advance(Duration.ofHours(1));
      assertTrue(timer.waitForNextTick());
      assertEquals(3_600, timer.lastTick().number());
      assertEquals(3_599, timer.lastTick().missed());
      fixture.consume(timer);
      assertEquals(List.of(), fixture.trail());
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
      assertEquals((time.nanoTime() - fixture.start()) / PERIOD.toNanos(), accounted);
    }
  }

  @Nested
  class ChangePeriod {

    @Test
    void doesNotReviveAClosedTimer() throws InterruptedException {
      PeriodicTimer timer = timer().build();
      timer.close();
      timer.changePeriod(COLUMN);
      time.advance(PERIOD);
      assertFalse(timer.waitForNextTick());
    }

    @Test
    void movesTheGridOfAWaitInProgress() {
      PeriodicTimer timer = timer().build();
      fixture.consume(timer);
      time.advance(COLUMN.multipliedBy(3));
      timer.changePeriod(COLUMN.multipliedBy(2));
      time.advance(COLUMN.multipliedBy(4));
      assertEquals(List.of("5: tick 1", "7: tick 2"), fixture.trail());
      assertEquals(COLUMN.multipliedBy(2), timer.period());
    }

    @Test
    void toALongerOneHoldsBackATickThatWasNear() {
      PeriodicTimer timer = timer().build();
      fixture.consume(timer);
      time.advance(COLUMN.multipliedBy(3));
      timer.changePeriod(COLUMN.multipliedBy(10));
      time.advance(COLUMN.multipliedBy(10));
      assertEquals(List.of("13: tick 1"), fixture.trail());
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
}
