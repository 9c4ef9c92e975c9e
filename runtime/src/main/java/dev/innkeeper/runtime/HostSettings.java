package dev.innkeeper.runtime;

import dev.innkeeper.runtime.HostBuilder.Registration;
import dev.innkeeper.runtime.events.Notices;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.message.KnownNames;
import dev.innkeeper.timer.message.Shown;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
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
 * platformThreads}. Durations are like {@code 250ms}, {@code 20s}, {@code 1.5s}, {@code 5m}, {@code
 * 1h}, {@code 1d} or {@code PT1M30S}; {@code onFailure} and {@code onStartFailure} are {@code
 * stopHost}, {@code ignore} or {@code restart}, which keeps the limits of a {@link RestartPolicy}
 * that the builder has; the others are {@code true} or {@code false}.
 *
 * <p>A key that is unknown, or a value that is not allowed, is an error that names the key, the
 * value and what is expected. Immutable.
 *
 * @since 0.1
 */
public final class HostSettings {

  static final HostSettings NONE = new HostSettings(List.of());

  private static final String SERVICES = "services.";

  /**
   * How an option is read, and where it goes.
   *
   * @param parser throws what completes "the value is 'text': "
   * @param chosen what the builder has; null: nothing
   */
  private record Option<B, T>(
      Function<String, T> parser, Function<B, @Nullable T> chosen, BiConsumer<B, T> setter) {

    Setting<B> parse(String key, String value) {
      try {
        T parsed = parser.apply(value.strip());
        return (builder, notices) -> set(key, builder, parsed, notices);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            Shown.text(key) + " is '" + Shown.text(value) + "': " + e.getMessage(), e);
      }
    }

    private void set(String key, B builder, T parsed, Notices notices) {
      T before = chosen.apply(builder);
      setter.accept(builder, parsed);
      T after = chosen.apply(builder);
      if (before != null && after != null && !before.equals(after)) {
        notices.overruled(key, shown(before), shown(after));
      }
    }

