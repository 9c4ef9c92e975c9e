package dev.innkeeper.runtime.engine;

import dev.innkeeper.fray.Cast;
import dev.innkeeper.fray.Schedules.Story;
import java.util.concurrent.CountDownLatch;

/** When there is no more time, the call in progress is interrupted, and each later one is. */
enum CallsInTimeStory implements Story {
  CALLS_END("no call misses the end of the time") {
    /** The first call ends by itself, the second one when it is interrupted. */
    @Override
    public void live() throws InterruptedException {
      CallsInTime<CountDownLatch> calls = new CallsInTime<>();
      new Cast()
          .with(
              "caller",
              () -> {
                make(calls, new CountDownLatch(0));
                make(calls, new CountDownLatch(1));
              })
          .with(
              "clock",
              () -> {
                CountDownLatch inProgress = calls.expire();
                if (inProgress != null) {
                  inProgress.countDown();
                }
              })
          .play();
    }
  };

  private final String sentence;

  CallsInTimeStory(String sentence) {
    this.sentence = sentence;
  }

  private static void make(CallsInTime<CountDownLatch> calls, CountDownLatch interrupt)
      throws InterruptedException {
    if (!calls.begin(interrupt)) {
      interrupt.countDown();
    }
    interrupt.await();
    calls.end();
  }

  @Override
  public String toString() {
    return sentence;
  }
}
