package dev.innkeeper.runtime;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.SplittableRandom;

/** The restarts of one service that its policy still counts. Not thread-safe; no clock, no wait. */
final class RestartHistory {

  private final RestartPolicy policy;
  private final SplittableRandom random;

  /** When those within the window were decided, the oldest first. */
  private final ArrayDeque<Long> decided = new ArrayDeque<>();

  RestartHistory(RestartPolicy policy, long seed) {
    this.policy = policy;
    this.random = new SplittableRandom(seed);
  }

  /** The how-manieth restart within the window, and how long to wait for it. */
  record Restart(int number, long delayNanos) {}

  /** Empty: there were too many. */
  Optional<Restart> next(long now) {
    long window = Durations.nanos(policy.window());
    while (!decided.isEmpty() && now - decided.getFirst() >= window) {
      decided.removeFirst();
    }
    if (decided.size() >= policy.restarts()) {
      return Optional.empty();
    }
    decided.addLast(now);
    int number = decided.size();
    return Optional.of(new Restart(number, policy.backoff().nanos(number, random)));
  }
}
