package dev.innkeeper.runtime;

import dev.innkeeper.runtime.settings.HostKeys;
import dev.innkeeper.runtime.settings.Options;

/** What a configuration chooses for a host. */
final class HostChoices {

  static final Options<HostBuilder> OPTIONS =
      new Options<HostBuilder>()
          .add(
              HostKeys.START_CONCURRENTLY,
              host -> host.startConcurrently,
              HostBuilder::startConcurrently)
          .add(
              HostKeys.STOP_CONCURRENTLY,
              host -> host.stopConcurrently,
              HostBuilder::stopConcurrently)
          .add(
              HostKeys.STOP_WHEN_COMPLETE,
              host -> host.stopWhenComplete,
              (host, stop) -> host.stopWhenComplete = stop)
          .add(HostKeys.STARTUP_TIMEOUT, host -> host.startupTimeout, HostBuilder::startupTimeout)
          .add(
              HostKeys.SHUTDOWN_TIMEOUT, host -> host.shutdownTimeout, HostBuilder::shutdownTimeout)
          .add(HostKeys.DRAIN_DELAY, host -> host.drainDelay, HostBuilder::drainDelay)
          .add(
              HostKeys.WARN_ABOUT_SLOW_START,
              host -> host.slowStart,
              HostBuilder::warnAboutSlowStart)
          .add(
              HostKeys.WARN_IF_FORGOTTEN,
              host -> host.warnIfForgotten,
              HostBuilder::warnIfForgotten)
          .add(HostKeys.MDC_KEY, host -> host.mdcKey, HostBuilder::mdcKey)
          .add(HostKeys.RANDOM_SEED, host -> host.randomSeed, HostBuilder::randomSeed);

  private HostChoices() {}
}
