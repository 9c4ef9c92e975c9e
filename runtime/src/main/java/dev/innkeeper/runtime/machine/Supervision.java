package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.machine.RestartHistory.Restart;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.RestartPolicy;
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

  /** What is to be done about a failure. */
  record Consequence(boolean stopsHost, @Nullable Restart restart) {
    static final Consequence NONE = new Consequence(false, null);
    static final Consequence STOP_HOST = new Consequence(true, null);
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
      return of(policy);
    }
    Optional<Restart> next = hopeless ? Optional.empty() : history.next(now);
    if (next.isEmpty()) {
      return of(restart.otherwise());
    }
    ordered = false;
    delayed = true;
    notBefore = now + next.get().delayNanos();
    return new Consequence(false, next.get());
  }

  /** It could not be stopped in order to be started again. */
  Consequence couldNotStop() {
    return policy instanceof RestartPolicy restart ? of(restart.otherwise()) : Consequence.NONE;
  }

  private static Consequence of(FailurePolicy policy) {
    return policy == FailurePolicy.stopHost() ? Consequence.STOP_HOST : Consequence.NONE;
  }
}
