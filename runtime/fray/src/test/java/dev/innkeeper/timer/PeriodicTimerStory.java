package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.fray.Cast;
import dev.innkeeper.fray.Schedules.Story;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The consumer of a timer is woken by whatever concerns it, in whatever order the threads take
 * their steps. A tick is due at once or in an hour, which does not pass.
 */
enum PeriodicTimerStory implements Story {
  A_CLOSE("a close wakes the consumer of a timer") {
    @Override
    public void live() throws InterruptedException {
      PeriodicTimer timer = PeriodicTimer.every(HOUR);
      new Cast()
          .with("consumer", () -> assertFalse(timer.waitForNextTick()))
          .with("closer", timer::close)
          .play();
    }
  },

  A_TICK_AND_A_CLOSE("a tick comes before the close of its timer, or never") {
    @Override
    public void live() throws InterruptedException {
      PeriodicTimer timer = PeriodicTimer.builder(HOUR).initialDelay(Duration.ZERO).build();
      AtomicBoolean closed = new AtomicBoolean();
      new Cast()
          .with(
              "consumer",
              () -> {
                boolean wasClosed = closed.get();
                if (timer.waitForNextTick()) {
                  assertFalse(wasClosed, "a tick after the close");
                  assertEquals(1, timer.lastTick().number());
                  assertFalse(timer.waitForNextTick(), "more ticks than were due");
                }
                assertFalse(timer.waitForNextTick(), "over, and then not");
              })
          .with(
              "closer",
              () -> {
                timer.close();
                closed.set(true);
              })
          .play();
    }
  },

  A_CHANGE("a change of its period wakes the consumer of a timer") {
    @Override
    public void live() throws InterruptedException {
      PeriodicTimer timer = PeriodicTimer.every(HOUR);
      new Cast()
          .with("consumer", () -> assertTrue(timer.waitForNextTick()))
          .with("changer", () -> timer.changePeriod(Duration.ofNanos(1)))
          .play();
    }
  },

  AN_INTERRUPT("an interrupt is thrown by the wait, or kept, and takes no tick") {
    @Override
    public void live() throws InterruptedException {
      PeriodicTimer timer = PeriodicTimer.builder(HOUR).initialDelay(Duration.ZERO).build();
      AtomicInteger ticks = new AtomicInteger();
      AtomicInteger interrupts = new AtomicInteger();
      Thread consumer =
          Thread.ofPlatform().name("consumer").unstarted(() -> consume(timer, ticks, interrupts));
      consumer.start();
      new Cast()
          .with(
              "interrupter",
              () -> {
                consumer.interrupt();
                timer.close();
              })
          .play();
      consumer.join();
      assertEquals(1, interrupts.get(), "interrupts");
      assertTrue(ticks.get() <= 1, "more ticks than were due");
    }
  },

  A_SIGNAL("its signal wakes the consumer of a timer, and one that waits for it beside") {
    @Override
    public void live() throws InterruptedException {
      Signal stop = new Signal(TimeSource.system());
      PeriodicTimer timer = PeriodicTimer.builder(HOUR).until(stop).build();
      new Cast()
          .with("consumer", () -> assertFalse(timer.waitForNextTick()))
          .with("beside", stop::await)
          .with("raiser", stop::raise)
          .play();
      assertEquals("Signal[raised, 0 waiting]", stop.toString());
    }
  },

  TWO_CONSUMERS("of two consumers of a timer one is refused, and does not disturb the other") {
    @Override
    public void live() throws InterruptedException {
      PeriodicTimer timer = PeriodicTimer.every(HOUR);
      AtomicInteger refused = new AtomicInteger();
      new Cast()
          .with("first", () -> waitOrBeRefused(timer, refused))
          .with("second", () -> waitOrBeRefused(timer, refused))
          .with("closer", timer::close)
          .play();
      assertTrue(refused.get() <= 1, "both were refused");
    }
  };

  private static final Duration HOUR = Duration.ofHours(1);

  private final String sentence;

  PeriodicTimerStory(String sentence) {
    this.sentence = sentence;
  }

  private static void consume(PeriodicTimer timer, AtomicInteger ticks, AtomicInteger interrupts) {
    boolean over = false;
    while (!over) {
      try {
        over = !timer.waitForNextTick();
        ticks.addAndGet(over ? 0 : 1);
      } catch (InterruptedException e) {
        interrupts.incrementAndGet();
      }
    }
    if (Thread.interrupted()) {
      interrupts.incrementAndGet();
    }
  }

  private static void waitOrBeRefused(PeriodicTimer timer, AtomicInteger refused)
      throws InterruptedException {
    try {
      assertFalse(timer.waitForNextTick());
    } catch (IllegalStateException e) {
      refused.incrementAndGet();
    }
  }

  @Override
  public String toString() {
    return sentence;
  }
}
