package dev.innkeeper.runtime.settings;

import dev.innkeeper.timer.message.Shown;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a configuration has for one thing: the host, a service, a queue. Immutable. */
public final class Values {

  private final String name;
  private final Map<Key<?>, Setting<?>> settings;

  Values(String name, Map<Key<?>, Setting<?>> settings) {
    this.name = name;
    this.settings = settings;
  }

  /** Of the service, queue, job or scheduler; empty: it is the host. */
  String name() {
    return name;
  }

  public boolean isEmpty() {
    return settings.isEmpty();
  }

  public boolean has(Key<?> key) {
    return settings.containsKey(key);
  }

  public boolean hasAny(Collection<Key<?>> keys) {
    return keys.stream().anyMatch(this::has);
  }

  @SuppressWarnings("unchecked") // a setting is of the type of its key
  <T> @Nullable Setting<T> setting(Key<T> key) {
    return (Setting<T>) settings.get(key);
  }

  public <T> Optional<T> get(Key<T> key) {
    return Optional.ofNullable(setting(key)).map(Setting::value);
  }

  public <T> T or(Key<T> key, T otherwise) {
    return get(key).orElse(otherwise);
  }

  /** As it is written there, or as it could be. */
  public String written(Key<?> key) {
    Setting<?> setting = setting(key);
    return setting == null ? Shown.text(key.of(name)) : Shown.text(setting.given().written());
  }

  /**
   * Has {@code choice} made by what these keys have.
   *
   * @throws IllegalArgumentException if that is refused: with those of the keys in front that the
   *     configuration has
   */
  public <T> T refusing(Collection<Key<?>> keys, Supplier<T> choice) {
    try {
      return choice.get();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IllegalArgumentException(written(keys) + ": " + e.getMessage(), e);
    }
  }

  /**
   * The error that {@code message} says, with those of the keys in front that the configuration
   * has.
   */
  public IllegalArgumentException refused(Collection<Key<?>> keys, String message) {
    return new IllegalArgumentException(written(keys) + ": " + message);
  }

  private String written(Collection<Key<?>> keys) {
    return keys.stream().filter(this::has).map(this::written).collect(Collectors.joining(", "));
  }
}
