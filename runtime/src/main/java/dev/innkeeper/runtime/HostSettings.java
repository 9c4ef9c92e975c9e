package dev.innkeeper.runtime;

import dev.innkeeper.runtime.HostBuilder.Registration;
import dev.innkeeper.runtime.events.HostLog;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a host and of its services, from a configuration.
 *
 * <pre>{@code
 * HostSettings settings = HostSettings.from(Map.of(
 *     "shutdownTimeout", "20s",
 *     "services.inbox.onFailure", "restart"));
 * Host.builder("orders").background("inbox", inbox).settings(settings).build();
 * }</pre>
 *
 * <p>Keys are the names of the builder's methods: {@code startConcurrently}, {@code
 * stopConcurrently}, {@code stopWhenComplete}, {@code startupTimeout}, {@code shutdownTimeout},
 * {@code drainDelay}, {@code warnAboutSlowStart}, {@code warnIfForgotten}, {@code mdcKey}; and for
 * a service {@code services.NAME.} with {@code startTimeout}, {@code stopTimeout}, {@code
 * interruptAfter}, {@code onFailure}, {@code onStartFailure}, {@code waitForReady} or {@code
 * platformThreads}. Durations are like {@code 250ms}, {@code 20s}, {@code 5m}, {@code 1h} or {@code
 * PT1M30S}; {@code onFailure} and {@code onStartFailure} are {@code stopHost}, {@code ignore} or
 * {@code restart}; the others are {@code true} or {@code false}.
 *
 * <p>A key that is unknown, or a value that is not allowed, is an error that names it, the value
 * and what is allowed. Immutable.
 *
 * @since 0.1
 */
public final class HostSettings {

  static final HostSettings NONE = new HostSettings(List.of());

  private static final String SERVICES = "services.";

  /**
   * How an option is read, and where it goes.
   *
   * @param scratch what the value is tried on
   * @param chosen what the builder has; null: nothing
   */
  private record Option<B, T>(
      Supplier<B> scratch,
      Function<String, T> parser,
      String allowed,
      Function<B, @Nullable T> chosen,
      BiConsumer<B, T> setter) {

    Setting<B> parse(String key, String value) {
      try {
        T parsed = parser.apply(value.strip());
        setter.accept(scratch.get(), parsed);
        return (builder, log) -> set(key, builder, parsed, log);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            key + " is '" + value + "', but must be " + allowed + ": " + e.getMessage(), e);
      }
    }

