package dev.innkeeper.runtime;

import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.runtime.settings.EnvironmentSource;
import dev.innkeeper.runtime.settings.Keys;
import dev.innkeeper.runtime.settings.Layers;
import dev.innkeeper.runtime.settings.MapSource;
import dev.innkeeper.runtime.settings.ServiceNames;
import dev.innkeeper.runtime.settings.Source;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Settings of a host, and of its services, queues, jobs and schedulers, from a configuration.
 *
 * <pre>{@code
 * HostSettings settings =
 *     HostSettings.from(Path.of("host.properties"))
 *         .and(HostSettings.fromEnvironment(System.getenv(), "INNKEEPER_"));
 * Host host = Host.builder("orders").background("inbox", inbox).settings(settings).build();
 * System.out.println(host.describeSettings());
 * }</pre>
 *
 * <p><b>Keys</b> are the names of the builders' methods: {@code shutdownTimeout}; {@code
 * services.NAME.stopTimeout}, {@code queues.NAME.workers}, {@code jobs.NAME.cron} and {@code
 * schedulers.NAME.tolerance} for the service of that name. {@link #keys()} has all of them. Case,
 * {@code -} and {@code _} make no difference, but in the name of a service.
 *
 * <p><b>Values</b>: durations are like {@code 250ms}, {@code 20s}, {@code 1.5s}, {@code 5m}, {@code
 * 1h}, {@code 1d} or {@code PT1M30S}; a {@link FailurePolicy} is {@code stopHost}, {@code ignore}
 * or {@code restart}, which keeps what the code has chosen for a {@link RestartPolicy}, but for
 * what {@code services.NAME.restart.…} names.
 *
 * <p><b>Errors:</b> a key that is unknown, or a value that is not allowed, is an error that names
 * the key, the value and what is expected. What depends on the services is checked by {@link
 * HostBuilder#build()}.
 *
 * <p>Immutable.
 *
 * @since 0.1
 */
public final class HostSettings {

  static final HostSettings NONE = new HostSettings(List.of());

  /** The later wins. */
  private final List<Source> sources;

  private HostSettings(List<Source> sources) {
    this.sources = sources;
  }

  /**
   * Reads all entries.
   *
   * @throws IllegalArgumentException if a key is unknown, a value is not allowed, or two keys are
   *     spellings of one
   */
  public static HostSettings from(Map<String, String> values) {
    return from(values, "");
  }

  /**
   * Reads the entries whose key begins with {@code prefix}, such as {@code innkeeper.}, and leaves
   * the others alone.
   *
   * @throws IllegalArgumentException if one of these keys is unknown, its value is not allowed, or
   *     two of them are spellings of one
   */
  public static HostSettings from(Map<String, String> values, String prefix) {
    Objects.requireNonNull(values, "values");
    Objects.requireNonNull(prefix, "prefix");
    return new HostSettings(List.of(MapSource.of("map", values, prefix)));
  }

  /**
   * As {@link #from(Map)}, of properties with their defaults.
   *
   * @throws IllegalArgumentException as there
   */
  public static HostSettings from(Properties properties) {
    return from(properties, "");
  }

  /**
   * As {@link #from(Map, String)}, of properties with their defaults.
   *
   * @throws IllegalArgumentException as there
   */
  public static HostSettings from(Properties properties, String prefix) {
    return from(
            properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty)),
            prefix)
        .named("properties");
  }

  /**
   * As {@link #from(Map)}, of a file of properties in UTF-8, which names the source.
   *
   * @throws IllegalArgumentException as there, or if the file has an escape that is none
   * @throws UncheckedIOException if the file cannot be read
   */
  public static HostSettings from(Path file) {
    return from(file, "");
  }

  /**
   * As {@link #from(Map, String)}, of a file of properties in UTF-8, which names the source.
   *
   * @throws IllegalArgumentException as there, or if the file has an escape that is none
   * @throws UncheckedIOException if the file cannot be read
   */
  public static HostSettings from(Path file, String prefix) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read settings from " + file.toAbsolutePath() + ": " + e, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          file.toAbsolutePath() + " is not a valid properties file: " + e.getMessage(), e);
    }
    return from(properties, prefix).named(String.valueOf(file.getFileName()));
  }

  /**
   * Takes the variables whose name begins with {@code prefix}, such as {@code INNKEEPER_}. By the
   * rule of MicroProfile Config, a variable is the one of a key if its name is that of the key in
   * upper case, with {@code _} for what is neither a letter nor a digit: {@code
   * services.in-box.stopTimeout} is {@code INNKEEPER_SERVICES_IN_BOX_STOPTIMEOUT}, or {@code
   * …_STOP_TIMEOUT}.
   *
   * <p>Since that needs the names of the services, {@link HostBuilder#build()} reads them. It
   * refuses a variable that is of no key, or of two, and two variables of one key.
   *
   * @throws IllegalArgumentException if the prefix is empty
   */
  public static HostSettings fromEnvironment(Map<String, String> environment, String prefix) {
    Objects.requireNonNull(environment, "environment");
    Objects.requireNonNull(prefix, "prefix");
    return new HostSettings(List.of(EnvironmentSource.of("environment", environment, prefix)));
  }

  /**
   * These settings, and {@code others}, which win where both have a key. Each is refused for its
   * own mistakes all the same.
   */
  public HostSettings and(HostSettings others) {
    return new HostSettings(Stream.concat(sources.stream(), others.sources.stream()).toList());
  }

  /**
   * These settings, with a name for where they come from, which {@link #describe()} shows: that of
   * a file.
   *
   * @throws IllegalStateException if they come from several places: name each, before {@link #and}
   */
  public HostSettings named(String source) {
    Objects.requireNonNull(source, "source");
    if (sources.size() > 1) {
      throw new IllegalStateException(
          "these settings come from "
              + sources.size()
              + " places: name each of them, before and()");
    }
    return new HostSettings(sources.stream().map(each -> each.named(source)).toList());
  }

  /**
   * What these settings have, one a line, with where each comes from, the ones that win last.
   * {@link Host#describeSettings()} has all that is in force.
   */
  public String describe() {
    return sources.stream()
        .flatMap(source -> source.described().stream())
        .collect(Collectors.joining("\n"));
  }

  /** All keys, in the order in which a table would have them. */
  public static List<SettingKey> keys() {
    return Keys.all().map(SettingKey::new).toList();
  }

  /**
   * For a host with these services, whose names are asked for if need be.
   *
   * @throws IllegalArgumentException if an entry is for nothing that is there
   */
  Layers layers(Supplier<ServiceNames> services) {
    return new Layers(sources, sources.isEmpty() ? new ServiceNames(Map.of()) : services.get());
  }

  /** The keys, without their values. */
  @Override
  public String toString() {
    return "HostSettings" + sources.stream().flatMap(s -> s.written().stream()).toList();
  }
}
