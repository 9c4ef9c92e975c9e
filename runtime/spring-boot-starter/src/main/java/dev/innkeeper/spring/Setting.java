package dev.innkeeper.spring;

import dev.innkeeper.runtime.HostSettings;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * A property, where it comes from, and what a host's settings call it.
 *
 * @param key without the prefix
 */
record Setting(ConfigurationProperty property, String key, String value) {

  private static final String PREFIX = Keys.PREFIX + ".";

  /** What completes "it cannot be used:"; null: it can. */
  @Nullable String fault() {
    try {
      HostSettings.from(Map.of(PREFIX + key, value), PREFIX);
      return null;
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  /** Others put things there that look like ours, such as Kubernetes for a service's address. */
  boolean isFromTheProcess() {
    ConfigurationPropertySource source = property.getSource();
    Object origin = source == null ? null : source.getUnderlyingSource();
    return origin instanceof PropertySource<?> named
        && (named.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)
            || named.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME));
  }

  HostConfigurationException unusable(String because, @Nullable Throwable cause) {
    return new HostConfigurationException(
        "The property "
            + this
            + " cannot be used: "
            + (because.endsWith("?") ? because : because + "."),
        "Correct it, or take it out. The properties of Innkeeper are those that an IDE completes"
            + " under 'innkeeper.', and docs/spring-boot.md has them in a table.",
        cause);
  }

  @Override
  public String toString() {
    return "'%s' with the value '%s', from %s,"
        .formatted(
            property.getName(),
            value,
            property.getOrigin() == null ? "an unknown place" : property.getOrigin());
  }
}
