package dev.innkeeper.runtime.service;

import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.runtime.time.Backoff;
import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;
import java.util.Objects;

/**
 * A service that fails is stopped and started again, after a while that grows with each failure.
 *
 * <pre>{@code
 * s.onFailure(FailurePolicy.restart()
 *     .backoff(Duration.ofSeconds(1), Duration.ofMinutes(1))
 *     .maxRestarts(5, Duration.ofMinutes(30))
 *     .orElse(FailurePolicy.ignore()))
 * }</pre>
 *
 * <p>The n-th restart waits a random time between zero and {@code first · 2ⁿ⁻¹}, at most {@code
 * longest}: exponential back-off with full jitter. Only restarts within the window count, so a
 * service that ran well for that long begins anew. One that fails more often than allowed is not
 * restarted, and another policy takes over: it stops the host, unless {@link #orElse} says
 * otherwise. A {@link VirtualMachineError} or {@link LinkageError}, also as a cause, is never
 * answered with a restart.
 *
 * <p>A restart is a whole one: what runs is asked to stop and has its {@code stopTimeout} (or the
 * host's shutdown timeout) for that, {@link HostedService#stop} is called, and then, on a new
 * instance if the service was added with a supplier, {@link HostedService#start} and {@link
 * BackgroundService#execute}. One that cannot be stopped in that time is abandoned, and counts as
 * failed too often. Services that depend on it are not touched. It waits for dependencies that are
 * being restarted themselves. The first start of a service is repeated if this is its {@link
 * ServiceOptions#onStartFailure}.
 *
 * <p>Immutable. The jitter is drawn from {@link HostBuilder#randomSeed}. The limit is Erlang's
 * restart intensity, the jitter that of the AWS Architecture Blog's "Exponential Backoff And
 * Jitter".
 *
 * @since 0.1
 */
public final class RestartPolicy implements FailurePolicy {

  /** Survives some 40 seconds in which the service cannot run. */
  static final RestartPolicy DEFAULT =
      new RestartPolicy(
          new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30)),
          10,
          Duration.ofMinutes(10),
          FailurePolicy.stopHost());

  private final Backoff backoff;
  private final int restarts;
  private final Duration window;
  private final FailurePolicy otherwise;

  private RestartPolicy(Backoff backoff, int restarts, Duration window, FailurePolicy otherwise) {
    this.backoff = backoff;
    this.restarts = restarts;
    this.window = window;
    this.otherwise = otherwise;
  }

  /**
   * How long to wait at most before the first restart, and before any. Default: 100 ms and 30 s.
   *
   * @throws IllegalArgumentException if {@code first} is not positive, or longer than {@code
   *     longest}
   */
  public RestartPolicy backoff(Duration first, Duration longest) {
    return new RestartPolicy(new Backoff(first, longest), restarts, window, otherwise);
  }

  /**
   * How many restarts there may be within any stretch of time as long as {@code window}; zero:
   * none, the first failure is one too many. Default: 10 in 10 minutes.
   *
   * @throws IllegalArgumentException if {@code restarts} is negative, or {@code window} not
   *     positive
   */
  public RestartPolicy maxRestarts(int restarts, Duration window) {
    if (restarts < 0) {
      throw new IllegalArgumentException("restarts must be zero or more: " + restarts);
    }
    return new RestartPolicy(backoff, restarts, Durations.positive("window", window), otherwise);
  }

  /**
   * What follows when it has failed too often. Default: {@link FailurePolicy#stopHost()}.
   *
   * @throws IllegalArgumentException if that is a restart
   */
  public RestartPolicy orElse(FailurePolicy policy) {
    if (Objects.requireNonNull(policy, "policy") instanceof RestartPolicy) {
      throw new IllegalArgumentException(
          "orElse says what follows when the restarts are used up, and that cannot be a restart: "
              + policy);
    }
    return new RestartPolicy(backoff, restarts, window, policy);
  }

  /** How many restarts there may be within the {@link #window()}. */
  public int restarts() {
    return restarts;
  }

  /** How far back restarts count. */
  public Duration window() {
    return window;
  }

  /** What follows when it has failed too often. */
  public FailurePolicy otherwise() {
    return otherwise;
  }

  /** How long to wait at most before the first restart. */
  public Duration firstDelay() {
    return backoff.first();
  }

  /** How long to wait at most before any restart. */
  public Duration longestDelay() {
    return backoff.longest();
  }

  @Override
  public String toString() {
    return "restart after "
        + backoff
        + ", at most "
        + restarts
        + " times in "
        + Durations.write(window)
        + ", else "
        + otherwise;
  }
}