    private static Object shown(Object value) {
      return value instanceof Duration duration ? Durations.write(duration) : value;
    }
  }

  /** A value that was read. Sets it, and logs what it has overruled. */
  private interface Setting<B> {
    void apply(B builder, Notices notices);
  }

  private static final Map<String, Option<HostBuilder, ?>> OF_HOST = ofHost();
  private static final Map<String, Option<ServiceOptions, ?>> OF_SERVICE = ofService();

  private static Map<String, Option<HostBuilder, ?>> ofHost() {
    Options<HostBuilder> all = new Options<>();
    all.flag("startConcurrently", HostBuilder::startsConcurrently, HostBuilder::startConcurrently);
    all.flag("stopConcurrently", HostBuilder::stopsConcurrently, HostBuilder::stopConcurrently);
    all.flag("stopWhenComplete", HostBuilder::stopsWhenComplete, HostBuilder::stopWhenComplete);
    all.duration("startupTimeout", HostBuilder::startupTimeout, HostBuilder::startupTimeout);
    all.duration("shutdownTimeout", HostBuilder::shutdownTimeout, HostBuilder::shutdownTimeout);
    all.durationOrZero("drainDelay", HostBuilder::drainDelay, HostBuilder::drainDelay);
    all.durationOrZero(
        "warnAboutSlowStart", HostBuilder::slowStart, HostBuilder::warnAboutSlowStart);
    all.flag("warnIfForgotten", HostBuilder::warnsIfForgotten, HostBuilder::warnIfForgotten);
    all.add("mdcKey", key -> key, HostBuilder::mdcKey, HostBuilder::mdcKey);
    return all.byName;
  }

  private static Map<String, Option<ServiceOptions, ?>> ofService() {
    Options<ServiceOptions> all = new Options<>();
    all.duration("startTimeout", ServiceOptions::startTimeout, ServiceOptions::startTimeout);
    all.duration("stopTimeout", ServiceOptions::stopTimeout, ServiceOptions::stopTimeout);
    all.durationOrZero(
        "interruptAfter", ServiceOptions::interruptAfter, ServiceOptions::interruptAfter);
    all.add(
        "onFailure",
        HostSettings::policy,
        ServiceOptions::failurePolicy,
        (options, policy) -> options.onFailure(keepingLimits(options.failurePolicy(), policy)));
    all.add(
        "onStartFailure",
        HostSettings::policy,
        ServiceOptions::startFailurePolicy,
        (options, policy) ->
            options.onStartFailure(keepingLimits(options.startFailurePolicy(), policy)));
    all.flag("waitForReady", ServiceOptions::waitsForReady, ServiceOptions::waitForReady);
    all.flag(
        "platformThreads", ServiceOptions::wantsPlatformThreads, ServiceOptions::platformThreads);
    return all.byName;
  }

  /** A table of options in the making. */
  private record Options<B>(Map<String, Option<B, ?>> byName) {

    Options() {
      this(new TreeMap<>());
    }

    void duration(
        String key, Function<B, @Nullable Duration> chosen, BiConsumer<B, Duration> setter) {
      add(key, HostSettings::positive, chosen, setter);
    }

    void durationOrZero(
        String key, Function<B, @Nullable Duration> chosen, BiConsumer<B, Duration> setter) {
      add(key, HostSettings::zeroOrMore, chosen, setter);
    }

    void flag(String key, Function<B, @Nullable Boolean> chosen, BiConsumer<B, Boolean> setter) {
      add(key, HostSettings::truth, chosen, setter);
    }

    <T> void add(
        String key,
        Function<String, T> parser,
        Function<B, @Nullable T> chosen,
        BiConsumer<B, T> setter) {
      byName.put(key, new Option<>(parser, chosen, setter));
    }
  }

  private static Duration positive(String value) {
    Duration duration = Durations.parse(value);
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException("it must be positive, such as 20s");
    }
    return duration;
  }

  private static Duration zeroOrMore(String value) {
    Duration duration = Durations.parse(value);
    if (duration.isNegative()) {
      throw new IllegalArgumentException("it must be zero or more, such as 0s or 20s");
    }
    return duration;
  }

  private static Boolean truth(String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("expected true or false");
    };
  }

  private static FailurePolicy policy(String value) {
    return switch (value) {
      case "stopHost" -> FailurePolicy.stopHost();
      case "ignore" -> FailurePolicy.ignore();
      case "restart" -> FailurePolicy.restart();
      default -> throw new IllegalArgumentException("expected stopHost, ignore or restart");
    };
  }

  /**
   * A restart keeps the limits that the builder has set for it: a configuration has no keys for
   * them.
   */
  private static FailurePolicy keepingLimits(
      @Nullable FailurePolicy chosen, FailurePolicy configured) {
    return chosen instanceof RestartPolicy && configured instanceof RestartPolicy
        ? chosen
        : configured;
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
      throw unknown(key, name, value);
    }
    return new Entry(key, option.parse(key, value), null, null);
  }

  private static IllegalArgumentException unknown(String key, String name, String value) {
    String prefix = key.substring(0, key.length() - name.length());
    List<String> meant = meantBy(name).stream().map(prefix::concat).toList();
    return new IllegalArgumentException(
        "unknown key '"
            + Shown.text(key)
            + "' with value '"
            + Shown.text(value)
            + "'; "
            + (meant.isEmpty() ? "there are " : KnownNames.didYouMean(meant) + " There are ")
            + String.join(", ", OF_HOST.keySet())
            + ", and services.NAME. with "
            + String.join(", ", OF_SERVICE.keySet()));
  }

  /** A key of the host, or one of a service, whose name is kept if there is one. */
  private static List<String> meantBy(String name) {
    int firstDot = name.indexOf('.');
    int lastDot = name.lastIndexOf('.');
    if (firstDot < 0) {
      List<String> ofHost = KnownNames.closest(name, OF_HOST.keySet());
      return ofHost.isEmpty() ? ofService("NAME", name) : ofHost;
    }
    boolean ofService =
        !KnownNames.closest(name.substring(0, firstDot), List.of("services")).isEmpty();
    return ofService && lastDot > firstDot + 1
        ? ofService(name.substring(firstDot + 1, lastDot), name.substring(lastDot + 1))
        : List.of();
  }

  private static List<String> ofService(String service, String key) {
    return KnownNames.closest(key, OF_SERVICE.keySet()).stream()
        .map(each -> SERVICES + Shown.text(service) + "." + each)
        .toList();
  }

  /**
   * @throws IllegalArgumentException if a service is named that is not there
   */
  void applyTo(HostBuilder builder, Notices notices) {
    for (Entry entry : entries) {
      if (entry.ofHost != null) {
        entry.ofHost.apply(builder, notices);
      }
      if (entry.ofService != null) {
        String service = Objects.requireNonNull(entry.service);
        entry.ofService.apply(optionsOf(service, entry.key, builder), notices);
      }
    }
  }

  private static ServiceOptions optionsOf(String name, String key, HostBuilder builder) {
    return builder.services().stream()
        .filter(service -> service.name().equals(name))
        .map(Registration::options)
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                Shown.text(key)
                    + ": no service is named '"
                    + Shown.text(name)
                    + "'; "
                    + KnownNames.insteadOf(
                        name,
                        builder.services().stream().map(Registration::name).sorted().toList())));
  }

  @Override
  public String toString() {
    return "HostSettings" + entries.stream().map(Entry::key).toList();
  }
}
