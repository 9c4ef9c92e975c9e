package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.machine.Supervision.Consequence;
import dev.innkeeper.runtime.machine.Supervision.Goal;
import dev.innkeeper.runtime.plan.StopTimes;
import dev.innkeeper.runtime.snapshot.Events;
import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How a service is brought to its end: asked, interrupted, abandoned. Each rung has its time, and
 * holds only while what it is about does; the next one is set when the one before has come.
 */
final class Ladder {

  private final HostMachine host;
  private final Effects effects;

  Ladder(HostMachine host, Effects effects) {
    this.host = host;
    this.effects = effects;
  }

  // ---- asked

  /** When its turn has come it is asked, whatever it is doing; again, it may have less time. */
  void askIfItsTurn(ServiceMachine s, long now) {
    if (!s.stage().isLife()
        || !s.life().startReturned
        || !host.turns().hasTurn(s.number(), Phase.STOP)
        || s.stage().hasReached(Stage.BEFORE_STOPPED)) {
      return;
    }
    Life life = s.life();
    long share = host.times().endOfShare(s.number(), now, s.plan().stopTimeout());
    if (!life.asked) {
      ask(s, share, now);
    } else if (life.end - share > 0 && !life.hasShare) {
      life.endsBy(share);
      effects.workIsInterruptedAt(s.number(), life.interruptAt(s.plan()));
      climb(s, now);
    }
    life.hasShare = true;
  }

  /** From its turn on the step before the stop takes its time, whatever it is doing. */
  void limitStepIfItsTurn(ServiceMachine s, long now) {
    boolean isTurn =
        s.takesPart()
            && host.turns().phase() == Phase.STOPPING
            && host.turns().hasTurn(s.number(), Phase.STOPPING);
    if (isTurn && !s.life().stepIsLimited) {
      s.life().stepIsLimited = true;
      effects.wakeAt(host.times().endOfStoppingStep(s.number(), now), s.due(Rung.STEP));
    }
  }

  void ask(ServiceMachine s, long end, long now) {
    Life life = s.life();
    life.asked = true;
    life.askedAt = now;
    life.hasEnd = false;
    life.endsBy(end);
    endsWithLease(s, now);
    effects.workIsInterruptedAt(s.number(), life.interruptAt(s.plan()));
    effects.ask(s.number());
    life.hasHooks = effects.hasHooks(s.number());
    climb(s, now);
  }

  private void climb(ServiceMachine s, long now) {
    Life life = s.life();
    if (life.works()) {
      effects.wakeAt(life.interruptAt(s.plan()), s.due(Rung.WORK));
    } else {
      effects.wakeAt(life.end, s.due(Rung.END));
    }
    if (life.inCall && s.stage().hasReached(Stage.STOPPING)) {
      interruptCallAt(s, Life.middle(now, life.end));
    }
  }

  void interruptCallAt(ServiceMachine s, long time) {
    s.life().callInterruptAt = time;
    effects.wakeAt(time, s.due(Rung.CALL));
  }

  /** The process stood still in the host's stop: each rung that is to come does so earlier. */
  void stopComesNearer(ServiceMachine s, StopTimes times, long now) {
    if (!s.stage().isLife() || s.isAbandoned()) {
      return;
    }
    Life life = s.life();
    if (s.stage() == Stage.STOPPED && !life.leaving) {
      long end = times.endOfStoppedStep(s.number(), now);
      effects.wakeAt(end, s.due(Rung.LAST_STEP));
      interruptCallBy(s, end, now);
    } else if (s.stage() == Stage.STOPPING && !life.asked) {
      long end = times.endOfStoppingStep(s.number(), now);
      effects.wakeAt(end, s.due(Rung.STEP));
      interruptCallBy(s, end, now);
    } else if (life.asked) {
      endComesNearer(s, times, now);
    }
  }

