package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.machine.RestartHistory.Restart;
import dev.innkeeper.runtime.plan.ServicePlan;
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

  /** What a failed start goes by. */
  private enum Occasion {
    /**
     * It has not been up: its start is part of the host's, or has not been given up since. That of
     * a service that stands by never is.
     */
    FIRST_START,
    LATER
  }

  /** A policy, and the restarts that it counts, if it does. */
  private record Rule(FailurePolicy policy, @Nullable RestartHistory history) {

    static Rule of(FailurePolicy policy, long seed) {
      return new Rule(
          policy,
          policy instanceof RestartPolicy restart ? new RestartHistory(restart, seed) : null);
    }

    /** Empty: it does not restart, or not any more. */
    Optional<Restart> next(boolean hopeless, long now) {
      return hopeless || history == null ? Optional.empty() : history.next(now);
    }

    /** What the service has done, in words. */
    String whyNoRestart(boolean hopeless) {
      if (!(policy instanceof RestartPolicy restart)) {
        return "failed";
      }
      return hopeless ? "failed with an error that no restart can mend" : limitOf(restart);
    }

    String inWords(Restart next) {
      RestartPolicy restart = (RestartPolicy) policy;
      return "it has failed: restart %d of the %d that its policy allows in %s"
          .formatted(next.number(), restart.restarts(), Durations.write(restart.window()));
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

    /** What follows without a restart. */
    FailurePolicy end() {
      return policy instanceof RestartPolicy restart ? restart.otherwise() : policy;
    }
  }

  private final Rule ofFirstStart;
  private final Rule later;

  private Occasion occasion;
  private Goal goal = Goal.UP;

  /** The next life, or the present one, was asked for by an operator, who hears of its failure. */
  private boolean ordered;

  /** The next life is not to begin before that. */
  private boolean delayed;

  private long notBefore;

  /** In words, which restart it is; null: none of a policy. */
  private @Nullable String restart;

  Supervision(ServicePlan plan, long seed) {
    ofFirstStart = Rule.of(plan.startFailurePolicy(), ~seed);
    later = Rule.of(plan.failurePolicy(), seed);
    occasion = plan.election() == null ? Occasion.FIRST_START : Occasion.LATER;
  }

  /**
   * It has not been up, and is still to come up for the first time: with its host, in whose turns
   * it starts, however often that is tried.
   */
  boolean isFirstStart() {
    return occasion == Occasion.FIRST_START;
  }

  /** Others that depend on it do without it, once it has failed for good. */
  boolean isDispensable() {
    return ofFirstStart.end() == FailurePolicy.ignore();
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

  /** Which restart comes, or is in progress; null: none that a policy has decided on. */
  @Nullable String restartInWords() {
    return restart;
  }

  /** The present life is up: whoever ordered it has what he wanted. */
  void isUp() {
    occasion = Occasion.LATER;
    ordered = false;
    restart = null;
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
    occasion = Occasion.LATER;
    goal = Goal.DOWN;
    delayed = false;
    restart = null;
  }

  /** It would not have come up otherwise. */
  void orderUp() {
    goal = Goal.UP;
    ordered = true;
    delayed = false;
    restart = null;
  }

  void orderAgain() {
    goal = Goal.AGAIN;
    ordered = true;
    delayed = false;
    restart = null;
  }

  // ---- failures

  /**
   * The first start goes by a policy of its own. A later one that an operator has ordered is for
   * him to hear of, else it is as any failure.
   */
  Consequence startFailed(boolean hopeless, long now) {
    if (ordered) {
      wantDown();
      return Consequence.NONE;
    }
    Consequence consequence = by(isFirstStart() ? ofFirstStart : later, hopeless, now);
    if (consequence.restart == null) {
      wantDown();
    }
    return consequence;
  }

  /** It had started. */
  Consequence failed(boolean hopeless, long now) {
    occasion = Occasion.LATER;
    return by(later, hopeless, now);
  }

  private Consequence by(Rule rule, boolean hopeless, long now) {
    Optional<Restart> next = rule.next(hopeless, now);
    if (next.isEmpty()) {
      return of(rule.end(), rule.whyNoRestart(hopeless));
    }
    ordered = false;
    delayed = true;
    notBefore = now + next.get().delayNanos();
    restart = rule.inWords(next.get());
    return new Consequence(false, "", next.get());
  }

  /** It could not be stopped in order to be started again. */
  Consequence couldNotStop() {
    Rule rule = isFirstStart() ? ofFirstStart : later;
    return rule.policy instanceof RestartPolicy
        ? of(rule.end(), "failed, and could not be stopped to be restarted")
        : Consequence.NONE;
  }

  /** It still ran when the lease by which it was to run was about to end. */
  Consequence couldNotStandBy() {
    return of(later.end(), "failed to stop before its lease ended");
  }

  private static Consequence of(FailurePolicy policy, String reason) {
    return policy == FailurePolicy.stopHost()
        ? new Consequence(true, reason, null)
        : Consequence.NONE;
  }
}