    private void set(String key, B builder, T parsed, HostLog log) {
      T before = chosen.apply(builder);
      setter.accept(builder, parsed);
      if (before != null && !before.equals(parsed)) {
        log.overruled(key, before, parsed);
      }
    }
  }

  /** A value that was read. Sets it, and logs what it has overruled. */
  private interface Setting<B> {
    void apply(B builder, HostLog log);
  }

  private static final Map<String, Option<HostBuilder, ?>> OF_HOST = ofHost();
  private static final Map<String, Option<ServiceOptions, ?>> OF_SERVICE = ofService();

  private static Map<String, Option<HostBuilder, ?>> ofHost() {
    Options<HostBuilder> all = new Options<>(() -> new HostBuilder("scratch"));
    all.flag("startConcurrently", HostBuilder::startsConcurrently, HostBuilder::startConcurrently);
    all.flag("stopConcurrently", HostBuilder::stopsConcurrently, HostBuilder::stopConcurrently);
    all.flag("stopWhenComplete", HostBuilder::stopsWhenComplete, HostBuilder::stopWhenComplete);
    all.duration("startupTimeout", HostBuilder::startupTimeout, HostBuilder::startupTimeout);
    all.duration("shutdownTimeout", HostBuilder::shutdownTimeout, HostBuilder::shutdownTimeout);
    all.duration("drainDelay", HostBuilder::drainDelay, HostBuilder::drainDelay);
    all.duration("warnAboutSlowStart", HostBuilder::slowStart, HostBuilder::warnAboutSlowStart);
    all.flag("warnIfForgotten", HostBuilder::warnsIfForgotten, HostBuilder::warnIfForgotten);
    all.add("mdcKey", key -> key, "a key", HostBuilder::mdcKey, HostBuilder::mdcKey);
    return all.byName;
  }

  private static Map<String, Option<ServiceOptions, ?>> ofService() {
    Options<ServiceOptions> all = new Options<>(ServiceOptions::new);
    all.duration("startTimeout", ServiceOptions::startTimeout, ServiceOptions::startTimeout);
    all.duration("stopTimeout", ServiceOptions::stopTimeout, ServiceOptions::stopTimeout);
    all.duration("interruptAfter", ServiceOptions::interruptAfter, ServiceOptions::interruptAfter);
    all.add(
        "onFailure",
        HostSettings::policy,
        "stopHost, ignore or restart",
        ServiceOptions::failurePolicy,
        ServiceOptions::onFailure);
    all.add(
        "onStartFailure",
        HostSettings::policy,
        "stopHost, ignore or restart",
        ServiceOptions::startFailurePolicy,
        ServiceOptions::onStartFailure);
    all.flag("waitForReady", ServiceOptions::waitsForReady, ServiceOptions::waitForReady);
    all.flag(
        "platformThreads", ServiceOptions::wantsPlatformThreads, ServiceOptions::platformThreads);
    return all.byName;
  }

  /** A table of options in the making. */
  private record Options<B>(Supplier<B> scratch, Map<String, Option<B, ?>> byName) {

    Options(Supplier<B> scratch) {
      this(scratch, new TreeMap<>());
    }

    void duration(
        String key, Function<B, @Nullable Duration> chosen, BiConsumer<B, Duration> setter) {
      add(key, Durations::parse, "a duration like 250ms, 20s, 5m or PT1M30S", chosen, setter);
    }

    void flag(String key, Function<B, @Nullable Boolean> chosen, BiConsumer<B, Boolean> setter) {
      add(key, HostSettings::truth, "true or false", chosen, setter);
    }

    <T> void add(
        String key,
        Function<String, T> parser,
        String allowed,
        Function<B, @Nullable T> chosen,
        BiConsumer<B, T> setter) {
      byName.put(key, new Option<>(scratch, parser, allowed, chosen, setter));
    }
  }

  private static Boolean truth(String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("it is neither");
    };
  }

  private static FailurePolicy policy(String value) {
    return switch (value) {
      case "stopHost" -> FailurePolicy.stopHost();
      case "ignore" -> FailurePolicy.ignore();
      case "restart" -> FailurePolicy.restart();
      default -> throw new IllegalArgumentException("it is none of these");
    };
  }

  /** One for the host, or for the service with this name. */
  private record Entry(
      String key,
      @Nullable Setting<HostBuilder> ofHost,
      @Nullable String service,
      @Nullable Setting<ServiceOptions> ofService) {}

  private final List<Entry> entries;

  private HostSettings(List<Entry> entries) {
    this.entries = entries;
  }

  /**
   * Reads all entries.
   *
   * @throws IllegalArgumentException if a key is unknown, or a value is not allowed
   */
  public static HostSettings from(Map<String, String> values) {
    return from(values, "");
  }

  /**
   * Reads the entries whose key begins with {@code prefix}, such as {@code innkeeper.}, and leaves
   * the others alone.
   *
   * @throws IllegalArgumentException if one of these keys is unknown, or its value is not allowed
   */
  public static HostSettings from(Map<String, String> values, String prefix) {
    Objects.requireNonNull(prefix, "prefix");
    TreeMap<String, String> sorted = new TreeMap<>();
    Objects.requireNonNull(values, "values")
        .forEach((key, value) -> sorted.put(Objects.requireNonNull(key, "a key"), value));
    List<Entry> entries =
        sorted.entrySet().stream()
            .filter(e -> e.getKey().startsWith(prefix))
            .map(e -> entry(e.getKey(), e.getKey().substring(prefix.length()), e.getValue()))
            .toList();
    return new HostSettings(entries);
  }

  /**
   * As {@link #from(Map)}, of properties with their defaults.
   *
   * @throws IllegalArgumentException if a key is unknown, or a value is not allowed
   */
  public static HostSettings from(Properties properties) {
    return from(properties, "");
  }

  /**
   * As {@link #from(Map, String)}, of properties with their defaults.
   *
   * @throws IllegalArgumentException if one of these keys is unknown, or its value is not allowed
   */
  public static HostSettings from(Properties properties, String prefix) {
    return from(
        properties.stringPropertyNames().stream()
            .collect(Collectors.toMap(name -> name, properties::getProperty)),
        prefix);
  }

  private static Entry entry(String key, String name, @Nullable String value) {
    if (value == null) {
      throw new IllegalArgumentException(key + " has no value: it is null");
    }
    int lastDot = name.lastIndexOf('.');
    if (name.startsWith(SERVICES) && lastDot > SERVICES.length()) {
      Option<ServiceOptions, ?> option = OF_SERVICE.get(name.substring(lastDot + 1));
      if (option != null) {
        String service = name.substring(SERVICES.length(), lastDot);
        return new Entry(key, null, service, option.parse(key, value));
      }
    }
    Option<HostBuilder, ?> option = OF_HOST.get(name);
    if (option == null) {
      throw new IllegalArgumentException(
          "unknown key '"
              + key
              + "' with value '"
              + value
              + "'; there are "
              + String.join(", ", OF_HOST.keySet())
              + ", and services.NAME. with "
              + String.join(", ", OF_SERVICE.keySet()));
    }
    return new Entry(key, option.parse(key, value), null, null);
  }

  /**
   * @throws IllegalArgumentException if a service is named that is not there
   */
  void applyTo(HostBuilder builder, HostLog log) {
    for (Entry entry : entries) {
      if (entry.ofHost != null) {
        entry.ofHost.apply(builder, log);
      }
      if (entry.ofService != null) {
        entry.ofService.apply(optionsOf(entry, builder), log);
      }
    }
  }

  private static ServiceOptions optionsOf(Entry entry, HostBuilder builder) {
    return builder.services().stream()
        .filter(service -> service.name().equals(entry.service))
        .map(Registration::options)
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                entry.key
                    + ": no service is named '"
                    + entry.service
                    + "'; there are "
                    + builder.services().stream().map(Registration::name).sorted().toList()));
  }

  @Override
  public String toString() {
    return "HostSettings" + entries.stream().map(Entry::key).toList();
  }
}
