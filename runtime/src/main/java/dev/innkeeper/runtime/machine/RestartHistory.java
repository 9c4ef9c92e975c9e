package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.runtime.time.Backoff;
import dev.innkeeper.runtime.time.Durations;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.SplittableRandom;

/** The restarts of one service that its policy still counts. Not thread-safe; no clock, no wait. */
public final class RestartHistory {

  private final RestartPolicy policy;
  private final Backoff backoff;
  private final SplittableRandom random;

  /** When those within the window were decided, the oldest first. */
  private final ArrayDeque<Long> decided = new ArrayDeque<>();

  public RestartHistory(RestartPolicy policy, long seed) {
    this.policy = policy;
    this.backoff = new Backoff(policy.firstDelay(), policy.longestDelay());
    this.random = new SplittableRandom(seed);
  }

  /** The how-manieth restart within the window, and how long to wait for it. */
  public record Restart(int number, long delayNanos) {}

  /** Empty: there were too many. */
  public Optional<Restart> next(long now) {
    long window = Durations.nanos(policy.window());
    while (!decided.isEmpty() && now - decided.getFirst() >= window) {
      decided.removeFirst();
    }
    if (decided.size() >= policy.restarts()) {
      return Optional.empty();
    }
    decided.addLast(now);
    int number = decided.size();
    return Optional.of(new Restart(number, backoff.nanos(number, random)));
  }
}
