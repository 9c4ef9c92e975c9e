package dev.innkeeper.runtime.settings;

import java.time.Duration;

/** Keys of each job scheduler. */
public final class SchedulerKeys {

  static final Keys ALL = new Keys(Group.SCHEDULERS);

  public static final Key<Duration> TOLERANCE =
      ALL.add(
          "tolerance",
          Type.ZERO_OR_MORE,
          "1ms",
          "By how much runs may be late, so that they share wake-ups.");

  private SchedulerKeys() {}
}
