package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.machine.Life.Work;
import dev.innkeeper.runtime.machine.Supervision.Goal;
import dev.innkeeper.runtime.plan.ServicePlan;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import dev.innkeeper.runtime.snapshot.Events;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One service: where it is, and what has happened to it. What comes next is for the {@link
 * StageTable} to say, how it is brought to its end for the {@link Ladder}, and what follows from a
 * failure for the {@link FailureRules}.
 */
final class ServiceMachine {

  private final HostMachine host;
  private final int number;
  private final ServicePlan plan;
  private final Neighbours neighbours = new Neighbours();
  private final Supervision supervision;
  private final Chronicle chronicle;

  private Stage stage = Stage.DOWN;

  /** The life that there is, or the last one. */
  private @Nullable Life life;

  /** Nobody waits for it any more; for itself it goes on. */
  private boolean abandoned;

  /** The election that its host has to have won while it runs; null: none. */
  private @Nullable Leadership leadership;

  ServiceMachine(HostMachine host, int number, ServicePlan plan, long seed) {
    this.host = host;
    this.number = number;
    this.plan = plan;
    this.supervision = new Supervision(plan, seed);
    this.chronicle = new Chronicle(plan);
  }

  /** Goes on as far as it can. */
  void run(long now) {
    host.ladder().askIfItsTurn(this, now);
    host.ladder().limitStepIfItsTurn(this, now);
    host.settle(this);
    while (host.table().step(this, now)) {
      host.settle(this);
    }
    tellHowItStands();
  }

  /** From the beginning on: it runs only while its host leads. */
  void standsBy(Leadership election) {
    leadership = election;
  }

  private void tellHowItStands() {
    ServiceState state = state();
    Health before = chronicle.health();
    Health health = ServiceHealth.of(this, state, before, host.isStopRequested());
    boolean toldOtherwise = !isSaid(health, state != chronicle.state());
    boolean ready = ServiceHealth.isReady(this, state, health);
    ServiceStatus status = chronicle.changed(state, health, ready);
    if (status != null) {
      host.effects().stands(number, status);
    }
    boolean told = !host.isStopRequested() && (!toldOtherwise || host.effects().tellsAll());
    if (told && before.status() != health.status()) {
      host.effects()
          .announce(
              new Events.HealthChanged(host.name(), plan.name(), before, health, toldOtherwise),
              null);
    }
  }

  /** By the service or a check, and not only by its state or by its jobs. */
  private boolean isSaid(Health health, boolean stateHasChanged) {
    Life current = life;
    if (current == null || current.isHealthOfJobs()) {
      return false;
    }
    boolean news = health.status() != Health.Status.UP || !stateHasChanged;
    return news && health.equals(current.health());
  }

  /** Always true: the stage has changed. */
  boolean to(Stage next) {
    stage = next;
    return true;
  }

  void beginLife() {
    life = new Life(lives() + 1, plan, Traits.of(plan.instance(), false));
    chronicle.lifeBegins(life.number);
  }

  /** Nobody waits for it any more. */
  void abandon() {
    abandoned = true;
    supervision.wantDown();
    life().takesPart = false;
  }

  // ---- what happens

  void returned(Message.Returned message, long now) {
    if (message.call() == Call.EXECUTE) {
      workEnded(message.failure(), now);
      return;
    }
    Life current = life();
    current.inCall = false;
    current.traits = message.traits();
    if (message.call() == Call.START && message.reached()) {
      current.startReturned = true;
      current.failedToStart = message.failure() != null;
      chronicle.startReturned();
    }
    Failure failure = message.failure();
    if (failure != null && message.call().isOfStart()) {
      host.failures().inStart(this, failure, now);
    } else if (failure != null) {
      host.failures().inStop(this, failure);
    }
  }

  /** One of an earlier life is not well or ill any more. */
  void healthIs(Message.HealthIs message) {
    if (stage.isLife() && message.life() == lives()) {
      life().healthIs(message.source(), message.health());
    }
  }

  private void workEnded(@Nullable Failure failure, long now) {
    Life current = life();
    if (current.work == Work.RUNS) {
      current.work = Work.ENDED;
    }
    if (failure != null) {
      host.failures().inWork(this, current.number, failure, now);
    } else if (!current.asked) {
      if (!abandoned && host.effects().tellsAll()) {
        host.effects().announce(new Events.ServiceCompleted(host.name(), plan.name()), null);
      }
      host.table().becomesReady(this, now);
    }
  }

  /** By its own word. */
  void saysItIsReady(int ofLife, long now) {
    if (stage.isLife() && ofLife == lives()) {
      host.table().becomesReady(this, now);
    }
  }

  /** Its threads were looked for. */
  void seen(List<StuckThread> stuckIn) {
    chronicle.stuckIn(stuckIn);
    host.effects()
        .announce(
            new Events.ServiceAbandoned(host.name(), plan.name(), chronicle.stopTook(), stuckIn),
            null);
  }

  /** A thread of it never comes out of this call: the call counts as ended. */
  void exits(Call call) {
    Life current = life;
    if (current == null || !stage.isLife()) {
      return;
    }
    if (call == Call.EXECUTE) {
      current.work = current.works() ? Work.EXITS : current.work;
    } else if (current.inCall && stage.call() == call) {
      stage = Stage.GONE;
    }
  }

  // ---- what others ask

  /** Nothing takes it back in this life: the goal of a life that falls does not become UP. */
  boolean falls() {
    return host.isStopRequested() || supervision.goal() != Goal.UP || life().ends || !isAllowed();
  }

  /** Its host leads, if that is asked for. */
  boolean isAllowed() {
    return leadership == null || leadership.isLeading();
  }

  /** It has to be down before its lease ends. */
  boolean losesLease() {
    return leadership != null && leadership.isEnding();
  }

