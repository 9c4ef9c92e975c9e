package dev.innkeeper.runtime;

import dev.innkeeper.runtime.service.FailurePolicy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What is chosen for the services of a {@link RandomHost}. */
final class RandomOptions {

  private final RandomServices services;
  private final Witness witness;
  private final RandomHealth health;
  private final Map<String, Duration> stopTimeouts = new HashMap<>();

  RandomOptions(RandomServices services, Witness witness, RandomHealth health) {
    this.services = services;
    this.witness = witness;
    this.health = health;
  }

  void choose(
      ServiceOptions options, String name, List<String> dependencies, SplittableRandom random) {
    health.choose(name, options, random);
    options.dependsOn(dependencies.toArray(String[]::new)).onFailure(policy(random));
    if (random.nextInt(3) == 0) {
      options.onStartFailure(policy(random));
      witness.mayBeMissing(name);
    }
    if (random.nextInt(6) == 0) {
      options.startTimeout(services.upTo(random, 10));
    }
    if (random.nextInt(4) == 0) {
      Duration stopTimeout = services.upTo(random, 10);
      stopTimeouts.put(name, stopTimeout);
      options.stopTimeout(stopTimeout);
    }
    if (random.nextInt(4) == 0) {
      options.interruptAfter(services.upTo(random, 3).minusNanos(1));
    }
    if (random.nextInt(6) == 0) {
      options.waitForReady();
    }
    if (random.nextInt(10) == 0) {
      options.platformThreads();
    }
  }

  private FailurePolicy policy(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> FailurePolicy.stopHost();
      case 1 -> FailurePolicy.ignore();
      case 2 ->
          FailurePolicy.restart()
              .backoff(services.upTo(random, 1), services.upTo(random, 1).plusSeconds(1))
              .maxRestarts(3, services.upTo(random, 60))
              .orElse(FailurePolicy.ignore());
      default -> FailurePolicy.restart();
    };
  }

  /** A long time, unless less was chosen. */
  Duration stopTimeoutOf(String service) {
    return stopTimeouts.getOrDefault(service, Duration.ofDays(1));
  }
}
