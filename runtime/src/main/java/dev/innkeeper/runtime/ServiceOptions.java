package dev.innkeeper.runtime;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one service is to be treated; given to {@link HostBuilder#add} as a lambda.
 *
 * <pre>{@code
 * builder.add("http", api, s -> s.dependsOn("migrate").stopTimeout(Duration.ofSeconds(5)));
 * }</pre>
 *
 * <p>Not thread-safe; read when the lambda returns.
 *
 * @since 0.1
 */
public final class ServiceOptions {

  private final Set<String> dependencies = new LinkedHashSet<>();
  private @Nullable Duration startTimeout;
  private @Nullable Duration stopTimeout;
  private @Nullable Duration interruptAfter;
  private FailurePolicy failurePolicy = FailurePolicy.stopHost();

  ServiceOptions() {}

  /**
   * Services that must have started before this one starts, and that are stopped only after it has
   * stopped. The host's {@code build()} checks the names. Several calls add up.
   */
  public ServiceOptions dependsOn(String... names) {
    for (String name : names) {
      dependencies.add(Objects.requireNonNull(name, "name"));
    }
    return this;
  }

  /**
   * How long {@code start} may take; past it, the host's start has failed. Default: no limit of its
   * own.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ServiceOptions startTimeout(Duration timeout) {
    startTimeout = Durations.positive("start timeout", timeout);
    return this;
  }

  /**
   * How long the service may take to stop, from being asked to being abandoned. Default, and at
   * most: its fair share of the host's shutdown timeout.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ServiceOptions stopTimeout(Duration timeout) {
    stopTimeout = Durations.positive("stop timeout", timeout);
    return this;
  }

  /**
   * How long after being asked to stop the service's work is interrupted, and how long after its
   * call its {@code stop}; zero: at once. Default: half of the time that is left then, for the work
   * of a {@link BackgroundService} at most 2 seconds.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public ServiceOptions interruptAfter(Duration delay) {
    interruptAfter = Durations.zeroOrMore("interrupt after", delay);
    return this;
  }

  /** What follows when the service fails. Default: {@link FailurePolicy#stopHost()}. */
  public ServiceOptions onFailure(FailurePolicy policy) {
    failurePolicy = Objects.requireNonNull(policy, "policy");
    return this;
  }

  ServiceSpec toSpec(String name, HostedService service) {
    return new ServiceSpec(
        name,
        service,
        List.copyOf(dependencies),
        startTimeout,
        stopTimeout,
        interruptAfter,
        failurePolicy);
  }
}
