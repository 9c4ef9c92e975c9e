package dev.innkeeper.runtime.machine;

/** What is due when a time of the whole host has come. */
public enum HostRung {
  /** All services should have started. */
  START,
  /** Whatever still runs is abandoned. */
  SERVICES,
  /** The last step of the stop is not waited for any longer. */
  LAST_STEP
}
