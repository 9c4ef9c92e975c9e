package dev.innkeeper.runtime;

import dev.innkeeper.runtime.settings.Key;
import java.util.List;
import java.util.Optional;

/**
 * A key that {@link HostSettings} take, for those who show or complete keys: a starter of a
 * framework, an editor, a table.
 *
 * <pre>{@code
 * for (SettingKey key : HostSettings.keys()) {
 *   System.out.println(key.name() + ": " + key.description());
 * }
 * }</pre>
 *
 * <p>Immutable.
 *
 * @since 0.1
 */
public final class SettingKey {

  private final Key<?> key;

  SettingKey(Key<?> key) {
    this.key = key;
  }

  /**
   * The key, such as {@code shutdownTimeout} or {@code services.NAME.stopTimeout}, where {@code
   * NAME} stands for the name of a service.
   */
  public String name() {
    return key.toString();
  }

  /**
   * The type of its values: of {@link java.time.Duration}, {@link Boolean}, {@link Integer}, {@link
   * Long}, {@link String}, {@link java.time.ZoneId}, or a type of Innkeeper that has {@link
   * #values()}.
   */
  public Class<?> type() {
    return key.type().javaType();
  }

  /** The values that it takes, if they can be listed; or else empty. */
  public List<String> values() {
    return key.type().values();
  }

  /** What holds if neither the code nor a configuration has chosen; empty: nothing. */
  public Optional<String> defaultValue() {
    return Optional.ofNullable(key.defaultValue());
  }

  /** What it is for, in a sentence. */
  public String description() {
    return key.description();
  }

  @Override
  public String toString() {
    return name();
  }
}
