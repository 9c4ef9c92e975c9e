package dev.innkeeper.runtime.settings;

import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.RestartPolicy;
import java.time.Duration;
import java.util.List;

/**
 * The keys of one restart policy, of which a service may have two.
 *
 * @param policy the key that chooses it
 * @param first how long to wait at most before the first restart
 * @param longest how long to wait at most before any
 */
public record RestartKeys(
    Key<FailurePolicy> policy,
    Key<Duration> first,
    Key<Duration> longest,
    Key<Integer> maxRestarts,
    Key<Duration> window,
    Key<FailurePolicy> orElse) {

  static RestartKeys of(Keys all, Key<FailurePolicy> policy, String prefix) {
    String ofWhich = " (" + policy.option() + "=restart)";
    return new RestartKeys(
        policy,
        all.add(
            prefix + ".first",
            Type.POSITIVE,
            "100ms",
            "The longest wait before the first restart" + ofWhich + "."),
        all.add(
            prefix + ".longest",
            Type.POSITIVE,
            "30s",
            "The longest wait before any restart" + ofWhich + "."),
        all.add(
            prefix + ".maxRestarts",
            Type.NUMBER,
            "10",
            "How many restarts there may be within the window" + ofWhich + "."),
        all.add(
            prefix + ".window",
            Type.POSITIVE,
            "10m",
            "How far back restarts count" + ofWhich + "."),
        all.add(
            prefix + ".orElse",
            Type.POLICY_WITHOUT_RESTART,
            "stopHost",
            "What follows when no restart is left" + ofWhich + "."));
  }

  /** Those that change a restart. */
  public List<Key<?>> ofRestart() {
    return List.of(first, longest, maxRestarts, window, orElse);
  }

  /** The restart, with what a configuration names in the place of what was chosen. */
  public RestartPolicy changed(RestartPolicy chosen, Values values) {
    return chosen
        .backoff(values.or(first, chosen.firstDelay()), values.or(longest, chosen.longestDelay()))
        .maxRestarts(values.or(maxRestarts, chosen.restarts()), values.or(window, chosen.window()))
        .orElse(values.or(orElse, chosen.otherwise()));
  }
}