  private void endComesNearer(ServiceMachine s, StopTimes times, long now) {
    Life life = s.life();
    long end = times.endOfShare(s.number(), now, null);
    if (end - life.end >= 0) {
      return; // it was to end before that
    }
    boolean wasInterrupted = now - life.interruptAt(s.plan()) >= 0;
    life.comesNearer(end, now);
    effects.workIsInterruptedAt(s.number(), life.interruptAt(s.plan()));
    effects.wakeAt(end, s.due(Rung.END));
    if (life.works()) {
      effects.wakeAt(
          wasInterrupted ? life.endOfGrace(s.plan()) : life.interruptAt(s.plan()),
          s.due(wasInterrupted ? Rung.GRACE : Rung.WORK));
    }
    interruptCallBy(s, end, now);
  }

  private void interruptCallBy(ServiceMachine s, long end, long now) {
    long latest = Life.latestInterrupt(now, end);
    if (s.life().inCall
        && s.stage().hasReached(Stage.STOPPING)
        && latest - s.life().callInterruptAt < 0) {
      interruptCallAt(s, latest);
    }
  }

  /** It goes down although the host runs on. */
  void leave(ServiceMachine s, long now) {
    Life life = s.life();
    life.leaving = true;
    life.takesPart = false;
    life.hasEnd = false;
    life.endsBy(now + timeToStop(s));
    endsWithLease(s, now);
    effects.wakeAt(life.end, s.due(Rung.END));
  }

  /** Its host leads no longer: what has begun to end has less time for that. */
  void leaseEnds(ServiceMachine s, long now) {
    if (!s.stage().isLife() || s.isAbandoned()) {
      return;
    }
    Life life = s.life();
    if (s.isInCallOfStart() && !host.isStopRequested()) {
      giveUpStart(s, now);
    }
    if (s.isInCallOfStart() || life.leaving || life.asked) {
      endsWithLease(s, now);
      effects.wakeAt(life.end, s.due(Rung.END));
    }
    if (life.asked) {
      effects.workIsInterruptedAt(s.number(), life.interruptAt(s.plan()));
      climb(s, now);
    }
  }

  /** In what is left of the lease; too late, what still runs is interrupted at once. */
  private static void endsWithLease(ServiceMachine s, long now) {
    Leadership lease = s.leadership();
    Leadership.End ending = lease == null ? null : lease.ending;
    if (ending != null) {
      s.life().endsBy(ending.ofShare(s.number(), now));
      if (ending.tooLate()) {
        s.life().isInterruptedAt(now);
      }
    }
  }

  private void endsBy(ServiceMachine s, long time) {
    s.life().endsBy(time);
    effects.wakeAt(s.life().end, s.due(Rung.END));
  }

  long timeToStop(ServiceMachine s) {
    Duration own = s.plan().stopTimeout();
    return Durations.nanos(own == null ? host.shutdownTimeout() : own);
  }

  // ---- a start is given up

  /** It is to end while it is in its start: the call is interrupted, and has time to come out. */
  void giveUpStart(ServiceMachine s, long now) {
    if (s.isInCallOfStart()) {
      s.life().startGivenUpAt = now;
      interruptStart(s);
      endsBy(s, now + timeToStop(s));
    }
  }

  private void interruptStart(ServiceMachine s) {
    if (!s.life().startReturned) {
      effects.ask(s.number());
    }
    effects.interruptCall(s.number());
  }

  /** The host's stop begins, with these times. */
  void stopBegins(ServiceMachine s, StopTimes times) {
    if (!s.stage().isLife() || s.isAbandoned()) {
      return;
    }
    Life life = s.life();
    life.takesPart = life.traits.observes() && life.startReturned && !life.leaving;
    if (s.isInCallOfStart()) {
      interruptStart(s);
      if (!life.startReturned) {
        endsBy(s, times.endOfShare(s.number(), host.stopRequestedAt(), null));
      }
    }
  }

  // ---- times that have come

  void due(ServiceMachine s, Message.Due due, long now) {
    if (due.rung() == Rung.RESTART) {
      s.supervision().endDelayIfOver(now);
      return;
    }
    if (!s.stage().isLife() || due.life() != s.lives()) {
      return;
    }
    Life life = s.life();
    switch (due.rung()) {
      case RESTART -> {}
      case START -> startIsDue(s);
      case CALL -> interruptCall(s, due.call(), now);
      case STEP -> life.stepOver = true;
      case WORK -> interruptWork(s, now);
      case GRACE -> life.graceOver |= now - life.endOfGrace(s.plan()) >= 0;
      case END -> endIsDue(s, now);
      case LAST_STEP -> lastStepIsDue(s, now);
    }
  }