  /** It is to run, as soon as its host leads. */
  boolean isOnStandby() {
    return !isAllowed() && stage == Stage.DOWN && isWanted();
  }

  boolean isWanted() {
    return supervision.goal() != Goal.DOWN && !abandoned;
  }

  @Nullable Leadership leadership() {
    return leadership;
  }

  /** It goes through the steps around the host's stop. */
  boolean takesPart() {
    return stage.isLife() && life().takesPart;
  }

  /** How it stands. */
  ServiceState state() {
    Life current = life;
    if (abandoned) {
      return ServiceState.ABANDONED;
    }
    if (current == null
        || !stage.isLife()
        || (current.takesPart && stage.hasReached(Stage.BEFORE_STOPPED))) {
      boolean comes = stage == Stage.DOWN && !host.isStopRequested() && isWanted();
      boolean waits = leadership != null && (current == null || !isAllowed());
      if (comes && waits && host.turns().phase() != Phase.NONE) {
        return ServiceState.STANDBY;
      }
      return comes && current != null ? ServiceState.RESTARTING : chronicle.atRest();
    }
    if (current.asked || current.leaving) {
      return ServiceState.STOPPING;
    }
    if (!current.startReturned || !current.ready) {
      return ServiceState.STARTING;
    }
    if (chronicle.hasFailed()) {
      return ServiceState.FAILED;
    }
    return current.work == Work.ENDED ? ServiceState.COMPLETED : ServiceState.RUNNING;
  }

  /** Whether it is past what others wait for in {@code phase}. */
  boolean isPast(Phase phase) {
    if (stage == Stage.GONE) {
      return true;
    }
    boolean takesPart = takesPart();
    return switch (phase) {
      case NONE, RUN -> true;
      case STARTING -> isPastStart(Stage.STARTING);
      case START -> isPastStart(Stage.BEFORE_READY);
      case STARTED -> isPastStart(Stage.STARTED);
      case STOPPING -> !takesPart || life().stepOver || stage.hasReached(Stage.BEFORE_STOP);
      case STOP -> abandoned || (takesPart && stage.hasReached(Stage.BEFORE_STOPPED));
      case STOPPED -> !takesPart;
    };
  }

  /** A first start that has failed and is tried again is not past. */
  private boolean isPastStart(Stage last) {
    boolean comesUp = stage.hasReached(Stage.CREATE) && Stage.UP.hasReached(stage);
    return abandoned || (comesUp ? !last.hasReached(stage) : !supervision.isFirstStart());
  }

  /** It is on its way down, and up again after that. */
  boolean comesAgain() {
    boolean again = life().ends || supervision.goal() == Goal.AGAIN;
    return again && supervision.goal() != Goal.DOWN;
  }

  /** Or its host does without it. */
  boolean hasStartedWithItsHost() {
    return !supervision.isFirstStart() || (stage.isLife() && life().hasStarted());
  }

  boolean isInCallOfStart() {
    Call call = stage.call();
    return stage.isLife() && life().inCall && call != null && call.isOfStart();
  }

  /** It is in its start, or has started and is not ready. */
  boolean isStarting() {
    return isInCallOfStart() || (stage.isLife() && life().startReturned && !life().ready);
  }

  /** Its code has been called, so it has to be stopped, or to be waited for. */
  boolean isToBeStopped() {
    return !abandoned && stage.isLife() && (life().startReturned || isInCallOfStart());
  }

  /** It is up and stays so, as far as is known. */
  boolean isUp() {
    return stage == Stage.UP && !falls() && !abandoned;
  }

  /** Others that depend on it wait for what becomes of it. */
  boolean isInTransit() {
    return supervision.goal() != Goal.DOWN
        && !abandoned
        && !(stage == Stage.UP && supervision.goal() == Goal.UP);
  }

  /** It has failed for good, and others do without it: they depend on what it depends on. */
  private boolean isDispensedWith() {
    boolean down = supervision.goal() == Goal.DOWN && !abandoned && !isToBeStopped();
    return down && chronicle.hasFailed() && supervision.isDispensable();
  }

  /** As {@link #isInTransit}, of what others depend on through it. */
  boolean holdsUpDependents() {
    return isDispensedWith() ? neighbours.inTransit > 0 : isInTransit();
  }

  /** Others that depend on it cannot have it, or what they depend on through it. */
  boolean isMissing() {
    return isDispensedWith()
        ? neighbours.missing > 0
        : supervision.goal() == Goal.DOWN || abandoned;
  }

  /** What it depends on must not go before it, or before one that depends on it. */
  boolean countsAsUp() {
    return (stage.isLife() && !abandoned) || neighbours.dependentsUp > 0;
  }

  boolean isDown() {
    return !stage.isLife() || abandoned;
  }

  /** No work of it is going on or to come. */
  boolean isComplete() {
    if (abandoned || stage == Stage.GONE) {
      return true;
    }
    return stage == Stage.DOWN ? supervision.goal() == Goal.DOWN : isUp() && !life().works();
  }

  int number() {
    return number;
  }

  int lives() {
    return life == null ? 0 : life.number;
  }

  boolean isAbandoned() {
    return abandoned;
  }

  Stage stage() {
    return stage;
  }

  ServicePlan plan() {
    return plan;
  }

  Supervision supervision() {
    return supervision;
  }

  Chronicle chronicle() {
    return chronicle;
  }

  Neighbours neighbours() {
    return neighbours;
  }

  /** The life that there is, or the last one. */
  Life life() {
    Life current = life;
    if (current == null) {
      throw new IllegalStateException(plan.name() + " has not lived");
    }
    return current;
  }

  Message.Due due(Rung rung) {
    return new Message.Due(number, lives(), rung, life == null ? 0 : life.calls);
  }
}
