package dev.innkeeper.runtime.service;

import dev.innkeeper.runtime.HostBuilder;
import java.util.Optional;

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

  /**
   * As {@link #requestStop()}, with a reason that is logged, and told by {@link #stopReason()}.
   *
   * @param reason completes the sentence "the host is stopping:", as in "the licence has expired"
   * @throws IllegalArgumentException if the reason is blank
   */
  default void requestStop(String reason) {
    requestStop();
  }

  /**
   * Makes the host unready, for good, so that it is given no new requests; nothing is asked to stop
   * yet. For whoever is about to stop it, and first waits for something else, such as a web server
   * that finishes its requests. The time until the stop counts as part of the {@linkplain
   * HostBuilder#drainDelay drain delay} and of the {@linkplain HostBuilder#shutdownTimeout shutdown
   * timeout}, of which a fifth is left in any case. Again, or before the start: no effect.
   */
  default void requestDrain() {}

  /** Why the host is stopping, or has stopped; empty if nobody has asked it to. */
  default Optional<String> stopReason() {
    return Optional.empty();
  }
}
