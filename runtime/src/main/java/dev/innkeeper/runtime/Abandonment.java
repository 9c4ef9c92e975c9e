package dev.innkeeper.runtime;

import dev.innkeeper.runtime.machine.Phase;
import dev.innkeeper.runtime.report.HostEvent.ServiceAbandoned;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import dev.innkeeper.runtime.thread.Exiting;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the others go on without a service that does not end: on the host thread when its time is
 * over, on the shutdown hook's when it has called {@link System#exit}.
 */
final class Abandonment {

  private final ServiceRunner runner;
  private final HostCore core;
  private final HostMonitor monitor;
  private final TimeSource time;
  private final ServiceRecord record;
  private final ServicePlace place;

  /** Where it was shortly before its end, if it was looked at. The host thread's alone. */
  private List<StuckThread> lastSeenIn = List.of();

  Abandonment(ServiceRunner runner, HostCore core, ServiceRecord record, ServicePlace place) {
    this.runner = runner;
    this.core = core;
    this.monitor = core.monitor();
    this.time = core.time();
    this.record = record;
    this.place = place;
  }

  /** For the report, should it not end: at the end there may be no time for stacks. */
  void lookWhereItIs() {
    if (!monitor.get(place::hasEnded)) {
      lastSeenIn = runner.stuckThreads();
    }
  }

  /** If it has not come out of a start that was given up. */
  void ofStart(@Nullable ServiceLife life) {
    if (life != null && !monitor.get(life::isStoppable)) {
      ofLife(life);
    }
  }

  /** If it has not come out of a call of its start, be it the last. */
  void ofCallOfStart(ServiceLife life) {
    if (monitor.get(() -> isStillIn(life) && life.isInCallOfStart())) {
      ofLife(life);
    }
  }

  /** At the end of the time for all services. */
  void ofWhateverItDoes() {
    ofLife(runner.life());
  }

  /** Nobody waits any more for this life to end. */
  void ofLife(@Nullable ServiceLife life) {
    if (!monitor.get(() -> isStillIn(life))) {
      return;
    }
    boolean lookAgain = core.hasTimeForStacks() || lastSeenIn.isEmpty();
    List<StuckThread> stuck = lookAgain ? runner.stuckThreads() : lastSeenIn;
    boolean abandoned =
        monitor.get(() -> {
          if (!isStillIn(life)) {
            return false;
          }
          record.abandon(timeThatItHad(life), stuck);
          return place.endForGood();
        });
    if (abandoned) {
      runner.updateCompletion();
      tell(stuck);
      place.tellThatItEnded();
    }
  }

  /** Under the monitor. */
  private boolean isStillIn(@Nullable ServiceLife life) {
    return !place.hasEnded() && runner.isLiving(life);
  }

  private Duration timeThatItHad(@Nullable ServiceLife life) {
    if (life != null && life.isAsked()) {
      return life.sinceAsked();
    }
    return core.isStopRequested()
        ? Duration.ofNanos(time.nanoTime() - core.request().at())
        : Duration.ZERO;
  }

  /** It hangs in the last step of the stop, and is not waited for any longer. */
  void ofLastStep() {
    boolean abandoned =
        monitor.get(() -> {
          boolean hangs = place.takesPart() && !place.hasPassed(Phase.STOPPED);
          place.takePart(false);
          return hangs;
        });
    if (abandoned) {
      List<StuckThread> stuck = runner.stuckThreads();
      monitor.run(() -> record.abandon(timeThatItHad(null), stuck));
      tell(stuck);
    }
  }

  /** In a stop the report has it in the log. */
  private void tell(List<StuckThread> stuck) {
    Duration after = record.status().stopTook().orElse(Duration.ZERO);
    ServiceAbandoned event = new ServiceAbandoned(core.name(), runner.name(), after, stuck);
    if (core.isStopRequested()) {
      core.news().tellWithoutLog(event);
    } else {
      core.news().tellLater(event);
      runner.failures().couldNotBeRestarted();
    }
  }

  /** A thread inside {@link System#exit} never comes out: it counts as ended. */
  void countExitingAsEnded() {
    Thread control = runner.thread();
    ServiceLife life = runner.life();
    if (monitor.get(() -> place.hasEnded() && place.takesPart())) {
      if (control != null && Exiting.isExiting(control)) {
        place.pass(Phase.STOPPED);
      }
    } else if (life != null && life.exits(control)) {
      boolean now =
          monitor.get(() -> {
            boolean first = place.endForGood();
            if (first) {
              record.lifeEnded(false);
            }
            return first;
          });
      if (now) {
        place.tellThatItEnded();
      }
    }
  }
}
