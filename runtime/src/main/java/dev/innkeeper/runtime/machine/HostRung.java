package dev.innkeeper.runtime.machine;

/** What is due when a time of the whole host has come. */
public enum HostRung {
  /** All services should have started. */
  START,
  /** Whatever still runs is abandoned. */
  SERVICES,
  /** The host thread does not wait for the last step of the stop any longer. */
  LAST_STEP
}
