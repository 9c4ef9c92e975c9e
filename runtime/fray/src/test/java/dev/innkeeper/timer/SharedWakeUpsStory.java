package dev.innkeeper.timer;

import dev.innkeeper.fray.Cast;
import dev.innkeeper.fray.Schedules.Story;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that waits is woken, in whatever order the threads take their steps, although the thread
 * that wakes them ends whenever nobody waits. Nobody's time is still to come.
 */
enum SharedWakeUpsStory implements Story {
  ONE_WAITS("a waiter is woken by the shared thread") {
    @Override
    public void live() throws InterruptedException {
      SharedWakeUps wakeUps = wakeUps();
      new Cast().with("waiter", () -> waitFor(wakeUps)).play();
    }
  },

  TWO_WAIT("the next waiter is woken while the thread ends") {
    @Override
    public void live() throws InterruptedException {
      SharedWakeUps wakeUps = wakeUps();
      new Cast()
          .with("first", () -> waitFor(wakeUps))
          .with("second", () -> waitFor(wakeUps))
          .play();
    }
  },

  ONE_LEAVES("the waiter that stays is woken while one leaves") {
    @Override
    public void live() throws InterruptedException {
      SharedWakeUps wakeUps = wakeUps();
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
  };

  private final String sentence;

  SharedWakeUpsStory(String sentence) {
    this.sentence = sentence;
  }

  private static SharedWakeUps wakeUps() {
    return new SharedWakeUps(Duration.ZERO);
  }

  private static void waitFor(SharedWakeUps wakeUps) {
    wakeUps.park(wakeUps, System.nanoTime());
  }

  @Override
  public String toString() {
    return sentence;
  }
}
