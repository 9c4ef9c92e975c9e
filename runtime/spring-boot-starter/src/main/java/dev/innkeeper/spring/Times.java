package dev.innkeeper.spring;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The times of a stop: Spring's part of it, and the host's, have one end.
 *
 * @param whole from the close of the context to the end of the host
 * @param drain how long readiness is refused before the web server takes no more requests
 * @param phase how long Spring waits for the beans of one phase at most, as far as that was chosen
 */
record Times(Duration whole, Duration drain, Duration phase) {

  private static final Duration DEFAULT = Duration.ofSeconds(25);
  private static final String PHASE = "spring.lifecycle.timeout-per-shutdown-phase";

  /** One part in so many is the host's. */
  private static final int PARTS = 5;

  /**
   * Reads them.
   *
   * @throws HostConfigurationException if they contradict each other
   */
  static Times of(Settings settings, Environment environment) {
    Duration whole = settings.duration(Settings.SHUTDOWN_TIMEOUT, DEFAULT);
    Duration drain = settings.duration(Settings.DRAIN_DELAY, Duration.ZERO);
    Duration phase = Binder.get(environment).bind(PHASE, Duration.class).orElse(whole);
    Times times = new Times(whole, drain, phase);
    times.check();
    return times;
  }

  private void check() {
    if (phase.compareTo(whole) > 0) {
      throw new HostConfigurationException(
          PHASE
              + " is "
              + seconds(phase)
              + ", which is longer than innkeeper.shutdown-timeout, "
              + seconds(whole)
              + ": the whole stop has only that much time, one of its phases cannot have more.",
          "Take "
              + PHASE
              + " out: the beans of a phase then have what is left of innkeeper.shutdown-timeout."
              + " Or make innkeeper.shutdown-timeout longer.",
          null);
    }
    if (drain.compareTo(beforeHost()) > 0) {
      throw new HostConfigurationException(
          "innkeeper.drain-delay is "
              + seconds(drain)
              + ", and innkeeper.shutdown-timeout, which it is part of, is "
              + seconds(whole)
              + ": a fifth of that is the host's, so the drain may take "
              + seconds(beforeHost())
              + " at most.",
          "Make the drain delay shorter, or the shutdown timeout longer.",
          null);
    }
  }

  /** How much of it everything before the host has. */
  Duration beforeHost() {
    return whole.minus(ofHost());
  }

  /** How much the host has in any case. */
  Duration ofHost() {
    return whole.dividedBy(PARTS);
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }
}
