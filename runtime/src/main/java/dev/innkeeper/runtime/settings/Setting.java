package dev.innkeeper.runtime.settings;

import dev.innkeeper.timer.message.Shown;

/**
 * A value that a configuration has for a key.
 *
 * @param name of the service, queue, job or scheduler; empty: it is the host's
 */
public record Setting<T>(Key<T> key, String name, Given given, T value) {

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if the value is not allowed
   */
  static <T> Setting<T> of(Key<T> key, String name, Given given) {
    try {
      return new Setting<>(key, name, given, key.type().parser().apply(given.text().strip()));
    } catch (IllegalArgumentException e) {
      throw given.refused(e);
    }
  }

  /** The whole key, however it is written. */
  String canonical() {
    return key.of(name);
  }

  /** {@code application.properties}, or with the key if that is written in another way. */
  String origin() {
    String written = given.written();
    return Shown.text(
        written.equals(canonical()) ? given.source() : given.source() + ": " + written);
  }

  String shown() {
    return key.type().writer().apply(value);
  }

  /** {@code shutdownTimeout = 20s (application.properties)}. */
  String described() {
    return Description.line(canonical(), shown(), origin());
  }
}
