package dev.innkeeper.runtime.report;

import dev.innkeeper.runtime.Host;

/**
 * The states of a {@link Host}, in the order of time: it never goes back, and may skip some.
 *
 * @since 0.1
 */
public enum HostState {
  /** Built, not started. */
  NEW,
  /** Services are starting. */
  STARTING,
  /** All services have started. */
  RUNNING,
  /** Services are stopping, also when a start is rolled back. */
  STOPPING,
  /** All services have stopped or were abandoned. */
  STOPPED
}
