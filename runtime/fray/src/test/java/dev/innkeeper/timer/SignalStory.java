package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.fray.Cast;
import dev.innkeeper.fray.Schedules.Story;
import java.time.Duration;

/** A thread that waits for a signal wakes up, in whatever order the threads take their steps. */
enum SignalStory implements Story {
  ONE_WAITS("a waiter is woken") {
    @Override
    public void live() throws InterruptedException {
      Signal signal = signal();
      new Cast().with("waiter", () -> stay(signal)).with("raiser", signal::raise).play();
      assertNobodyIsLeft(signal);
    }
  },

  TWO_WAIT("two waiters are woken") {
    @Override
    public void live() throws InterruptedException {
      Signal signal = signal();
      new Cast()
          .with("first", () -> stay(signal))
          .with("second", () -> stay(signal))
          .with("raiser", signal::raise)
          .play();
      assertNobodyIsLeft(signal);
    }
  },

  ONE_LEAVES("the waiters that stay are woken while one leaves") {
    @Override
    public void live() throws InterruptedException {
      Signal signal = signal();
      new Cast()
          .with("first", () -> stay(signal))
          .with("second", () -> stay(signal))
          .with("guest", () -> signal.await(Duration.ZERO))
          .with("raiser", signal::raise)
          .play();
      assertNobodyIsLeft(signal);
    }
  },

  ONE_IS_INTERRUPTED("the waiters that stay are woken while one is interrupted") {
    @Override
    public void live() throws InterruptedException {
      Signal signal = signal();
      Thread guest =
          Thread.ofPlatform()
              .name("guest")
              .unstarted(() -> {
                try {
                  signal.await();
                } catch (InterruptedException e) {
                  // It was not raised yet, or both came together.
                }
              });
      guest.start();
      new Cast()
          .with("stayer", () -> stay(signal))
          .with("interrupter", guest::interrupt)
          .with("raiser", signal::raise)
          .play();
      guest.join();
      assertNobodyIsLeft(signal);
    }
  },

  WHAT_WAS_RAISED_IS_SEEN("what was raised is seen") {
    @Override
    public void live() throws InterruptedException {
      Signal signal = signal();
      int[] written = new int[1];
      new Cast()
          .with(
              "raiser",
              () -> {
                written[0] = 1;
                signal.raise();
                assertTrue(signal.isRaised());
                assertTrue(signal.await(Duration.ZERO));
              })
          .with(
              "waiter",
              () -> {
                stay(signal);
                assertEquals(1, written[0]);
              })
          .with(
              "guest",
              () -> {
                boolean before = signal.isRaised();
                boolean awaited = signal.await(Duration.ZERO);
                boolean after = signal.isRaised();
                assertTrue(!before || awaited, "raised, and then not");
                assertTrue(!awaited || after, "raised, and then not");
                assertTrue(!awaited || written[0] == 1, "raised, before it was");
              })
          .play();
      assertNobodyIsLeft(signal);
    }
  };

  private final String sentence;

  SignalStory(String sentence) {
    this.sentence = sentence;
  }

  private static Signal signal() {
    return new Signal(TimeSource.system());
  }

  private static void stay(Signal signal) throws InterruptedException {
    signal.await();
    assertTrue(signal.isRaised());
  }

  private static void assertNobodyIsLeft(Signal signal) {
    assertEquals("Signal[raised, 0 waiting]", signal.toString());
  }

  @Override
  public String toString() {
    return sentence;
  }
}
