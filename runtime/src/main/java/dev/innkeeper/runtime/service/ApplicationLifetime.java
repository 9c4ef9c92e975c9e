package dev.innkeeper.runtime.service;

/**
 * The three events in the life of a host, and the way to bring about the last two.
 *
 * <pre>{@code
 * host.lifetime().onStopping(() -> discovery.deregister());
 * }</pre>
 *
 * <p>Callbacks run one after the other on the thread {@code host/events}. All run; what one throws
 * is logged and harms nobody. A stop waits for its callbacks, but one that hangs does not keep the
 * stop from meeting its deadline. A callback that is registered after its event runs at once, on
 * the thread that registers it.
 *
 * <p>A start that fails is rolled back by a stop, so stopping and stopped are seen without started.
 *
 * <p><b>Threads:</b> may be used from any thread.
 *
 * @since 0.1
 */
public interface ApplicationLifetime {

  /** Runs {@code callback} when all services have started. */
  void onStarted(Runnable callback);

  /** Runs {@code callback} when a stop has begun and no service has been asked to stop yet. */
  void onStopping(Runnable callback);

  /** Runs {@code callback} when all services have stopped or have been abandoned. */
  void onStopped(Runnable callback);

  /**
   * Asks the host to stop, and returns at once: the way for a service to end its host. During a
   * start it is rolled back. Again, or before the start: no effect.
   */
  void requestStop();
}
