package dev.innkeeper.runtime.service;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostStartException;
import dev.innkeeper.runtime.ServiceFailedException;
import dev.innkeeper.runtime.ServiceOptions;

/**
 * What follows when a service fails: while the host runs ({@link ServiceOptions#onFailure}), or in
 * its first start ({@link ServiceOptions#onStartFailure}). The failure is logged in any case.
 *
 * @since 0.1
 */
public sealed interface FailurePolicy permits SimpleFailurePolicy, RestartPolicy {

  /**
   * The host stops, and {@link Host#run()} throws {@link ServiceFailedException}, or {@link
   * HostStartException} for a first start. The default.
   */
  static FailurePolicy stopHost() {
    return SimpleFailurePolicy.STOP_HOST;
  }

  /** Nothing: the others run on. */
  static FailurePolicy ignore() {
    return SimpleFailurePolicy.IGNORE;
  }

  /** The service is started again, after a while and not too often; see there. */
  static RestartPolicy restart() {
    return RestartPolicy.DEFAULT;
  }
}
