package dev.innkeeper.cdi;

/**
 * What follows when the host stops by itself, because a service has failed or has asked for it: an
 * application in which nothing runs any more is to end, so that it is restarted.
 *
 * <p>Without a bean of this type that is {@link System#exit}, upon which Quarkus, Helidon and Weld
 * SE shut their containers down. Where the process has other applications in it, another one is
 * wanted:
 *
 * <pre>{@code
 * @Produces @Singleton
 * ApplicationExit exit() {
 *   return code -> log.error("The host has stopped: {}", code);   // runs on without it
 * }
 * }</pre>
 *
 * <p><b>Threads:</b> called once, on a thread of its own that is not a daemon, when the host has
 * stopped. Not called if the container has stopped the host.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ApplicationExit {

  /**
   * Ends the application.
   *
   * @param code 1 if a service has failed, else 0
   */
  void exit(int code);
}