  private void startIsDue(ServiceMachine s) {
    boolean starts = s.stage().hasReached(Stage.START) && Stage.UP.hasReached(s.stage());
    if (starts && !s.life().hasStarted()) {
      effects.blame(
          List.of(new Message.Life(s.number(), s.lives())),
          List.of(s.plan().name()),
          Objects.requireNonNull(s.plan().startTimeout()),
          false);
    }
  }

  private void interruptCall(ServiceMachine s, int call, long now) {
    if (s.life().inCall && s.life().calls == call) {
      tellInterrupt(s, now);
      effects.interruptCall(s.number());
    }
  }

  private void interruptWork(ServiceMachine s, long now) {
    Life life = s.life();
    if (!life.asked || now - life.interruptAt(s.plan()) < 0) {
      return;
    }
    effects.wakeAt(life.end, s.due(Rung.END));
    if (life.works()) {
      tellInterrupt(s, now);
      effects.interruptWork(s.number());
      if (s.stage() == Stage.WORK) {
        effects.wakeAt(life.endOfGrace(s.plan()), s.due(Rung.GRACE));
      }
    }
  }

  private void tellInterrupt(ServiceMachine s, long now) {
    long after = s.life().asked ? Math.max(0, now - s.life().askedAt) : 0;
    boolean hasStopped = s.stage() == Stage.STOPPED;
    effects.announce(
        new Events.ServiceInterrupted(
            host.name(), s.plan().name(), Duration.ofNanos(after), hasStopped),
        null);
  }

  private void endIsDue(ServiceMachine s, long now) {
    Life life = s.life();
    boolean holds = s.isInCallOfStart() || life.leaving || life.asked;
    boolean through =
        s.stage() == Stage.BEFORE_STOPPED || (s.stage() == Stage.STOPPED && !life.leaving);
    if (holds && !through && life.hasEnd && now - life.end >= 0) {
      abandon(s, now);
    }
  }

  // ---- abandoned

  /** At the end of the time for all services: whatever it does. */
  void abandonUnlessThrough(ServiceMachine s, long now) {
    boolean through = s.takesPart() && s.stage().hasReached(Stage.BEFORE_STOPPED);
    if (s.stage().isLife() && !through) {
      abandon(s, now);
    }
  }

  /** It hangs in the last step of the stop, or has not come to it. */
  void lastStepIsDue(ServiceMachine s, long now) {
    if (s.takesPart()) {
      abandon(s, now);
    }
  }

  private void abandon(ServiceMachine s, long now) {
    if (s.isAbandoned()) {
      return;
    }
    boolean wasToBeRestarted = s.life().ends && s.supervision().goal() == Goal.UP;
    boolean wasToStandBy =
        s.losesLease() && s.isWanted() && !s.life().ends && !host.isStopRequested();
    Consequence instead = s.supervision().couldNotStop();
    s.chronicle().stopTook(Math.max(0, now - beginOfTime(s, now)));
    s.abandon();
    effects.lookFor(s.number());
    if (wasToBeRestarted) {
      host.failures().couldNotBeRestarted(s, instead);
    } else if (wasToStandBy) {
      host.failures().couldNotStandBy(s);
    }
  }

  /**
   * Since when it was to stop. In its step after the host's stop that is the host's time, since it
   * had stopped before.
   */
  private long beginOfTime(ServiceMachine s, long now) {
    Life life = s.life();
    boolean hasStopped = s.stage() == Stage.BEFORE_STOPPED || s.stage() == Stage.STOPPED;
    if (life.asked && !(hasStopped && host.isStopRequested())) {
      return life.askedAt;
    }
    if (life.startGivenUpAt != null) {
      return life.startGivenUpAt;
    }
    return host.isStopRequested() ? host.stopRequestedAt() : now;
  }
}
