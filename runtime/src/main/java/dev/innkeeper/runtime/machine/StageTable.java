package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.machine.Life.Work;
import dev.innkeeper.runtime.machine.Supervision.Goal;
import dev.innkeeper.runtime.snapshot.Events;
import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;
import java.util.Objects;

/**
 * What comes next for a service: a row for each stage. A row is looked at again whenever something
 * has changed that it looks at; if none of its arrows applies, the service waits. While a call is
 * in progress only its end, a time that is due, or a thread inside {@link System#exit} moves it on.
 */
final class StageTable {

  private final HostMachine host;
  private final Effects effects;
  private final Ladder ladder;

  StageTable(HostMachine host, Effects effects, Ladder ladder) {
    this.host = host;
    this.effects = effects;
    this.ladder = ladder;
  }

  /** Returns whether its stage has changed. */
  boolean step(ServiceMachine s, long now) {
    if (!s.stage().isLife()) {
      return s.stage() == Stage.DOWN && down(s, now);
    }
    Life life = s.life();
    if (life.inCall) {
      return false;
    }
    return switch (s.stage()) {
      case DOWN, GONE -> false;
      case CREATE -> s.falls() ? end(s, now) : startingOrNext(s);
      case STARTING -> s.falls() ? end(s, now) : s.to(Stage.BEFORE_START);
      case BEFORE_START -> s.falls() ? end(s, now) : beforeStart(s, now);
      case START -> life.startReturned ? startReturned(s, now) : startEnded(s, now);
      case BEFORE_READY -> s.falls() ? s.to(Stage.BEFORE_STOPPING) : life.ready && ready(s);
      case BEFORE_STARTED -> s.falls() ? s.to(Stage.BEFORE_STOPPING) : beforeStarted(s);
      case STARTED -> s.falls() ? s.to(Stage.BEFORE_STOPPING) : up(s);
      case UP -> s.falls() && s.to(Stage.BEFORE_STOPPING);
      case BEFORE_STOPPING -> beforeStopping(s, now);
      case STOPPING -> s.to(Stage.BEFORE_STOP);
      case BEFORE_STOP -> beforeStop(s, now);
      case HOOKS -> s.to(Stage.WORK) && work(s, now);
      case WORK -> mayStop(s, now) && call(s, Stage.STOP, life.interruptOfStop(s.plan(), now));
      case STOP -> life.works() ? s.to(Stage.LINGER) : stopReturned(s, now);
      case LINGER -> !life.works() && stopReturned(s, now);
      case BEFORE_STOPPED -> hasTurn(s, Phase.STOPPED) && lastStep(s, now);
      case STOPPED -> end(s, now);
    };
  }

  private boolean hasTurn(ServiceMachine s, Phase phase) {
    return host.turns().hasTurn(s.number(), phase);
  }

  // ---- up

  private boolean down(ServiceMachine s, long now) {
    if (host.isStopRequested() || s.isAbandoned()) {
      if (s.lives() == 0) {
        effects.end(s.number());
      }
      return s.to(Stage.GONE);
    }
    if (s.supervision().goal() != Goal.UP || s.supervision().isDelayed() || !s.isAllowed()) {
      return false;
    }
    if (s.supervision().isFirstStart()) {
      return hasTurn(s, host.firstPhase()) && begin(s);
    }
    if (s.neighbours().inTransit > 0) {
      return false;
    }
    return s.neighbours().missing > 0 ? notBegun(s, now) : begin(s);
  }

  private boolean begin(ServiceMachine s) {
    s.beginLife();
    if (effects.tellsAll()) {
      effects.announce(new Events.ServiceStarting(host.name(), s.plan().name()), null);
    }
    effects.begin(s.number(), s.lives());
    return s.plan().instance() == null ? call(s, Stage.CREATE) : startingOrNext(s);
  }

  private boolean startingOrNext(ServiceMachine s) {
    return s.life().traits.observes() ? call(s, Stage.STARTING) : s.to(Stage.BEFORE_START);
  }

  private boolean beforeStart(ServiceMachine s, long now) {
    if (s.supervision().isFirstStart()) {
      return hasTurn(s, Phase.START) && start(s, now);
    }
    if (s.neighbours().inTransit > 0) {
      return false;
    }
    return s.neighbours().missing > 0 ? notBegun(s, now) : start(s, now);
  }

  private boolean start(ServiceMachine s, long now) {
    s.life().startBegan = now;
    s.chronicle().startBegins();
    Duration timeout = s.plan().startTimeout();
    if (timeout != null) {
      effects.wakeAt(now + Durations.nanos(timeout), s.due(Rung.START));
    }
    return call(s, Stage.START);
  }

  /** In a later life: it would have to start without something that it depends on. */
  private boolean notBegun(ServiceMachine s, long now) {
    if (s.supervision().isOrdered()) {
      s.supervision().wantDown();
      s.chronicle().forgive();
    } else {
      host.failures().withoutDependency(s, host.missingOf(s), now);
    }
    return true;
  }

  private boolean startReturned(ServiceMachine s, long now) {
    Life life = s.life();
    if (life.ready && !life.failedToStart) {
      tellStart(s, now);
    }
    if (life.traits.works() && !s.falls()) {
      life.work = Work.RUNS;
      effects.proceed(s.number(), Call.EXECUTE);
    }
    return s.to(Stage.BEFORE_READY);
  }

  /** It has thrown, or was given up. */
  private boolean startEnded(ServiceMachine s, long now) {
    s.chronicle().startTook(now - s.life().startBegan);
    return end(s, now);
  }

