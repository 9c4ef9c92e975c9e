package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Timers with a tolerance in real time: each consumer gets every tick or counts it as missed, and
 * none sleeps on when its timer is over, whoever closes, changes and interrupts meanwhile.
 */
class TolerantTimersTest {

  private static final Duration LENGTH =
      Duration.ofMillis(Long.getLong("innkeeper.tolerance.millis", 1_000));
  private static final int CONSUMERS = Integer.getInteger("innkeeper.tolerance.consumers", 100);

  private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
  private final AtomicLong ticks = new AtomicLong();
  private final AtomicInteger interrupts = new AtomicInteger();

  @AfterEach
  void thereWereNoFaults() {
    assertEquals(List.of(), List.copyOf(faults));
  }

  /** One of them: its timer is exchanged for a new one each time that it was closed. */
  private final class Consumer implements Runnable {

    private final Thread thread = Thread.ofVirtual().unstarted(this);
    private volatile boolean over;
    private volatile PeriodicTimer timer = timer();

    /** Goes up before and after the period changes, so it is odd while that happens. */
    private final AtomicInteger changes = new AtomicInteger();

    private static PeriodicTimer timer() {
      return PeriodicTimer.builder(Duration.ofMillis(3))
          .accuracy(Accuracy.tolerance(Duration.ofMillis(1)))
          .build();
    }

    @Override
    public void run() {
      while (!over) {
        consume(timer);
        timer = timer();
      }
    }

    private void consume(PeriodicTimer mine) {
      long number = 0;
      long scheduled = 0;
      int beforeLast = -1;
      while (true) {
        int before = changes.get();
        try {
          if (!mine.waitForNextTick()) {
            return;
          }
        } catch (InterruptedException e) {
          interrupts.incrementAndGet();
          continue;
        }
        Tick tick = mine.lastTick();
        long period = mine.period().toNanos();
        boolean unchanged = beforeLast % 2 == 0 && beforeLast == changes.get();
        ticks.incrementAndGet();
        check(!tick.lateness().isNegative(), "early: " + tick);
        check(tick.number() == number + 1 + tick.missed(), "after " + number + ": " + tick);
        check(
            !unchanged || tick.scheduled() - scheduled == (1 + tick.missed()) * period,
            "off the grid: " + tick);
        number = tick.number();
        scheduled = tick.scheduled();
        beforeLast = before; // a change between a tick and its return is one, too
      }
    }

    private void check(boolean right, String fault) {
      if (!right) {
        faults.add(fault);
      }
    }

    private void disturb(SplittableRandom random) {
      switch (random.nextInt(3)) {
        case 0 -> timer.close();
        case 1 -> thread.interrupt();
        default -> {
          changes.incrementAndGet();
          timer.changePeriod(Duration.ofMillis(random.nextInt(2, 6)));
          changes.incrementAndGet();
        }
      }
    }

    /** A timer that it makes meanwhile is closed, too. */
    private void end() throws InterruptedException {
      over = true;
      while (!thread.join(Duration.ofMillis(10))) {
        timer.close();
      }
    }
  }

  @Test
  @SuppressWarnings("ThreadPriorityCheck") // the consumers are to run, too
  void tickWhateverIsDoneToThem() throws InterruptedException {
    List<Consumer> consumers = new ArrayList<>();
    for (int i = 0; i < CONSUMERS; i++) {
      Consumer consumer = new Consumer();
      consumers.add(consumer);
      consumer.thread.start();
    }
    List<Thread> disturbers = new ArrayList<>();
    long end = System.nanoTime() + LENGTH.toNanos();
    for (int i = 0; i < 4; i++) {
      SplittableRandom random = new SplittableRandom(i);
      disturbers.add(
          Thread.startVirtualThread(() -> {
            while (System.nanoTime() - end < 0) {
              consumers.get(random.nextInt(CONSUMERS)).disturb(random);
              Thread.yield();
            }
          }));
    }
    for (Thread disturber : disturbers) {
      disturber.join();
    }
    for (Consumer consumer : consumers) {
      consumer.end();
    }
    assertTrue(ticks.get() > 0);
    assertTrue(interrupts.get() > 0);
  }
}
