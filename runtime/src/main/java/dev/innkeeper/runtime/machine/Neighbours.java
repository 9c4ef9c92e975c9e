package dev.innkeeper.runtime.machine;

/**
 * What a service knows of those that it depends on, and that depend on it: counts, so that each of
 * its rows is looked at in no time. And what it was counted as by them.
 */
final class Neighbours {

  /** How many of those that it depends on are in transit, and how many are missing. */
  int inTransit;

  int missing;

  /** How many that depend on it count as up. */
  int dependentsUp;

  // As which its neighbours have counted it:
  boolean countedInTransit;
  boolean countedMissing;
  boolean countedUp;

  /** What the host was told of its work. */
  boolean countedComplete;
}
