package dev.innkeeper.spring;

import dev.innkeeper.runtime.HostSettings;
import dev.innkeeper.spring.Keys.OfService;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * The properties under {@code innkeeper}, all of them: Spring Boot's binder would pass over one
 * that is misspelt. Whatever a host's settings know is handed to them, so a key that is new there
 * is one here, too.
 */
final class Settings {

  static final String SHUTDOWN_TIMEOUT = "shutdownTimeout";
  static final String DRAIN_DELAY = "drainDelay";

  private static final Logger LOG = LoggerFactory.getLogger(Settings.class);

  /** What the settings of a host say of a key begins so. */
  private static final String UNKNOWN = "unknown key";

  private final Map<String, Setting> byKey;

  private Settings(Map<String, Setting> byKey) {
    this.byKey = byKey;
  }

  /**
   * Reads them.
   *
   * @throws HostConfigurationException if one is unknown, or its value is not allowed
   */
  static Settings of(Environment environment) {
    Map<String, Setting> usable = new TreeMap<>();
    for (ConfigurationProperty property : propertiesOf(environment)) {
      String key = Keys.ofSettings(property.getName());
      String text = environment.resolvePlaceholders(String.valueOf(property.getValue()));
      Setting setting = new Setting(property, key, text);
      String fault = Keys.OWN.contains(key) ? null : fault(setting);
      if (fault == null) {
        usable.put(key, setting);
      } else if (setting.isFromTheProcess() && fault.startsWith(UNKNOWN)) {
        LOG.warn("The property {} is none of Innkeeper's: {}", setting, fault);
      } else {
        throw setting.unusable(fault, null);
      }
    }
    return new Settings(usable);
  }

  /** Null: it can be used. What a host's settings do not know may be meant for the starter. */
  private static @Nullable String fault(Setting setting) {
    String fault = setting.fault();
    if (fault == null || !fault.startsWith(UNKNOWN)) {
      return fault;
    }
    return Keys.OWN.stream()
        .filter(own -> Keys.isAlike(own, setting.key()))
        .findFirst()
        .map(own -> UNKNOWN + "; did you mean '" + Keys.PREFIX + "." + Keys.kebab(own) + "'?")
        .orElse(fault);
  }

  /** Of two with one name the first source wins, as everywhere in Spring. */
  private static Collection<ConfigurationProperty> propertiesOf(Environment environment) {
    Map<ConfigurationPropertyName, ConfigurationProperty> found = new LinkedHashMap<>();
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      if (source instanceof IterableConfigurationPropertySource iterable) {
        iterable.stream()
            .filter(Keys.PREFIX::isAncestorOf)
            .filter(name -> !found.containsKey(name))
            .toList()
            .forEach(name -> add(source.getConfigurationProperty(name), found));
      }
    }
    return found.values();
  }

  private static void add(
      @Nullable ConfigurationProperty property,
      Map<ConfigurationPropertyName, ConfigurationProperty> found) {
    if (property != null) {
      found.putIfAbsent(property.getName(), property);
    }
  }

  @Nullable Setting get(String key) {
    return byKey.get(key);
  }

  @Nullable String value(String key) {
    Setting setting = byKey.get(key);
    return setting == null ? null : setting.value();
  }

  /** One that the host's settings have found to be a duration. */
  Duration duration(String key, Duration otherwise) {
    Setting setting = byKey.get(key);
    return setting == null ? otherwise : Amounts.duration(setting.value());
  }

  /**
   * What a host with these services is given. The times that Spring's part of the stop goes by are
   * always among them, so that a customizer cannot choose others for the host alone.
   */
  HostSettings forHost(List<String> services, Duration shutdownTimeout, Duration drainDelay) {
    Map<String, String> values = new TreeMap<>();
    values.put(SHUTDOWN_TIMEOUT, shutdownTimeout.toString());
    values.put(DRAIN_DELAY, drainDelay.toString());
    byKey.forEach((key, setting) -> {
      if (!Keys.OWN.contains(key)) {
        values.put(withNameOfService(key, services), setting.value());
      }
    });
    Map<String, String> prefixed = new TreeMap<>();
    values.forEach((key, value) -> prefixed.put(Keys.PREFIX + "." + key, value));
    return HostSettings.from(prefixed, Keys.PREFIX + ".");
  }

  /** An environment variable has the name of a service in capitals. */
  private static String withNameOfService(String key, List<String> services) {
    OfService known = Keys.ofService(key);
    if (known == null || services.contains(known.name())) {
      return key;
    }
    List<String> meant =
        services.stream().filter(s -> Keys.bare(s).equals(Keys.bare(known.name()))).toList();
    return meant.size() == 1
        ? new OfService(known.group(), meant.getFirst(), known.option()).toString()
        : key;
  }

  /** The setting that a message of the host's settings begins with; null: none. */
  @Nullable Setting complainedOf(String message) {
    return byKey.values().stream()
        .filter(setting -> message.startsWith(Keys.PREFIX + "." + setting.key() + ":"))
        .findFirst()
        .orElse(null);
  }
}