  /** It has said so, or its work is done. */
  void becomesReady(ServiceMachine s, long now) {
    Life life = s.life();
    life.ready = true;
    if (s.stage() == Stage.BEFORE_READY && !life.startTold && !s.falls()) {
      tellStart(s, now);
    }
  }

  private void tellStart(ServiceMachine s, long now) {
    s.life().startTold = true;
    long took = now - s.life().startBegan;
    s.chronicle().startTook(took);
    if (effects.tellsAll()) {
      effects.announce(
          new Events.ServiceStarted(host.name(), s.plan().name(), Duration.ofNanos(took)), null);
    }
  }

  private boolean ready(ServiceMachine s) {
    return s.life().traits.observes() ? s.to(Stage.BEFORE_STARTED) : up(s);
  }

  private boolean beforeStarted(ServiceMachine s) {
    return hasTurn(s, Phase.STARTED) && call(s, Stage.STARTED);
  }

  private boolean up(ServiceMachine s) {
    s.supervision().isUp();
    return s.to(Stage.UP);
  }

  // ---- down

  /** Alone: for its dependents, unless it failed. In the host's stop: for its turn. */
  private boolean beforeStopping(ServiceMachine s, long now) {
    Life life = s.life();
    if (!host.isStopRequested() || life.leaving || s.losesLease()) {
      if (!life.leaving && !life.ends && s.neighbours().dependentsUp > 0) {
        return false;
      }
      if (!life.leaving) {
        ladder.leave(s, now);
      }
      return stoppingOrNext(s, now, life.end);
    }
    if (!host.hasStopBegun()) {
      return false;
    }
    if (!life.takesPart || life.stepOver || host.turns().phase().hasReached(Phase.STOP)) {
      return s.to(Stage.BEFORE_STOP);
    }
    return hasTurn(s, Phase.STOPPING)
        && stoppingOrNext(s, now, host.times().endOfStoppingStep(s.number(), now));
  }

  private boolean stoppingOrNext(ServiceMachine s, long now, long end) {
    return s.life().traits.observes()
        ? call(s, Stage.STOPPING, Life.middle(now, end))
        : s.to(Stage.BEFORE_STOP);
  }

  private boolean beforeStop(ServiceMachine s, long now) {
    Life life = s.life();
    if (!life.leaving && !hasTurn(s, Phase.STOP)) {
      if (!s.losesLease() || s.neighbours().dependentsUp > 0) {
        return false;
      }
      ladder.leave(s, now);
    }
    if (!life.asked) {
      ladder.ask(s, life.end, now);
    }
    if (effects.tellsAll()) {
      effects.announce(new Events.ServiceStopping(host.name(), s.plan().name()), null);
    }
    return life.hasHooks
        ? call(s, Stage.HOOKS, life.interruptAt(s.plan()))
        : s.to(Stage.WORK) && work(s, now);
  }

  /** It waits for its work to end, but not beyond its grace. */
  private boolean work(ServiceMachine s, long now) {
    if (!mayStop(s, now) && now - s.life().interruptAt(s.plan()) >= 0) {
      effects.wakeAt(s.life().endOfGrace(s.plan()), s.due(Rung.GRACE));
    }
    return true;
  }

  private static boolean mayStop(ServiceMachine s, long now) {
    Life life = s.life();
    return !life.works() || life.graceOver || now - life.endOfGrace(s.plan()) >= 0;
  }

  private boolean stopReturned(ServiceMachine s, long now) {
    Life life = s.life();
    if (life.leaving) {
      return life.traits.observes()
          ? call(s, Stage.STOPPED, now + ladder.timeToStop(s) / 2)
          : end(s, now);
    }
    if (!life.takesPart) {
      return end(s, now);
    }
    tellStop(s, now);
    return s.to(Stage.BEFORE_STOPPED);
  }

  private boolean lastStep(ServiceMachine s, long now) {
    long end = host.times().endOfStoppedStep(s.number(), now);
    effects.wakeAt(end, s.due(Rung.LAST_STEP));
    return call(s, Stage.STOPPED, Life.middle(now, end));
  }

  private boolean end(ServiceMachine s, long now) {
    if (s.stage() != Stage.STOPPED || s.life().leaving) {
      tellStop(s, now);
    }
    if (s.isAbandoned()) {
      effects.endedLate(s.number());
    }
    s.supervision().lifeEnded();
    effects.end(s.number());
    return s.to(host.isStopRequested() || s.isAbandoned() ? Stage.GONE : Stage.DOWN);
  }

  private void tellStop(ServiceMachine s, long now) {
    if (!s.life().asked || s.isAbandoned()) {
      return;
    }
    long took = Math.max(0, now - s.life().askedAt);
    s.chronicle().stopTook(took);
    if (effects.tellsAll()) {
      effects.announce(
          new Events.ServiceStopped(host.name(), s.plan().name(), Duration.ofNanos(took)), null);
    }
  }

  // ---- calls

  private boolean call(ServiceMachine s, Stage next) {
    Life life = s.life();
    life.inCall = true;
    life.calls++;
    effects.proceed(s.number(), Objects.requireNonNull(next.call()));
    return s.to(next);
  }

  /** A call of the stop, which is interrupted at that time. */
  private boolean call(ServiceMachine s, Stage next, long interruptAt) {
    boolean begun = call(s, next);
    ladder.interruptCallAt(s, interruptAt);
    return begun;
  }
}
