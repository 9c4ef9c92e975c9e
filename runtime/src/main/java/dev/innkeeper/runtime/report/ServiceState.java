package dev.innkeeper.runtime.report;

import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceControl;

/**
 * The states of a service in a host. There may be more of them later: a {@code switch} needs a
 * default.
 *
 * @since 0.1
 */
public enum ServiceState {
  /** Its start has not begun; in a report: it was never started. */
  NEW,
  /**
   * To run as soon as this process leads, by {@link ServiceOptions#whileLeader}: as well as
   * running, for whoever asks whether the host is ready.
   */
  STANDBY,
  /** Starting: in {@link HostedService#start}, or not ready yet if that is waited for. */
  STARTING,
  /** Its last start was given up, because of a stop or of another service's failure. */
  START_ABORTED,
  /** Started. */
  RUNNING,
  /** Its {@link BackgroundService#execute} has returned; it has not been stopped yet. */
  COMPLETED,
  /** Failed: in its start, its work, or its stop. */
  FAILED,
  /** Asked to stop, by its host, its policy, or {@link ServiceControl}. */
  STOPPING,
  /** Stopped, and to be started again. */
  RESTARTING,
  /** Stopped, without a failure. */
  STOPPED,
  /** Still running when its time to stop was over; nobody waits for it any more. */
  ABANDONED
}
