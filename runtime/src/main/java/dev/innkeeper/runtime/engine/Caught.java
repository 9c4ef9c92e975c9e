package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.machine.Failure;
import dev.innkeeper.runtime.plan.ServicePlan;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.runtime.thread.Bounded;
import dev.innkeeper.runtime.thread.Causes;
import dev.innkeeper.timer.TimeSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * A failure on the thread that has caught it. What the exception says of itself is asked here, once
 * and without a lock, since it is the user's code that answers: it may throw, or wait for ever.
 */
final class Caught extends Failure {

  private final Thread thread = Thread.currentThread();

  /** What stood in the log lines of the thread. */
  private final @Nullable Map<String, String> mdc = mdcOfThisThread();

  /** Written before {@link #judged}: what it is to be suppressed in. */
  private @Nullable Throwable earlier;

  private volatile boolean judged;

  /** One of a call after which no restart is decided on. */
  Caught(Causes causes, String where, boolean asAsked) {
    super(causes.thrown(), where, asAsked, isHopeless(causes.thrown()));
  }

  /** One that the policies of its service are for. Only a restart needs to know the causes. */
  Caught(Causes causes, String where, boolean asAsked, ServicePlan plan) {
    super(
        causes.thrown(),
        where,
        asAsked,
        mayRestart(plan) ? causes.anyOf(Caught::isHopeless) : isHopeless(causes.thrown()));
  }

  private static boolean mayRestart(ServicePlan plan) {
    return plan.failurePolicy() instanceof RestartPolicy
        || plan.startFailurePolicy() instanceof RestartPolicy;
  }

  private static boolean isHopeless(Throwable thrown) {
    return thrown instanceof VirtualMachineError || thrown instanceof LinkageError;
  }

  private static @Nullable Map<String, String> mdcOfThisThread() {
    try {
      return MDC.getCopyOfContextMap();
    } catch (Throwable t) { // a log binding must not hide a failure
      return null;
    }
  }

  @Nullable Map<String, String> mdc() {
    return mdc;
  }

  // ---- in a drain

  void judge(@Nullable Throwable suppressIn, TimeSource time) {
    earlier = suppressIn;
    judged = true;
    time.unpark(thread);
  }

  // ---- on the thread that has caught it

  /**
   * Waits until it was decided what follows, and does its part: to suppress one exception in
   * another takes its lock, which is the user's, who may keep it.
   */
  void awaitJudgement(Engine engine) {
    if (!judged) {
      engine.waiting().add(thread);
      // Woken by whoever drains, which is soon.
      engine.time().awaitUninterruptibly(this, () -> judged || engine.isBroken());
      engine.waiting().remove(thread);
    }
    Throwable first = earlier;
    if (first != null) {
      Bounded.run(() -> suppressIn(first));
    }
  }

  private void suppressIn(Throwable first) {
    try {
      first.addSuppressed(thrown());
    } catch (Throwable t) { // out of a cause of its own, or for want of memory: it was told by then
      return;
    }
  }
}
