package dev.innkeeper.runtime.service;

import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.ServiceState;

/**
 * What the readiness of a host asks of a service: chosen by {@link ServiceOptions#readiness}. There
 * may be more of them later: a {@code switch} needs a default.
 *
 * @since 0.1
 */
public enum Readiness {
  /** That it has started with its host; what becomes of it later does not matter. */
  STARTED,
  /** That it is {@link ServiceState#RUNNING} or {@link ServiceState#COMPLETED}. */
  RUNNING,
  /** As {@link #RUNNING}, and that it is not {@link Health.Status#DOWN}. */
  UP
}
