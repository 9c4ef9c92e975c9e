package dev.innkeeper.timer;

/**
 * Sleeps until shortly before it is time, and spins for the rest.
 *
 * <p>How shortly is learned, per timer: a high quantile of how late the platform woke it, which
 * differs between platform and virtual threads, machines, and hours of the day. Used by the timer's
 * consumer alone.
 */
final class SpinningSleeper implements Sleeper {

  private final SystemTimeSource time;
  private final SpinBudget budget;
  private final Oversleep oversleep = new Oversleep();

  /** Whether the time from now on until {@link #spinsFor} has been taken from the budget. */
  private boolean spins;

  private long spinsFor;
  private boolean budgetWasSpent;

  SpinningSleeper(SystemTimeSource time, SpinBudget budget) {
    this.time = time;
    this.budget = budget;
  }

  /**
   * A spin is many calls that return at once: so the caller sees an interrupt and a close, and what
   * it does after the last has just been done, and is in the caches.
   */
  @Override
  public void sleepUntil(Object blocker, long due) {
    if (spins && spinsFor == due) {
      time.onSpinWait();
      return;
    }
    long now = time.nanoTime();
    long lead = Math.min(oversleep.quantile(), budget.perTick());
    spins = false;
    budgetWasSpent = false;
    if (due - now > lead) {
      budgetWasSpent = !budget.has(now, lead);
      park(blocker, budgetWasSpent ? due : due - lead);
    } else if (budget.take(now, due - now)) {
      spins = true;
      spinsFor = due;
    } else {
      budgetWasSpent = true;
      park(blocker, due);
    }
  }

  /** Who was woken before its time was not woken by the clock: nothing is learned from that. */
  private void park(Object blocker, long until) {
    time.parkUntil(blocker, until);
    long late = time.nanoTime() - until;
    if (late >= 0) {
      oversleep.add(late);
    }
  }

  @Override
  public boolean budgetWasSpent() {
    return budgetWasSpent;
  }
}
