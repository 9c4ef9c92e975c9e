package dev.innkeeper.jmh.accuracy;

import dev.innkeeper.timer.Accuracy;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.Tick;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Loops on the thread that calls them. */
final class ThreadLoops {

  private ThreadLoops() {}

  /** The time that counts is the consumer's: after {@code waitForNextTick} has returned. */
  static Loop periodicTimer(Accuracy accuracy) {
    return (first, period, ticks) -> {
      try (PeriodicTimer timer = timer(first, period, accuracy)) {
        boolean more = true;
        while (more) {
          more = next(timer, ticks);
        }
      }
    };
  }

  /** A method, since a loop is interpreted for its first sixty thousand rounds. */
  private static boolean next(PeriodicTimer timer, Ticks ticks) throws InterruptedException {
    timer.waitForNextTick();
    long now = System.nanoTime();
    Tick tick = timer.lastTick();
    return ticks.tick(now, tick.scheduled(), tick.missed(), tick.budgetSpent());
  }

  private static PeriodicTimer timer(long first, long period, Accuracy accuracy) {
    return PeriodicTimer.builder(Duration.ofNanos(period))
        .initialDelay(Duration.ofNanos(Math.max(0, first - System.nanoTime())))
        .accuracy(accuracy)
        .build();
  }

  /** The least a thread can do to be on time. */
  static void park(long first, long period, Ticks ticks) {
    absolute(first, period, ticks, LockSupport::parkNanos);
  }

  static void sleep(long first, long period, Ticks ticks) throws InterruptedException {
    absolute(first, period, ticks, nanos -> Thread.sleep(Duration.ofNanos(nanos)));
  }

  private interface Wait<X extends Exception> {
    void nanos(long nanos) throws X;
  }

  /** Waits for deadlines on a grid and skips those that are over, as PeriodicTimer does. */
  private static <X extends Exception> void absolute(
      long first, long period, Ticks ticks, Wait<X> wait) throws X {
    Grid<X> grid = new Grid<>(first, period, ticks, wait);
    boolean more = true;
    while (more) {
      more = grid.next();
    }
  }

  /** Where such a loop is. */
  private static final class Grid<X extends Exception> {

    private final long period;
    private final Ticks ticks;
    private final Wait<X> wait;
    private long due;

    Grid(long first, long period, Ticks ticks, Wait<X> wait) {
      this.period = period;
      this.ticks = ticks;
      this.wait = wait;
      due = first;
    }

    /** A method, for the same reason as above. */
    boolean next() throws X {
      long now = awaitDue(due, wait);
      long passedOver = (now - due) / period;
      due += passedOver * period;
      boolean more = ticks.tick(now, due, passedOver, false);
      due += period;
      return more;
    }
  }

  private static <X extends Exception> long awaitDue(long due, Wait<X> wait) throws X {
    long now = System.nanoTime();
    while (now - due < 0) {
      wait.nanos(due - now);
      now = System.nanoTime();
    }
    return now;
  }
}
