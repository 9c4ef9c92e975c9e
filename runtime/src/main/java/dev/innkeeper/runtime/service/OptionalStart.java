package dev.innkeeper.runtime.service;

/**
 * A service that need not have a start of its own: what {@link BackgroundService} and {@link
 * HostedLifecycleService} have in common, so that a class can be both without one.
 *
 * <p>There is no need to name it.
 *
 * @since 0.1
 */
public interface OptionalStart extends HostedService {

  /** Does nothing. */
  @Override
  default void start(ServiceContext context) throws Exception {}
}
