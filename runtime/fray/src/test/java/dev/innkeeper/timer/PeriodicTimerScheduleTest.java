package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.innkeeper.fray.Changed;
import dev.innkeeper.fray.Schedules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pastalab.fray.runtime.DeadlockException;

class PeriodicTimerScheduleTest {

  @ParameterizedTest
  @EnumSource
  void passes(PeriodicTimerStory story) throws Exception {
    Schedules.pass(Changed.standingStill().of(story));
  }

  @Test
  void aCloseThatLooksForTheConsumerFirstLeavesItAsleep() throws Exception {
    Changed changed =
        Changed.standingStill()
            .and(
                SingleConsumerTimer.class,
                "Thread toWake; lock.lock(); try { change.run(); toWake = waiter;",
                "Thread toWake = waiter; lock.lock(); try { change.run();");
    Throwable found =
        Schedules.find(
            "a timer whose close looks for the consumer first",
            changed.of(PeriodicTimerStory.A_CLOSE));
    assertInstanceOf(DeadlockException.class, found);
  }

  @Test
  void aTickThatIsTakenWithoutALookAtTheCloseComesAfterIt() throws Exception {
    Changed changed =
        Changed.standingStill()
            .and(SingleConsumerTimer.class, "if (isOver()) { return false; } enter();", "enter();")
            .and(SingleConsumerTimer.class, "while (!isOver()) { if (Thread", "do { if (Thread")
            .and(
                SingleConsumerTimer.class,
                "sleep(); } } return",
                "sleep(); } } while (!isOver()); return");
    Throwable found =
        Schedules.find(
            "a timer that gives a tick that was due before its close",
            changed.of(PeriodicTimerStory.A_TICK_AND_A_CLOSE));
    assertInstanceOf(AssertionError.class, found);
  }

  @Test
  void aChangeThatWakesTheConsumerFirstLeavesItAsleep() throws Exception {
    Changed changed =
        Changed.standingStill()
            .and(
                SingleConsumerTimer.class,
                """
                try {
                  change.run();
                  toWake = waiter;
                } finally {
                  lock.unlock();
                }
                if (toWake != null) {
                  time.unpark(toWake);
                }
                """,
                """
                try {
                  toWake = waiter;
                } finally {
                  lock.unlock();
                }
                if (toWake != null) {
                  time.unpark(toWake);
                }
                lock.lock();
                try {
                  change.run();
                } finally {
                  lock.unlock();
                }
                """);
    Throwable found =
        Schedules.find(
            "a timer that wakes the consumer before it is changed",
            changed.of(PeriodicTimerStory.A_CHANGE));
    assertInstanceOf(DeadlockException.class, found);
  }

  @Test
  void anInterruptThatASleepSwallowsIsLost() throws Exception {
    Changed changed =
        Changed.standingStill()
            .and(
                PeriodicTimer.class,
                "sleeper.sleepUntil(next, time, this);",
                "sleeper.sleepUntil(next, time, this); Thread.interrupted();");
    Throwable found =
        Schedules.find(
            "a timer whose sleep swallows the interrupt",
            changed.of(PeriodicTimerStory.AN_INTERRUPT));
    assertInstanceOf(AssertionError.class, found);
  }

  @Test
  void aConsumerThatLooksAtTheSignalBeforeItIsKnownThereSleepsOn() throws Exception {
    Changed changed =
        Changed.standingStill()
            .and(
                SingleConsumerTimer.class,
                "while (!isOver()) { if (Thread.interrupted())",
                "do { if (Thread.interrupted())")
            .and(
                SingleConsumerTimer.class,
                "if (!isOver()) { // take may have given up the lock, and the wake-up is spent"
                    + " sleep(); } } return false;",
                "sleep(); } while (!isOver()); return false;");
    Throwable found =
        Schedules.find(
            "a timer that looks at its signal before it enters there",
            changed.of(PeriodicTimerStory.A_SIGNAL));
    assertInstanceOf(DeadlockException.class, found);
  }

  @Test
  void aConsumerThatIsRefusedTakesTheOthersPlaceAway() throws Exception {
    Changed changed =
        Changed.standingStill()
            .and(
                SingleConsumerTimer.class,
                "enter(); long ticket = until == null ? 0 : until.enter(); try {",
                "long ticket = until == null ? 0 : until.enter(); try { enter();");
    Throwable found =
        Schedules.find(
            "a timer that forgets its consumer when it refuses another",
            changed.of(PeriodicTimerStory.TWO_CONSUMERS));
    assertInstanceOf(DeadlockException.class, found);
  }
}
