package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.machine.RestartHistory.Restart;
import dev.innkeeper.runtime.machine.Supervision.Consequence;
import dev.innkeeper.runtime.machine.Supervision.Goal;
import dev.innkeeper.runtime.report.HostEvent.ServiceFailed;
import dev.innkeeper.runtime.snapshot.Events;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What follows when a service fails: it is recorded and decided upon, and then told. */
final class FailureRules {

  private final HostMachine host;
  private final Effects effects;
  private final Ladder ladder;

  FailureRules(HostMachine host, Effects effects, Ladder ladder) {
    this.host = host;
    this.effects = effects;
    this.ladder = ladder;
  }

  /** In a call of its start. */
  void inStart(ServiceMachine service, Failure failure, long now) {
    Life life = service.life();
    if (failure.isAsAsked() && (service.falls() || life.asked)) {
      effects.judged(failure, null);
      effects.startGivenUp(service.number());
      return;
    }
    if (host.isStopRequested() && !host.isRunning()) { // no policy will have its turn
      host.startFailed(service.plan().name(), failure.thrown());
    }
    startFailed(service, failure, now);
  }

  /** The first start of a service is the host's, unless its policy says otherwise. */
  private void startFailed(ServiceMachine service, Failure failure, long now) {
    boolean decided = isDecided(service);
    boolean first = service.supervision().isFirstStart();
    Throwable earlier = service.chronicle().add(failure.thrown());
    service.life().ends = true;
    Consequence consequence =
        decided ? Consequence.NONE : service.supervision().startFailed(failure.isHopeless(), now);
    tell(service, failure, earlier, consequence);
    if (first && consequence.stopsHost()) {
      host.startFailed(service.plan().name(), failure.thrown());
    }
    carryOut(service, failure, consequence, now);
  }

  /** In its work, or because it says so. */
  void inWork(ServiceMachine service, int ofLife, Failure failure, long now) {
    if (ofLife != service.lives()) {
      ofEarlierLife(service, failure);
      return;
    }
    Life life = service.life();
    if (life.asked && failure.isAsAsked()) {
      effects.judged(failure, null);
      effects.workEndedAsAsked(service.number(), failure);
      return;
    }
    Throwable earlier = service.chronicle().add(failure.thrown());
    boolean decided = life.asked || isDecided(service) || !service.stage().isLife();
    Consequence consequence = decided ? Consequence.NONE : consequenceOf(service, failure, now);
    tell(service, failure, earlier, consequence);
    carryOut(service, failure, consequence, now);
  }

  /** It is told, and no failure of this life. */
  private void ofEarlierLife(ServiceMachine service, Failure failure) {
    effects.judged(failure, null);
    effects.announce(event(service, failure), failure);
  }

  /** In a hook, which may be registered, and fail, when its life is long over. */
  void inHook(ServiceMachine service, int ofLife, Failure failure) {
    if (ofLife == service.lives()) {
      inStop(service, failure);
    } else {
      ofEarlierLife(service, failure);
    }
  }

  /**
   * In a call of its stop: it is in the report, and the stop goes on. One that was interrupted has
   * not done all that it had to, and is there as well.
   */
  void inStop(ServiceMachine service, Failure failure) {
    tell(service, failure, service.chronicle().add(failure.thrown()), Consequence.NONE);
  }

  /** It has not started in time; {@code failure} may be that of several. */
  void overdue(ServiceMachine service, Failure failure, long now) {
    startFailed(service, failure, now);
  }

  /** A life was to begin again, and something that it depends on does not come. */
  void withoutDependency(ServiceMachine service, List<String> missing, long now) {
    Failure failure =
        new Failure(
            new IllegalStateException(
                "'" + service.plan().name() + "' depends on " + missing + ", which is not up"),
            Call.START.where(),
            false,
            false);
    Throwable earlier = service.chronicle().add(failure.thrown());
    Consequence consequence = service.supervision().startFailed(false, now);
    if (service.stage().isLife()) {
      service.life().ends = true;
    }
    tell(service, failure, earlier, consequence);
    carryOut(service, failure, consequence, now);
  }

  /** It was abandoned because its lease was about to end: a holder that does not let go. */
  void couldNotStandBy(ServiceMachine service) {
    Failure failure =
        new Failure(
            new IllegalStateException(
                "'"
                    + service.plan().name()
                    + "' was abandoned: it did not stop before the end of its lease"),
            "to stop before its lease ended",
            false,
            false);
    Throwable earlier = service.chronicle().add(failure.thrown());
    Consequence consequence = service.supervision().couldNotStandBy();
    tell(service, failure, earlier, consequence);
    if (consequence.stopsHost()) {
      host.serviceFailed(service.plan().name(), failure.thrown(), consequence.reason());
    }
  }

  /** It was abandoned while the host runs on, and its policy would have restarted it. */
  void couldNotBeRestarted(ServiceMachine service, Consequence consequence) {
    Throwable failure = service.chronicle().failure();
    if (consequence.stopsHost() && failure != null) {
      host.serviceFailed(service.plan().name(), failure, consequence.reason());
    }
  }

  /** Another failure was first, or it is to go down anyway. */
  private boolean isDecided(ServiceMachine service) {
    Life life = service.life();
    Goal goal = service.supervision().goal();
    boolean comesAgain = goal == Goal.AGAIN || service.losesLease();
    boolean givenUp = comesAgain && !service.stage().hasReached(Stage.BEFORE_STOPPING);
    return life.ends
        || life.leaving
        || host.isStopRequested()
        || goal == Goal.DOWN
        || (givenUp && service.stage() != Stage.UP)
        || service.isAbandoned();
  }

  /** One that has not started, or is not ready yet, has failed to start. */
  private Consequence consequenceOf(ServiceMachine service, Failure failure, long now) {
    Life life = service.life();
    if (life.hasStarted()) {
      Consequence consequence = service.supervision().failed(failure.isHopeless(), now);
      life.ends = consequence.restart() != null;
      return consequence;
    }
    life.ends = true;
    return service.supervision().startFailed(failure.isHopeless(), now);
  }

  private void tell(
      ServiceMachine service,
      Failure failure,
      @Nullable Throwable earlier,
      Consequence consequence) {
    effects.judged(failure, earlier);
    effects.announce(event(service, failure), failure);
    Restart restart = consequence.restart();
    if (restart != null) {
      effects.announce(
          new Events.ServiceRestarting(
              host.name(),
              service.plan().name(),
              restart.number(),
              Duration.ofNanos(restart.delayNanos()),
              failure.thrown()),
          failure);
    }
  }

  private void carryOut(
      ServiceMachine service, Failure failure, Consequence consequence, long now) {
    if (consequence.stopsHost()) {
      host.serviceFailed(service.plan().name(), failure.thrown(), consequence.reason());
    }
    if (consequence.restart() != null) {
      effects.wakeAt(service.supervision().notBefore(), service.due(Rung.RESTART));
    }
    if (service.stage().isLife() && service.life().ends) {
      ladder.giveUpStart(service, now);
    }
  }

  private ServiceFailed event(ServiceMachine service, Failure failure) {
    return new Events.ServiceFailed(
        host.name(), service.plan().name(), failure.where(), failure.thrown());
  }
}
