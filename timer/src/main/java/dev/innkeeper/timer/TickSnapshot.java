package dev.innkeeper.timer;

/** One tick, as a timer gives it. */
record TickSnapshot(long number, long scheduled, long actual, long missed, boolean budgetSpent)
    implements Tick {}
