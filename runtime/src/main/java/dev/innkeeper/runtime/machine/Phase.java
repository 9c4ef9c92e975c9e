package dev.innkeeper.runtime.machine;

/**
 * The steps of a host's start and of its stop, in their order. A step begins for all services when
 * the one before it has ended for all; within a step the graph orders.
 */
public enum Phase {
  NONE,
  STARTING,
  START,
  STARTED,
  STOPPING,
  STOP,
  STOPPED;

  public boolean hasReached(Phase other) {
    return compareTo(other) >= 0;
  }
}
