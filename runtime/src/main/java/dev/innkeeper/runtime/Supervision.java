package dev.innkeeper.runtime;

import dev.innkeeper.runtime.machine.RestartHistory;
import dev.innkeeper.runtime.machine.RestartHistory.Restart;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.runtime.thread.Causes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a service is to run, while its host does: what its failure policy and its operators want.
 * Guarded by the host's monitor.
 */
final class Supervision {

  private final FailurePolicy policy;
  private final @Nullable RestartHistory history;

  /** It is to be up; if it is not, a life is to begin. */
  private boolean wanted = true;

  /** The present life is to end, and another is to begin. */
  private boolean again;

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

  boolean isWanted() {
    return wanted;
  }

  boolean isDelayed() {
    return delayed;
  }

  long notBefore() {
    return notBefore;
  }

  /** Whether an operator wants the present life to end. */
  boolean wantsItDown() {
    return !wanted || again;
  }

  /** Whether the present life is to end so that another begins. */
  boolean isToStartAgain() {
    return again;
  }

  void lifeBegins() {
    again = false;
    delayed = false;
  }

  /** The present life is up: whoever ordered it has what he wanted. */
  void isUp() {
    ordered = false;
  }

  /** Whether the life that is to begin was ordered, and would not begin otherwise. */
  boolean isOrdered() {
    return ordered;
  }

  void lifeEnded() {
    again = false;
  }

  // ---- operators

  void orderStop() {
    wanted = false;
    again = false;
    delayed = false;
  }

  /** Nobody else hears of a failure if it would not have been started otherwise. */
  void orderStart() {
    ordered = ordered || !wanted;
    wanted = true;
    delayed = false;
  }

  /** Of one that is up. */
  void orderRestart() {
    ordered = true;
    again = true;
  }

  // ---- failures

  /** What is to be done about a failure. */
  record Consequence(boolean stopsHost, @Nullable Restart restart) {
    static final Consequence NONE = new Consequence(false, null);
    static final Consequence STOP_HOST = new Consequence(true, null);
  }

  /** A start while the host runs: who ordered it hears of it, else as any failure. */
  Consequence startFailed(Throwable thrown, long now) {
    if (ordered) {
      wanted = false;
      return Consequence.NONE;
    }
    Consequence consequence = failed(thrown, now);
    wanted = consequence.restart != null;
    return consequence;
  }

  Consequence failed(Throwable thrown, long now) {
    if (!(policy instanceof RestartPolicy restart) || history == null) {
      return of(policy);
    }
    Optional<Restart> next = isHopeless(thrown) ? Optional.empty() : history.next(now);
    if (next.isEmpty()) {
      return of(restart.otherwise());
    }
    ordered = false;
    delayed = true;
    notBefore = now + next.get().delayNanos();
    return new Consequence(false, next.get());
  }

  private static Consequence of(FailurePolicy policy) {
    return policy == FailurePolicy.stopHost() ? Consequence.STOP_HOST : Consequence.NONE;
  }

  private static boolean isHopeless(Throwable thrown) {
    return Causes.anyOf(thrown, t -> t instanceof VirtualMachineError || t instanceof LinkageError);
  }

  /** It could not be stopped in order to be started again. */
  Consequence couldNotStop() {
    return policy instanceof RestartPolicy restart ? of(restart.otherwise()) : Consequence.NONE;
  }
}
