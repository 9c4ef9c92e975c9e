package dev.innkeeper.runtime.machine;

/**
 * The steps of a host's life, in their order. A step of its start or its stop begins for all
 * services when the one before it has ended for all; within a step the graph orders.
 */
public enum Phase {
  NONE,
  STARTING,
  START,
  STARTED,
  /** The host runs: there is nothing to pass. */
  RUN,
  STOPPING,
  STOP,
  STOPPED;

  boolean isOfStart() {
    return compareTo(RUN) < 0;
  }

  public boolean hasReached(Phase other) {
    return compareTo(other) >= 0;
  }
}
