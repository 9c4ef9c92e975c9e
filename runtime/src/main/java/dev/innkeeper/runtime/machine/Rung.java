package dev.innkeeper.runtime.machine;

/** What is due when a time of a service has come. Each holds only while what it is about does. */
public enum Rung {
  /** The back-off before a restart is over. */
  RESTART,
  /** The start should be over. */
  START,
  /** The call in progress is interrupted. */
  CALL,
  /** The step before the stop is not waited for any longer. */
  STEP,
  /** The work is interrupted. */
  WORK,
  /** The work is not waited for any longer: the stop is called beside it. */
  GRACE,
  /** The service is abandoned. */
  END,
  /** The step after the stop is not waited for any longer. */
  LAST_STEP
}
