package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.machine.HealthSource;
import dev.innkeeper.runtime.machine.Message;
import dev.innkeeper.runtime.plan.HealthCheckPlan;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.thread.Interruptible;
import dev.innkeeper.runtime.thread.ThreadScope;
import dev.innkeeper.runtime.time.Durations;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Asks services how well they are, again and again while they run. The host thread keeps the times;
 * each check has a thread of its own, so one that hangs holds up no other.
 */
final class HealthChecks {

  /**
   * One check of a service at a time, whatever its lives: one that does not return holds up those
   * of the next life. The host thread's alone.
   */
  private static final class Turn {
    private boolean taken;
    private @Nullable Asking waiting;
  }

  /** The checks of one life of a service, one after the other. */
  private final class Asking {
    private final LifeThread life;
    private final HealthCheckPlan plan;
    private final Turn turn;

    private final Question question = new Question();

    /** When to ask again: cancelled at the end, since it holds the whole life. */
    private volatile Deadlines.@Nullable Deadline next;

    Asking(LifeThread life, HealthCheckPlan plan, Turn turn) {
      this.life = life;
      this.plan = plan;
      this.turn = turn;
    }

    // ---- on the host thread

    void ask() {
      if (isOver()) {
        return;
      }
      long began = engine.clock().now();
      if (turn.taken) {
        turn.waiting = this;
        engine.deadlines().look(began + Durations.nanos(plan.timeout()), this::waitsForLong);
        return;
      }
      Interruptible call = new Interruptible();
      if (question.ask(call)) {
        turn.taken = true;
        fork(call, began);
      }
    }

    private void fork(Interruptible call, long began) {
      String name = life.threadName() + "/health";
      try {
        hostThread
            .scope()
            .forkUninterruptible(
                ThreadScope.threadNamed(name, life.plan().platformThreads()),
                () -> check(call, began));
      } catch (Throwable t) { // there is no thread or no memory for it
        question.settle(call);
        answer(Health.down("the health check could not be made: " + t.getClass().getName()));
        hasReturned(began);
        return;
      }
      engine.deadlines().look(began + Durations.nanos(plan.timeout()), () -> isLate(call));
    }

    @SuppressWarnings("ReferenceEquality") // its identity
    private void waitsForLong() {
      if (turn.waiting == this && !isOver()) {
        answer(Health.down("a health check from before its restart has not returned"));
      }
    }

    private void hasReturned(long began) {
      turn.taken = false;
      Asking next = turn.waiting;
      turn.waiting = null;
      if (next != null) {
        next.ask();
      }
      askAgain(began);
    }

    private void askAgain(long began) {
      Deadlines.Deadline planned =
          engine.deadlines().look(began + Durations.nanos(plan.every()), this::ask);
      next = planned;
      if (question.isOver()) { // its end may have found the one before
        planned.cancel();
      }
    }

    private boolean isOver() {
      ServiceState state = engine.status(life.service()).state();
      return life.context().isStopRequested()
          || engine.isStopRequested()
          || engine.roster().life(life.service()) != life
          || state == ServiceState.FAILED
          || state == ServiceState.ABANDONED;
    }

    private void isLate(Interruptible asked) {
      if (question.settle(asked)) {
        answer(Health.down("no answer in " + Durations.show(plan.timeout())));
        interrupt(asked);
      }
    }

    /** In a drain: there is no answer wanted any more. */
    void end() {
      Interruptible asked = question.end();
      if (asked != null) {
        interrupt(asked);
      }
      Deadlines.Deadline planned = next;
      if (planned != null) {
        planned.cancel();
      }
    }

    /** By a helper, since that may wait. */
    private void interrupt(Interruptible asked) {
      engine.helpers().help(() -> asked.interrupt(engine.time()));
    }

    // ---- on the thread of the check

    private void check(Interruptible self, long began) {
      try {
        life.workplace().adopt();
        Health found = engine.calls().check(life, plan.check(), self);
        if (question.settle(self)) {
          answer(found);
        }
      } finally {
        hostThread.task(() -> hasReturned(began));
      }
    }

    private void answer(Health health) {
      engine
          .inbox()
          .post(new Message.HealthIs(life.service(), life.number(), HealthSource.CHECK, health));
    }
  }

  private final Engine engine;
  private final HostThread hostThread;

  /** Of each service the one that has begun last; null: none has. Written in a drain. */
  private final AtomicReferenceArray<@Nullable Asking> asking;

  HealthChecks(Engine engine, HostThread hostThread) {
    this.engine = engine;
    this.hostThread = hostThread;
    this.asking = new AtomicReferenceArray<>(engine.plan().services().size());
  }

  // ---- in a drain

  /** The first check is made when the service has started. */
  void stands(int service, ServiceState state) {
    HealthCheckPlan plan = engine.plan().services().get(service).healthCheck();
    boolean isUp = state == ServiceState.RUNNING || state == ServiceState.COMPLETED;
    if (plan == null || !isUp) {
      return;
    }
    LifeThread life = engine.roster().life(service);
    Asking before = asking.get(service);
    if (before == null || before.life != life) {
      Asking begins = new Asking(life, plan, before == null ? new Turn() : before.turn);
      asking.set(service, begins);
      hostThread.task(begins::ask);
    }
  }

  /** It was asked to stop. */
  void endsFor(int service) {
    Asking present = asking.get(service);
    if (present != null) {
      present.end();
    }
  }
}
