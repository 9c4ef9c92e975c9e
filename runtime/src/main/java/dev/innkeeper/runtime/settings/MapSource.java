package dev.innkeeper.runtime.settings;

import dev.innkeeper.timer.message.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Keys and values, all of them read at once. */
public final class MapSource implements Source {

  private final List<Setting<?>> settings;

  private MapSource(List<Setting<?>> settings) {
    this.settings = settings;
  }

  /**
   * Reads what begins with the prefix.
   *
   * @throws IllegalArgumentException if a key is unknown, a value is not allowed, or two keys are
   *     spellings of one
   */
  public static MapSource of(String name, Map<String, String> values, String prefix) {
    TreeMap<String, String> sorted = new TreeMap<>();
    values.forEach((key, value) -> sorted.put(Objects.requireNonNull(key, "a key"), value));
    List<Setting<?>> settings = new ArrayList<>();
    Map<String, String> spellings = new HashMap<>();
    sorted.forEach((written, text) -> {
      if (written.startsWith(prefix)) {
        if (text == null) {
          throw new IllegalArgumentException(Shown.text(written) + " has no value: it is null");
        }
        Setting<?> setting =
            KeyText.of(written, prefix.length(), text).setting(new Given(written, text, name));
        String other = spellings.put(setting.canonical(), written);
        if (other != null) {
          throw twice(other, written, setting);
        }
        settings.add(setting);
      }
    });
    return new MapSource(List.copyOf(settings));
  }

  static IllegalArgumentException twice(String one, String other, Setting<?> setting) {
    return new IllegalArgumentException(
        "'"
            + Shown.text(one)
            + "' and '"
            + Shown.text(other)
            + "' are both the key "
            + Shown.text(setting.canonical())
            + ": leave one out");
  }

  @Override
  public Source named(String name) {
    return new MapSource(settings.stream().<Setting<?>>map(s -> renamed(s, name)).toList());
  }

  private static <T> Setting<T> renamed(Setting<T> setting, String name) {
    Given given = setting.given();
    return new Setting<>(
        setting.key(),
        setting.name(),
        new Given(given.written(), given.text(), name),
        setting.value());
  }

  @Override
  public List<String> written() {
    return settings.stream().map(setting -> setting.given().written()).toList();
  }

  @Override
  public List<String> described() {
    return settings.stream().map(Setting::described).toList();
  }

  @Override
  public List<Setting<?>> settings(ServiceNames services) {
    return settings;
  }
}
