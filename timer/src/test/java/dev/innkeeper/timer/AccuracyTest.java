package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccuracyTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MILLI = Duration.ofMillis(1);

  private final ManualTimeSource time = new ManualTimeSource();
  private final List<String> trail = new CopyOnWriteArrayList<>();

  private PeriodicTimer.Builder every(Duration period, Accuracy accuracy) {
    return PeriodicTimer.builder(period).accuracy(accuracy).timeSource(time);
  }

  private void consume(String name, PeriodicTimer timer) {
    long start = time.nanoTime();
    time.start(
        name,
        () -> {
          try {
            while (timer.waitForNextTick()) {
              Tick tick = timer.lastTick();
              trail.add(
                  name
                      + Duration.ofNanos(tick.scheduled() - start)
                      + " at "
                      + Duration.ofNanos(tick.actual() - start));
            }
          } catch (InterruptedException e) {
            trail.add(name + "interrupted");
          }
        });
  }

  @Nested
  class Tolerant {

    /** The grid begins with the time source, and the timers start on none of its points. */
    @Test
    void timersShareTheirWakeUpsWithinTheTolerance() {
      long start = time.nanoTime();
      Accuracy tolerance = Accuracy.tolerance(Duration.ofMillis(100));
      PeriodicTimer a = every(SECOND, tolerance).initialDelay(Duration.ofMillis(901)).build();
      PeriodicTimer b = every(SECOND, tolerance).initialDelay(Duration.ofMillis(930)).build();
      consume("", a);
      consume("", b);
      time.advance(Duration.ofMillis(3_500));
      assertEquals(3, a.lastTick().number());
      assertEquals(3, b.lastTick().number());
      assertEquals(a.lastTick().actual(), b.lastTick().actual());
      assertEquals(0, (a.lastTick().actual() - start) % Duration.ofMillis(100).toNanos());
      assertEquals(
          Duration.ofMillis(29),
          Duration.ofNanos(b.lastTick().scheduled() - a.lastTick().scheduled()));
      assertTrue(a.lastTick().lateness().compareTo(Duration.ofMillis(100)) < 0);
    }

    @Test
    void aPointOfTheCommonGridIsNotPutOff() {
      time.advance(MILLI);
      consume(
          "",
          every(SECOND.multipliedBy(2), Accuracy.tolerance(SECOND))
              .initialDelay(SECOND.minus(MILLI))
              .build());
      time.advance(SECOND.minus(MILLI));
      assertEquals(1, trail.size());
    }

    @Test
    void theGridOfTheTimerStaysWhereItIs() {
      PeriodicTimer timer =
          every(Duration.ofMillis(150), Accuracy.tolerance(Duration.ofMillis(100))).build();
      long start = time.nanoTime();
      consume("", timer);
      time.advance(Duration.ofMillis(150 * 1_000 + 100));
      assertEquals(1_000, timer.lastTick().number());
      assertEquals(start + 1_000 * 150_000_000L, timer.lastTick().scheduled());
    }

    @Test
    void aToleranceThatIsNotLessThanThePeriodIsRefused() {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class, () -> every(SECOND, Accuracy.tolerance(SECOND)));
      assertEquals("tolerance PT1S must be less than the period PT1S", refused.getMessage());
      PeriodicTimer timer = every(SECOND, Accuracy.tolerance(MILLI)).build();
      assertThrows(IllegalArgumentException.class, () -> timer.changePeriod(MILLI));
      assertEquals(SECOND, timer.period());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void aToleranceThatIsNotPositiveIsRefused(String bad) {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class, () -> Accuracy.tolerance(Duration.parse(bad)));
      assertEquals("tolerance must be positive: " + bad, refused.getMessage());
    }
  }

  @Nested
  class Precise {

    @Test
    void onManualTimeIsStandard() {
      consume("precise ", every(SECOND, Accuracy.precise()).build());
      consume("standard ", every(SECOND, Accuracy.standard()).build());
      time.advance(SECOND.multipliedBy(2));
      assertEquals(
          List.of(
              "precise PT1S at PT1S",
              "standard PT1S at PT1S",
              "precise PT2S at PT2S",
              "standard PT2S at PT2S"),
          trail);
    }

    @Test
    void whenTheBudgetIsSpentEachSleepSaysSo() {
      SpinningSleeper sleeper =
          new SpinningSleeper(SystemTimeSource.INSTANCE, SpinBudget.of(1e-9, MILLI));
      for (int i = 0; i < 20; i++) {
        long due = System.nanoTime() + SECOND.toNanos();
        assertTrue(sleeper.wakeUpFor(due) - due >= 0);
        sleeper.woke();
        assertTrue(sleeper.ticked());
      }
    }

    @Test
    void aTickThatWasDueAtTheCallDoesNotBlameTheBudget() throws InterruptedException {
      SpinBudget none = SpinBudget.of(1e-9, MILLI);
      try (PeriodicTimer timer =
          PeriodicTimer.builder(MILLI)
              .accuracy(Accuracy.precise(none))
              .missedTicks(MissedTicks.BURST)
              .build()) {
        waitForATickThatBlamesTheBudget(timer);
        long later = System.nanoTime() + 5 * MILLI.toNanos();
        while (System.nanoTime() - later < 0) {
          Thread.onSpinWait();
        }
        assertTrue(timer.waitForNextTick());
        assertFalse(timer.lastTick().budgetSpent());
      }
    }

    /** On a busy machine a tick may be due when it is asked for, and then it does not. */
    private void waitForATickThatBlamesTheBudget(PeriodicTimer timer) throws InterruptedException {
      for (int i = 0; i < 5_000; i++) {
        assertTrue(timer.waitForNextTick());
        assertFalse(timer.lastTick().lateness().isNegative());
        if (timer.lastTick().budgetSpent()) {
          return;
        }
      }
      fail("no tick of 5,000");
    }

    /** A lead beyond the period would leave no sleep to learn from, and spin for ever. */
    @Test
    void aLeadThatIsLongerThanThePeriodGetsShorter() {
      SpinBudget ample = SpinBudget.of(1_000, SECOND);
      SpinningSleeper sleeper = new SpinningSleeper(SystemTimeSource.INSTANCE, ample);
      int ticks = 0;
      while (!sleepsFor(50_000, sleeper) && ticks < 10_000) { // the first lead is 100 µs
        sleeper.woke();
        sleeper.ticked();
        ticks++;
      }
      assertTrue(ticks < 10_000, "still spinning");
    }

    private boolean sleepsFor(long nanos, SpinningSleeper sleeper) {
      long wakeUp = sleeper.wakeUpFor(System.nanoTime() + nanos);
      return wakeUp - System.nanoTime() > 0;
    }

    @Test
    void withBudgetLeftNoTickIsEarlyAndNoneSaysThatItWasSpent() throws InterruptedException {
      SpinBudget ample = SpinBudget.of(1_000, SECOND);
      try (PeriodicTimer timer =
          PeriodicTimer.builder(MILLI).accuracy(Accuracy.precise(ample)).build()) {
        for (int i = 0; i < 100; i++) {
          assertTrue(timer.waitForNextTick());
          long now = System.nanoTime();
          Tick tick = timer.lastTick();
          assertFalse(tick.budgetSpent());
          assertTrue(now - tick.scheduled() >= 0);
          assertFalse(tick.lateness().isNegative());
        }
      }
    }
  }

  @Test
  void eachSaysWhatItIs() {
    assertEquals("standard", Accuracy.standard().toString());
    assertEquals("tolerance PT0.01S", Accuracy.tolerance(Duration.ofMillis(10)).toString());
    assertEquals("precise within 5.0 % of a core, PT0.0005S a tick", Accuracy.precise().toString());
  }

  @Test
  void theStandardNeverSpins() {
    assertFalse(Accuracy.standard().sleeper(TimeSource.system()) instanceof SpinningSleeper);
    assertTrue(Accuracy.precise().sleeper(TimeSource.system()) instanceof SpinningSleeper);
  }
}
