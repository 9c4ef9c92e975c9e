package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.machine.RestartHistory.Restart;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.runtime.time.Durations;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a service while its host runs: by its operators, and by its policy for
 * failures.
 */
final class Supervision {

  /** What is wanted. */
  enum Goal {
    UP,
    DOWN,
    /** Down, and then up again in another life. */
    AGAIN
  }

  /**
   * What is to be done about a failure.
   *
   * @param reason if it stops the host, what the service has done, and if it was not restarted
   *     although that is its policy, why
   */
  record Consequence(boolean stopsHost, String reason, @Nullable Restart restart) {
    static final Consequence NONE = new Consequence(false, "", null);
    static final Consequence STOP_HOST = new Consequence(true, "failed", null);
  }

  private final FailurePolicy policy;
  private final @Nullable RestartHistory history;

  private Goal goal = Goal.UP;

  /** The next life, or the present one, was asked for by an operator, who hears of its failure. */
  private boolean ordered;

  /** The next life is not to begin before that. */
  private boolean delayed;

  private long notBefore;

  Supervision(FailurePolicy policy, long seed) {
    this.policy = policy;
    this.history =
        policy instanceof RestartPolicy restart ? new RestartHistory(restart, seed) : null;
  }

  Goal goal() {
    return goal;
  }

  boolean isDelayed() {
    return delayed;
  }

  boolean isOrdered() {
    return ordered;
  }

  long notBefore() {
    return notBefore;
  }

  /** The present life is up: whoever ordered it has what he wanted. */
  void isUp() {
    ordered = false;
  }

  void lifeEnded() {
    goal = goal == Goal.AGAIN ? Goal.UP : goal;
  }

  void delayIsOver() {
    delayed = false;
  }

  void endDelayIfOver(long now) {
    delayed &= now - notBefore < 0;
  }

  // ---- what others decide

  void wantDown() {
    goal = Goal.DOWN;
    delayed = false;
  }

  /** It would not have come up otherwise. */
  void orderUp() {
    goal = Goal.UP;
    ordered = true;
    delayed = false;
  }

  void orderAgain() {
    goal = Goal.AGAIN;
    ordered = true;
    delayed = false;
  }

  // ---- failures

  /**
   * A start while the host runs: an operator who ordered it hears of it, else it is as any failure.
   */
  Consequence startFailed(boolean hopeless, long now) {
    if (ordered) {
      wantDown();
      return Consequence.NONE;
    }
    Consequence consequence = failed(hopeless, now);
    if (consequence.restart == null) {
      wantDown();
    }
    return consequence;
  }

  Consequence failed(boolean hopeless, long now) {
    if (!(policy instanceof RestartPolicy restart) || history == null) {
      return of(policy, "failed");
    }
    if (hopeless) {
      return of(restart.otherwise(), "failed with an error that no restart can mend");
    }
    Optional<Restart> next = history.next(now);
    if (next.isEmpty()) {
      return of(restart.otherwise(), limitOf(restart));
    }
    ordered = false;
    delayed = true;
    notBefore = now + next.get().delayNanos();
    return new Consequence(false, "", next.get());
  }

  /** It could not be stopped in order to be started again. */
  Consequence couldNotStop() {
    return policy instanceof RestartPolicy restart
        ? of(restart.otherwise(), "failed, and could not be stopped to be restarted")
        : Consequence.NONE;
  }

  private static String limitOf(RestartPolicy policy) {
    int most = policy.restarts();
    String window = Durations.write(policy.window());
    return switch (most) {
      case 0 -> "failed, and its policy allows no restarts";
      case 1 -> "failed twice in " + window + ", more than the 1 restart that its policy allows";
      default ->
          "failed %d times in %s, more than the %d restarts that its policy allows"
              .formatted(most + 1L, window, most);
    };
  }

  private static Consequence of(FailurePolicy policy, String reason) {
    return policy == FailurePolicy.stopHost()
        ? new Consequence(true, reason, null)
        : Consequence.NONE;
  }
}
