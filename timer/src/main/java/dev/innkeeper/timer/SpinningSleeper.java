package dev.innkeeper.timer;

/**
 * Wakes up shortly before it is time, and spins for the rest.
 *
 * <p>How shortly is learned, per timer: a high quantile of how late the platform woke it, which
 * differs between platform and virtual threads, machines, and hours of the day. Used by the timer's
 * consumer alone.
 */
final class SpinningSleeper implements Sleeper {

  private final SystemTimeSource time;
  private final SpinBudget budget;
  private final Oversleep oversleep = new Oversleep();

  /** Whether all from now on until {@link #spinsFor} has been taken from the budget. */
  private boolean spins;

  private long spinsFor;
  private long wakeUp;

  // Since the last tick.
  private boolean slept;
  private boolean budgetWasSpent;

  SpinningSleeper(SystemTimeSource time, SpinBudget budget) {
    this.time = time;
    this.budget = budget;
  }

  @Override
  public void sleepUntil(long due, TimeSource sameTime, Object timer) {
    time.parkUntil(timer, wakeUpFor(due));
    woke();
  }

  /**
   * A spin is many sleeps that are over at once: so an interrupt and a close are seen, and what
   * follows the last one has just been done, and is in the caches.
   */
  long wakeUpFor(long due) {
    long now = time.nanoTime();
    if (spins && spinsFor == due) {
      time.onSpinWait();
      return now;
    }
    wakeUp = plan(now, due);
    return wakeUp;
  }

  private long plan(long now, long due) {
    long lead = Math.min(oversleep.quantile(), budget.perTick());
    boolean far = due - now > lead;
    spins = !far && budget.take(now, Math.max(0, due - now));
    spinsFor = due;
    budgetWasSpent = !spins && !(far && budget.has(now, lead));
    if (spins) {
      if (!slept) { // nothing was learned, and a lead that is beyond the period would stay there
        oversleep.add(0);
      }
      return now;
    }
    return budgetWasSpent ? due : due - lead;
  }

  /** Who was woken before its time was not woken by the clock: nothing is learned from that. */
  void woke() {
    if (!spins) {
      slept = true;
      long late = time.nanoTime() - wakeUp;
      if (late >= 0) {
        oversleep.add(late);
      }
    }
  }

  @Override
  public boolean ticked() {
    boolean wasSpent = budgetWasSpent;
    slept = false;
    spins = false;
    budgetWasSpent = false;
    return wasSpent;
  }
}
