package dev.innkeeper.runtime.settings;

import dev.innkeeper.timer.message.Shown;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** What several sources have for one host: the later wins, key by key. Immutable. */
public final class Layers {

  private record Owner(Group group, String name) {}

  private final Map<Owner, Map<Key<?>, Setting<?>>> byOwner = new LinkedHashMap<>();

  /**
   * Reads the sources for a host with these services.
   *
   * @throws IllegalArgumentException if an entry is for nothing that is there
   */
  public Layers(List<Source> sources, ServiceNames services) {
    Map<String, Setting<?>> byKey = new TreeMap<>();
    sources.stream()
        .flatMap(source -> source.settings(services).stream())
        .forEach(setting -> byKey.put(setting.canonical(), setting));
    for (Setting<?> setting : byKey.values()) {
      byOwner
          .computeIfAbsent(
              new Owner(setting.key().group(), setting.name()), owner -> new LinkedHashMap<>())
          .put(setting.key(), setting);
    }
  }

  public Values of(Group group, String name) {
    return new Values(name, byOwner.getOrDefault(new Owner(group, name), Map.of()));
  }

  /** What is named, but for the host. */
  public void forEachName(BiConsumer<Group, String> action) {
    byOwner
        .keySet()
        .forEach(owner -> {
          if (owner.group != Group.HOST) {
            action.accept(owner.group, owner.name);
          }
        });
  }

  /** The first of its keys, as it is written. */
  public String firstKey(Group group, String name) {
    Collection<Setting<?>> settings =
        byOwner.getOrDefault(new Owner(group, name), Map.of()).values();
    return settings.stream()
        .findFirst()
        .map(setting -> Shown.text(setting.given().written()))
        .orElse(group.prefix());
  }
}
