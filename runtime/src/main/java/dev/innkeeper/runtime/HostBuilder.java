package dev.innkeeper.runtime;

import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the services of a {@link Host}, and how it is to treat them.
 *
 * <p>Not thread-safe. The services inherit the context class loader of the thread that calls {@link
 * #build()}.
 *
 * @since 0.1
 */
public final class HostBuilder {

  private final String name;
  private final List<ServiceSpec> services = new ArrayList<>();
  private boolean startConcurrently;
  private boolean stopConcurrently;
  private @Nullable Duration startupTimeout;
  private Duration shutdownTimeout = Duration.ofSeconds(25);
  private TimeSource time = TimeSource.system();

  HostBuilder(String name) {
    this.name = checkedName("host", name);
  }

  /**
   * Adds a service; a lambda is its {@code start}, and work that goes on belongs in {@link
   * #background}. Two instances of one class are two services, under two names.
   */
  public HostBuilder add(String name, HostedService service) {
    return add(name, service, options -> {});
  }

  /** Adds a service with options. */
  public HostBuilder add(String name, HostedService service, Consumer<ServiceOptions> options) {
    Objects.requireNonNull(service, "service");
    ServiceOptions chosen = new ServiceOptions();
    options.accept(chosen);
    services.add(chosen.toSpec(checkedName("service", name), service));
    return this;
  }

  /** Adds a background service: as {@link #add}, and a lambda is its {@code execute}. */
  public HostBuilder background(String name, BackgroundService service) {
    return add(name, service);
  }

  /** Adds a background service with options: {@link #add} for lambdas. */
  public HostBuilder background(
      String name, BackgroundService service, Consumer<ServiceOptions> options) {
    return add(name, service, options);
  }

  /**
   * Starts each service the moment those that it depends on have started. Default: one after the
   * other, in the order of registration.
   */
  public HostBuilder startConcurrently() {
    startConcurrently = true;
    return this;
  }

  /**
   * Stops each service the moment those that depend on it have stopped. Default: one after the
   * other, in the reverse of the start.
   */
  public HostBuilder stopConcurrently() {
    stopConcurrently = true;
    return this;
  }

  /**
   * How long the whole start may take; past it, it has failed and is rolled back. Default: no
   * limit.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public HostBuilder startupTimeout(Duration timeout) {
    startupTimeout = Durations.positive("startup timeout", timeout);
    return this;
  }

  /**
   * How long the whole stop may take; at the end of it, what still runs is abandoned. Default: 25
   * seconds, because Kubernetes kills after 30.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public HostBuilder shutdownTimeout(Duration timeout) {
    shutdownTimeout = Durations.positive("shutdown timeout", timeout);
    return this;
  }

  /** The time to go by. Default: {@link TimeSource#system()}. */
  public HostBuilder timeSource(TimeSource source) {
    time = Objects.requireNonNull(source, "timeSource");
    return this;
  }

  /**
   * Makes the host. The builder may be used again; hosts do not share anything but the services.
   *
   * @throws IllegalArgumentException if two services have one name, if one depends on a name that
   *     is not there, or if there is a cycle, which the message shows in order
   */
  public Host build() {
    List<ServiceSpec> specs = List.copyOf(services);
    return new Host(
        new HostConfig(
            name,
            specs,
            new ServiceGraph(specs),
            startConcurrently,
            stopConcurrently,
            startupTimeout,
            shutdownTimeout,
            time,
            Thread.currentThread().getContextClassLoader()));
  }

  private static String checkedName(String what, String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a " + what + " needs a name, not '" + name + "'");
    }
    return name;
  }
}
