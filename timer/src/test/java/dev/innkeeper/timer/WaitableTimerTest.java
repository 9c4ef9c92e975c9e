package dev.innkeeper.timer;

import static dev.innkeeper.timer.TimerFixture.COLUMN;
import static dev.innkeeper.timer.TimerFixture.PERIOD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.timer.testing.ManualTimeSource;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What all timers have in common, for each of them; {@link MissedTicksPolicyTest} has the rest. */
@ParameterizedClass
@EnumSource
class WaitableTimerTest {

  private final TimerFixture fixture = new TimerFixture();
  private final ManualTimeSource time = fixture.time();
  private final Signal stop = new Signal(time);
  private final TimerKind kind;

  WaitableTimerTest(TimerKind kind) {
    this.kind = kind;
  }

  private WaitableTimer timer() {
    return kind.timer(time, stop, MissedTicks.SKIP);
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
    Thread consumer = fixture.consume(timer());
    for (int column = 1; column <= 4; column++) {
      time.advance(COLUMN);
      time.unpark(consumer);
    }
    assertEquals(List.of("4: tick 1"), fixture.trail());
  }

  @Nested
  class SecondWaiter {

    @Test
    void isRefusedAtOnceAndTheFirstIsUnharmed() {
      WaitableTimer timer = timer();
      fixture.consume(timer);
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
      assertEquals(List.of("4: tick 1"), fixture.trail());
    }

    @Test
    void isToldTheNumberOfAFirstThatHasNoName() {
      WaitableTimer timer = timer();
      Thread first = fixture.consume("", timer);
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
      fixture.consume(timer);
      time.advance(COLUMN);
      timer.close();
      time.advance(Duration.ZERO);
      assertEquals(List.of("1: false"), fixture.trail());
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
      fixture.consume(waiting);
      time.advance(PERIOD);
      stop.raise();
      time.advance(Duration.ZERO);
      assertEquals(List.of("4: tick 1", "4: false"), fixture.trail());
      assertFalse(idle.waitForNextTick());
    }
  }

  @Nested
  class Interrupt {

    @Test
    void duringTheWaitThrowsAndConsumesNoTick() {
      WaitableTimer timer = timer();
      Thread consumer = fixture.consume(timer);
      time.advance(COLUMN);
      time.interrupt(consumer);
      time.advance(Duration.ZERO);
      fixture.consume(timer);
      time.advance(PERIOD);
      assertEquals(List.of("1: interrupted", "4: tick 1"), fixture.trail());
    }

    @Test
    void thatDidNotComeThroughTheTimeSourceEndsTheWaitAsWell() throws InterruptedException {
      WaitableTimer timer = timer();
      Thread consumer = fixture.consume(timer);
      time.advance(COLUMN);
      consumer.interrupt();
      consumer.join();
      assertEquals(List.of("1: interrupted"), fixture.trail());
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
