package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.innkeeper.fray.Cast;
import dev.innkeeper.fray.Schedules;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.pastalab.fray.runtime.DeadlockException;

/**
 * A thread that waits is woken, in whatever order the threads take their steps, although the thread
 * that wakes them ends whenever nobody waits. Nobody's time is still to come.
 */
class SharedWakeUpsScheduleTest {

  /** What the stories need of wake-ups. */
  private interface Wait {
    void park(Object blocker, long wakeUp);
  }

  @Test
  void aWaiterIsWoken() {
    Schedules.pass("a waiter is woken by the shared thread", () -> oneWaits(real()));
  }

  @Test
  void theNextWaiterIsWokenWhileTheThreadEnds() {
    Schedules.pass("the next waiter is woken while the thread ends", () -> twoWait(real()));
  }

  @Test
  void whoStaysIsWokenWhileOneLeaves() {
    Schedules.pass("who stays is woken while one leaves", () -> oneLeaves(real()));
  }

  @Test
  void aThreadThatEndsAfterItHasLookedLeavesTheNextWaiterAsleep() {
    Throwable found =
        Schedules.find(
            "planted: wake-ups whose thread ends after it has looked", () -> twoWait(hasty()));
    assertInstanceOf(DeadlockException.class, found);
  }

  // ---- the stories

  private static void oneWaits(Wait wakeUps) throws InterruptedException {
    new Cast().with("waiter", () -> waitFor(wakeUps)).play();
  }

  private static void twoWait(Wait wakeUps) throws InterruptedException {
    new Cast().with("first", () -> waitFor(wakeUps)).with("second", () -> waitFor(wakeUps)).play();
  }

  private static void oneLeaves(Wait wakeUps) throws InterruptedException {
    new Cast()
        .with("stayer", () -> waitFor(wakeUps))
        .with(
            "guest",
            () -> {
              LockSupport.unpark(Thread.currentThread());
              waitFor(wakeUps);
            })
        .play();
  }

  private static void waitFor(Wait wakeUps) {
    wakeUps.park(wakeUps, System.nanoTime());
  }

  private static Wait real() {
    return new SharedWakeUps(Duration.ZERO)::park;
  }

  private static Wait hasty() {
    return new HastyWakeUps(Duration.ZERO)::park;
  }
}
