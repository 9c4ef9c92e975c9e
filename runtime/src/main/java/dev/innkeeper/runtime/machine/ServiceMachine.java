package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.machine.Life.Work;
import dev.innkeeper.runtime.machine.Supervision.Goal;
import dev.innkeeper.runtime.plan.ServicePlan;
import dev.innkeeper.runtime.plan.StopTimes;
import dev.innkeeper.runtime.report.HostEvent.ServiceAbandoned;
import dev.innkeeper.runtime.report.HostEvent.ServiceCompleted;
import dev.innkeeper.runtime.report.HostEvent.ServiceInterrupted;
import dev.innkeeper.runtime.report.HostEvent.ServiceStarted;
import dev.innkeeper.runtime.report.HostEvent.ServiceStarting;
import dev.innkeeper.runtime.report.HostEvent.ServiceStopped;
import dev.innkeeper.runtime.report.HostEvent.ServiceStopping;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One service: its stage, and what comes next.
 *
 * <p>{@link #step} is the table. A row is looked at again whenever something has changed that it
 * looks at; if none of its arrows applies, the service waits. While a call is in progress only its
 * end, a time that is due, or a thread inside {@link System#exit} moves it on.
 */
final class ServiceMachine {

  private final HostMachine host;
  private final Effects effects;
  private final int number;
  private final ServicePlan plan;
  private final Neighbours neighbours = new Neighbours();
  private final Supervision supervision;
  private final Chronicle chronicle = new Chronicle();
  private final FailureRules failures;

  private Stage stage = Stage.DOWN;

  /** The life that there is, or the last one. */
  private @Nullable Life life;

  /** Nobody waits for it any more; for itself it goes on. */
  private boolean abandoned;

  ServiceMachine(HostMachine host, Effects effects, int number, ServicePlan plan, long seed) {
    this.host = host;
    this.effects = effects;
    this.number = number;
    this.plan = plan;
    this.supervision = new Supervision(plan.failurePolicy(), seed);
    this.failures = new FailureRules(host, this, effects);
  }

  // ---- what comes next

  /** Goes on as far as it can. */
  void run(long now) {
    askIfItsTurn(now);
    limitStepIfItsTurn(now);
    host.settle(this);
    while (step(now)) {
      host.settle(this);
    }
    Standing standing = chronicle.changed(state());
    if (standing != null) {
      effects.stands(number, standing);
    }
  }

  /** Returns whether its stage has changed. */
  private boolean step(long now) {
    Life current = life;
    if (!stage.isLife() || current == null) {
      return stage == Stage.DOWN && down(now);
    }
    if (current.inCall) {
      return false;
    }
    return switch (stage) {
      case DOWN, GONE -> false;
      case CREATE -> falls() ? end(now) : startingOrNext();
      case STARTING -> falls() ? end(now) : to(Stage.BEFORE_START);
      case BEFORE_START -> falls() ? end(now) : beforeStart(now);
      case START -> current.startReturned ? startReturned(now) : end(now);
      case BEFORE_READY -> falls() ? to(Stage.BEFORE_STOPPING) : current.ready && ready();
      case BEFORE_STARTED -> falls() ? to(Stage.BEFORE_STOPPING) : beforeStarted();
      case STARTED -> falls() ? to(Stage.BEFORE_STOPPING) : up();
      case UP -> falls() && to(Stage.BEFORE_STOPPING);
      case BEFORE_STOPPING -> beforeStopping(now);
      case STOPPING -> to(Stage.BEFORE_STOP);
      case BEFORE_STOP -> beforeStop(now);
      case HOOKS -> to(Stage.WORK) && work(now);
      case WORK -> mayStop(now) && call(Stage.STOP, current.interruptOfStop(plan, now));
      case STOP -> current.works() ? to(Stage.LINGER) : stopReturned(now);
      case LINGER -> !current.works() && stopReturned(now);
      case BEFORE_STOPPED -> host.turns().hasTurn(number, Phase.STOPPED) && lastStep(now);
      case STOPPED -> end(now);
    };
  }

  /** Nothing takes it back in this life: the goal of a life that falls does not become UP. */
  boolean falls() {
    return host.isStopRequested() || supervision.goal() != Goal.UP || life().ends;
  }

  private boolean to(Stage next) {
    stage = next;
    return true;
  }

  private boolean down(long now) {
    if (host.isStopRequested() || abandoned) {
      if (life == null) {
        effects.end(number);
      }
      return to(Stage.GONE);
    }
    if (supervision.goal() != Goal.UP || supervision.isDelayed()) {
      return false;
    }
    if (life == null) {
      return host.turns().hasTurn(number, host.firstPhase()) && begin();
    }
    if (neighbours.inTransit > 0) {
      return false;
    }
    return neighbours.missing > 0 ? notBegun(now) : begin();
  }

  private boolean begin() {
    int lives = lives() + 1;
    life = new Life(lives, plan, Traits.of(plan.instance(), false));
    chronicle.lifeBegins(lives);
    if (effects.tellsAll()) {
      effects.announce(new ServiceStarting(host.name(), plan.name()), null);
    }
    effects.begin(number, lives);
    return plan.instance() == null ? call(Stage.CREATE) : startingOrNext();
  }

  private boolean startingOrNext() {
    return life().traits.observes() ? call(Stage.STARTING) : to(Stage.BEFORE_START);
  }

  private boolean beforeStart(long now) {
    if (lives() == 1) {
      return host.turns().hasTurn(number, Phase.START) && start(now);
    }
    if (neighbours.inTransit > 0) {
      return false;
    }
    return neighbours.missing > 0 ? notBegun(now) : start(now);
  }

  private boolean start(long now) {
    life().startBegan = now;
    Duration timeout = plan.startTimeout();
    if (timeout != null) {
      effects.wakeAt(now + Durations.nanos(timeout), due(Rung.START));
    }
    return call(Stage.START);
  }

  /** In a later life: it would have to start without something that it depends on. */
  private boolean notBegun(long now) {
    if (supervision.isOrdered()) {
      supervision.wantDown();
      chronicle.forgive();
    } else {
      failures.withoutDependency(host.missingOf(this), now);
    }
    return true;
  }

  private boolean startReturned(long now) {
    Life current = life();
    if (current.ready && !current.failedToStart) {
      tellStart(now);
    }
    if (current.traits.works() && !falls()) {
      current.work = Work.RUNS;
      effects.proceed(number, Call.EXECUTE);
    }
    return to(Stage.BEFORE_READY);
  }

  private void tellStart(long now) {
    life().startTold = true;
    long took = now - life().startBegan;
    chronicle.startTook(took);
    if (effects.tellsAll()) {
      effects.announce(new ServiceStarted(host.name(), plan.name(), Duration.ofNanos(took)), null);
    }
  }

  private boolean ready() {
    return life().traits.observes() ? to(Stage.BEFORE_STARTED) : up();
  }

  private boolean beforeStarted() {
    return host.turns().hasTurn(number, Phase.STARTED) && call(Stage.STARTED);
  }

  private boolean up() {
    supervision.isUp();
    return to(Stage.UP);
  }

  /** Alone: for its dependents, unless it failed. In the host's stop: for its turn. */
  private boolean beforeStopping(long now) {
    Life current = life();
    if (!host.isStopRequested() || current.leaving) {
      if (!current.leaving && !current.ends && neighbours.dependentsUp > 0) {
        return false;
      }
      if (!current.leaving) {
        leave(now);
      }
      return stoppingOrNext(now, current.end);
    }
    if (!host.hasStopBegun()) {
      return false;
    }
    if (!current.takesPart || current.stepOver || isOpen(Phase.STOP)) {
      return to(Stage.BEFORE_STOP);
    }
    return host.turns().hasTurn(number, Phase.STOPPING)
        && stoppingOrNext(now, host.times().endOfStoppingStep(number, now));
  }

  private boolean isOpen(Phase phase) {
    return host.turns().phase().hasReached(phase);
  }

  private void leave(long now) {
    Life current = life();
    current.leaving = true;
    current.hasEnd = false;
    endsBy(now + timeToStop());
  }

  private boolean stoppingOrNext(long now, long end) {
    return life().traits.observes()
        ? call(Stage.STOPPING, Life.middle(now, end))
        : to(Stage.BEFORE_STOP);
  }

  private boolean beforeStop(long now) {
    if (!life().leaving && !host.turns().hasTurn(number, Phase.STOP)) {
      return false;
    }
    if (!life().asked) {
      ask(life().end, now);
    }
    if (effects.tellsAll()) {
      effects.announce(new ServiceStopping(host.name(), plan.name()), null);
    }
    return life().hasHooks
        ? call(Stage.HOOKS, life().interruptAt(plan))
        : to(Stage.WORK) && work(now);
  }

  /** It waits for its work to end, but not beyond its grace. */
  private boolean work(long now) {
    if (!mayStop(now) && now - life().interruptAt(plan) >= 0) {
      effects.wakeAt(life().endOfGrace(plan), due(Rung.GRACE));
    }
    return true;
  }

  private boolean mayStop(long now) {
    return !life().works() || life().graceOver || now - life().endOfGrace(plan) >= 0;
  }

  private boolean stopReturned(long now) {
    Life current = life();
    if (current.leaving) {
      return current.traits.observes() ? call(Stage.STOPPED, now + timeToStop() / 2) : end(now);
    }
    if (!current.takesPart) {
      return end(now);
    }
    tellStop(now);
    return to(Stage.BEFORE_STOPPED);
  }

  private boolean lastStep(long now) {
    long end = host.times().endOfStoppedStep(number, now);
    effects.wakeAt(end, due(Rung.LAST_STEP));
    return call(Stage.STOPPED, Life.middle(now, end));
  }

  private boolean end(long now) {
    Life current = life();
    if (stage != Stage.STOPPED || current.leaving) {
      tellStop(now);
    }
    if (abandoned) {
      effects.endedLate(number);
    }
    supervision.lifeEnded();
    effects.end(number);
    return to(host.isStopRequested() || abandoned ? Stage.GONE : Stage.DOWN);
  }

  private void tellStop(long now) {
    if (life().asked && !abandoned) {
      long took = now - life().askedAt;
      chronicle.stopTook(took);
      if (effects.tellsAll()) {
        effects.announce(
            new ServiceStopped(host.name(), plan.name(), Duration.ofNanos(took)), null);
      }
    }
  }

  // ---- calls

  private boolean call(Stage next) {
    Life current = life();
    current.inCall = true;
    current.calls++;
    effects.proceed(number, Objects.requireNonNull(next.call()));
    return to(next);
  }

  /** A call of the stop, which is interrupted at that time. */
  private boolean call(Stage next, long interruptAt) {
    boolean begun = call(next);
    effects.wakeAt(interruptAt, due(Rung.CALL));
    return begun;
  }

  void returned(Message.Returned message, long now) {
    Life current = life();
    Call call = message.call();
    if (call == Call.EXECUTE) {
      workEnded(message.failure(), now);
      return;
    }
    current.inCall = false;
    current.traits = message.traits();
    if (call == Call.START && message.reached()) {
      current.startReturned = true;
      current.failedToStart = message.failure() != null;
      chronicle.startReturned();
    }
    Failure failure = message.failure();
    if (failure != null && call.isOfStart()) {
      failures.inStart(failure, now);
    } else if (failure != null) {
      failures.inStop(failure);
    }
  }

  private void workEnded(@Nullable Failure failure, long now) {
    Life current = life();
    if (current.work == Work.RUNS) {
      current.work = Work.ENDED;
    }
    if (failure != null) {
      failures.inWork(current.number, failure, now);
    } else if (!current.asked) {
      if (!abandoned && effects.tellsAll()) {
        effects.announce(new ServiceCompleted(host.name(), plan.name()), null);
      }
      isReady(now);
    }
  }

  /** By its own word, or because its work is done. */
  void isReady(int ofLife, long now) {
    if (stage.isLife() && ofLife == lives()) {
      isReady(now);
    }
  }

  private void isReady(long now) {
    Life current = life();
    current.ready = true;
    if (stage == Stage.BEFORE_READY && !current.startTold && !falls()) {
      tellStart(now);
    }
  }

  // ---- to be asked, interrupted, abandoned

  /** When its turn has come it is asked, whatever it is doing; again, it may have less time. */
  private void askIfItsTurn(long now) {
    Life current = life;
    if (current == null
        || !stage.isLife()
        || !current.startReturned
        || !host.turns().hasTurn(number, Phase.STOP)
        || stage.hasReached(Stage.BEFORE_STOPPED)) {
      return;
    }
    long share = host.times().endOfShare(number, now, plan.stopTimeout());
    if (!current.asked) {
      ask(share, now);
    } else if (current.end - share > 0 && !current.hasShare) {
      current.endsBy(share);
      effects.workIsInterruptedAt(number, current.interruptAt(plan));
      climb(now);
    }
    current.hasShare = true;
  }

  /** From its turn on the step before the stop takes its time, whatever it is doing. */
  private void limitStepIfItsTurn(long now) {
    Life current = life;
    if (current != null
        && current.takesPart
        && !current.stepIsLimited
        && host.turns().phase() == Phase.STOPPING
        && host.turns().hasTurn(number, Phase.STOPPING)) {
      current.stepIsLimited = true;
      effects.wakeAt(host.times().endOfStoppingStep(number, now), due(Rung.STEP));
    }
  }

  private void ask(long end, long now) {
    Life current = life();
    current.asked = true;
    current.askedAt = now;
    current.hasEnd = false;
    current.endsBy(end);
    effects.workIsInterruptedAt(number, current.interruptAt(plan));
    current.hasHooks = effects.ask(number);
    climb(now);
  }

  /** Sets the next time of the ladder: the others are set when it has come. */
  private void climb(long now) {
    Life current = life();
    if (current.works()) {
      effects.wakeAt(current.interruptAt(plan), due(Rung.WORK));
    } else {
      effects.wakeAt(current.end, due(Rung.END));
    }
    if (current.inCall && stage.hasReached(Stage.STOPPING)) {
      effects.wakeAt(Life.middle(now, current.end), due(Rung.CALL));
    }
  }

  private void endsBy(long time) {
    life().endsBy(time);
    effects.wakeAt(life().end, due(Rung.END));
  }

  private long timeToStop() {
    Duration own = plan.stopTimeout();
    return Durations.nanos(own == null ? host.shutdownTimeout() : own);
  }

  /** It is to end while it is in its start: the call is interrupted, and has time to come out. */
  void giveUpStart(long now) {
    if (isInCallOfStart()) {
      interruptStart();
      endsBy(now + timeToStop());
    }
  }

  private void interruptStart() {
    if (!life().startReturned) {
      boolean unused = effects.ask(number);
    }
    effects.interruptCall(number);
  }

  /** The host's stop begins, with these times. */
  void stopBegins(StopTimes times) {
    Life current = life;
    if (current == null || !stage.isLife() || abandoned) {
      return;
    }
    current.takesPart = current.traits.observes() && current.startReturned && !current.leaving;
    if (isInCallOfStart()) {
      interruptStart();
      if (!current.startReturned) {
        endsBy(times.endOfShare(number, host.stopRequestedAt(), null));
      }
    }
  }

  void due(Message.Due due, long now) {
    Life current = life;
    if (due.rung() == Rung.RESTART) {
      if (now - supervision.notBefore() >= 0) {
        supervision.delayIsOver();
      }
      return;
    }
    if (current == null || !stage.isLife() || due.life() != current.number) {
      return;
    }
    switch (due.rung()) {
      case RESTART -> {}
      case START -> startIsDue();
      case CALL -> interruptCall(due.call(), now);
      case STEP -> current.stepOver = true;
      case WORK -> interruptWork(now);
      case GRACE -> current.graceOver |= now - current.endOfGrace(plan) >= 0;
      case END -> endIsDue(now);
      case LAST_STEP -> lastStepIsDue(now);
    }
  }

  private void startIsDue() {
    if (!life().hasStarted() && stage.hasReached(Stage.START) && !isGoingDown()) {
      effects.blame(
          List.of(new Message.Life(number, lives())),
          List.of(plan.name()),
          Objects.requireNonNull(plan.startTimeout()));
    }
  }

  private void interruptCall(int call, long now) {
    if (life().inCall && life().calls == call) {
      tellInterrupt(now);
      effects.interruptCall(number);
    }
  }

  private void interruptWork(long now) {
    Life current = life();
    if (!current.asked || now - current.interruptAt(plan) < 0) {
      return;
    }
    effects.wakeAt(current.end, due(Rung.END));
    if (current.works()) {
      tellInterrupt(now);
      effects.interruptWork(number);
      if (stage == Stage.WORK) {
        effects.wakeAt(current.endOfGrace(plan), due(Rung.GRACE));
      }
    }
  }

  private void tellInterrupt(long now) {
    long after = life().asked ? now - life().askedAt : 0;
    effects.announce(
        new ServiceInterrupted(host.name(), plan.name(), Duration.ofNanos(after)), null);
  }

  private void endIsDue(long now) {
    Life current = life();
    boolean holds = isInCallOfStart() || current.leaving || current.asked;
    boolean through = stage == Stage.BEFORE_STOPPED || (stage == Stage.STOPPED && !current.leaving);
    if (holds && !through && current.hasEnd && now - current.end >= 0) {
      abandon(now);
    }
  }

  /** At the end of the time for all services: whatever it does. */
  void abandonUnlessThrough(long now) {
    if (stage.isLife() && !(life().takesPart && stage.hasReached(Stage.BEFORE_STOPPED))) {
      abandon(now);
    }
  }

  /** It hangs in the last step of the stop, or has not come to it. */
  void lastStepIsDue(long now) {
    if (stage.isLife() && life().takesPart && !abandoned) {
      abandon(now);
    }
  }

  private void abandon(long now) {
    if (abandoned) {
      return;
    }
    abandoned = true;
    boolean wasToBeRestarted = life().ends && supervision.goal() == Goal.UP;
    supervision.wantDown();
    life().takesPart = false;
    chronicle.stopTook(host.isStopRequested() || life().asked ? now - beginOfTime() : 0);
    effects.lookFor(number);
    if (wasToBeRestarted) {
      failures.couldNotBeRestarted(supervision.couldNotStop());
    }
  }

  private long beginOfTime() {
    boolean stopped = stage == Stage.BEFORE_STOPPED || stage == Stage.STOPPED;
    return life().asked && !stopped ? life().askedAt : host.stopRequestedAt();
  }

  /** Its threads were looked for. */
  void seen(List<StuckThread> stuckIn) {
    chronicle.stuckIn(stuckIn);
    effects.announce(
        new ServiceAbandoned(
            host.name(), plan.name(), Duration.ofNanos(chronicle.stopTook()), stuckIn),
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

  /** How it stands. */
  ServiceState state() {
    Life current = life;
    if (abandoned) {
      return ServiceState.ABANDONED;
    }
    if (current == null
        || !stage.isLife()
        || (current.takesPart && stage.hasReached(Stage.BEFORE_STOPPED))) {
      boolean comesAgain = stage == Stage.DOWN && current != null && !host.isStopRequested();
      if (comesAgain && supervision.goal() != Goal.DOWN) {
        return ServiceState.RESTARTING;
      }
      return chronicle.hasFailed()
          ? ServiceState.FAILED
          : chronicle.hasStarted() ? ServiceState.STOPPED : ServiceState.NEW;
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
    Life current = life;
    if (stage == Stage.GONE) {
      return true;
    }
    if (current == null) {
      return phase == Phase.STOPPING || phase == Phase.STOPPED;
    }
    boolean takesPart = stage.isLife() && current.takesPart;
    return switch (phase) {
      case NONE, RUN -> true;
      case STARTING -> !isBetween(Stage.CREATE, Stage.STARTING);
      case START -> !isBetween(Stage.CREATE, Stage.BEFORE_READY);
      case STARTED -> !isBetween(Stage.CREATE, Stage.STARTED);
      case STOPPING -> !takesPart || current.stepOver || stage.hasReached(Stage.BEFORE_STOP);
      case STOP -> abandoned || (takesPart && stage.hasReached(Stage.BEFORE_STOPPED));
      case STOPPED -> !takesPart;
    };
  }

  private boolean isBetween(Stage first, Stage last) {
    return stage.hasReached(first) && last.hasReached(stage);
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

  private boolean isGoingDown() {
    return stage.hasReached(Stage.BEFORE_STOPPING);
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

  /** Others that depend on it cannot have it. */
  boolean isMissing() {
    return supervision.goal() == Goal.DOWN || abandoned;
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
    return stage == Stage.DOWN
        ? life != null && supervision.goal() == Goal.DOWN
        : isUp() && !life().works();
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

  FailureRules failures() {
    return failures;
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
