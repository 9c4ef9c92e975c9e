package dev.innkeeper.runtime;

import dev.innkeeper.runtime.Supervision.Consequence;
import dev.innkeeper.runtime.events.HostEvents;
import dev.innkeeper.runtime.machine.RestartHistory;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostEvent.ServiceFailed;
import dev.innkeeper.runtime.report.HostEvent.ServiceRestarting;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.thread.Interruptions;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What follows when one service fails, on whatever thread that is. First it is recorded and decided
 * upon, in one section; then the listeners are told, without waiting; then it has its consequence;
 * and last it is logged, because that may take a while.
 */
final class ServiceFailures {

  private final ServiceRunner runner;
  private final HostCore core;
  private final HostMonitor monitor;
  private final TimeSource time;
  private final HostEvents news;
  private final ServiceRecord record;
  private final Supervision supervision;

  ServiceFailures(
      ServiceRunner runner, HostCore core, ServiceRecord record, Supervision supervision) {
    this.runner = runner;
    this.core = core;
    this.monitor = core.monitor();
    this.time = core.time();
    this.news = core.news();
    this.record = record;
    this.supervision = supervision;
  }

  /** In a call of its start. The first start of a service is the host's. */
  void inStart(ServiceLife life, Throwable thrown) {
    if (Interruptions.isOne(thrown) && !monitor.get(runner::mayStart)) {
      news.log().startGivenUp(runner.name());
      return;
    }
    boolean first = monitor.get(runner::isFirstLife);
    Consequence consequence =
        recorded(
            thrown,
            () -> {
              boolean decided = first || isDecided(life);
              life.endsByItself();
              return decided ? Consequence.NONE : supervision.startFailed(thrown, time.nanoTime());
            });
    List<HostEvent> events = events("to start", thrown, consequence);
    events.forEach(news::announce);
    if (first) {
      core.startFailed(runner.name(), thrown);
    }
    carryOut(life, consequence, thrown);
    events.forEach(news::record);
  }

  /** In its work, or by {@link ServiceContext#fail}. */
  void inWork(ServiceLife life, Throwable thrown, String where) {
    boolean stopping = life.isStopping();
    if (stopping && Interruptions.isOne(thrown)) {
      return;
    }
    if (monitor.get(() -> runner.livesOnWithout(life))) {
      news.tell(event(where, thrown)); // of a life that is over: another is not to blame
      return;
    }
    Consequence consequence =
        recorded(
            thrown,
            () -> stopping || isDecided(life) ? Consequence.NONE : consequenceOf(life, thrown));
    List<HostEvent> events = events(where, thrown, consequence);
    events.forEach(news::announce);
    carryOut(life, consequence, thrown);
    events.forEach(news::record);
  }

  /** In a call of its stop: it is in the report, and the stop goes on. */
  void inStop(Throwable thrown, String where) {
    Consequence unused = recorded(thrown, () -> Consequence.NONE);
    news.tell(event(where, thrown));
  }

  /** To suppress one exception in another takes its lock, which is the user's. */
  private Consequence recorded(Throwable thrown, Supplier<Consequence> decision) {
    AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
    Consequence consequence =
        monitor.get(() -> {
          first.set(record.addFailure(thrown));
          return decision.get();
        });
    Throwable earlier = first.get();
    if (earlier != null) {
      earlier.addSuppressed(thrown);
    }
    return consequence;
  }

  /** Under the monitor: another failure was first, or it is to go down anyway. */
  private boolean isDecided(ServiceLife life) {
    return life.isOver() || core.isStopRequested() || !supervision.isWanted();
  }

  /** Under the monitor. One that has not started, or is not ready yet, has failed to start. */
  private Consequence consequenceOf(ServiceLife life, Throwable thrown) {
    long now = time.nanoTime();
    if (life.hasStarted()) {
      Consequence consequence = supervision.failed(thrown, now);
      if (consequence.restart() != null) {
        life.endsByItself();
      }
      return consequence;
    }
    life.endsByItself();
    return runner.isFirstLife() ? Consequence.STOP_HOST : supervision.startFailed(thrown, now);
  }

  private void carryOut(ServiceLife life, Consequence consequence, Throwable thrown) {
    if (consequence.stopsHost()) {
      core.serviceFailed(runner.name(), thrown);
    }
    if (monitor.get(life::isOver)) {
      core.onHostThread(() -> runner.giveUpStartInTime(life));
    }
    runner.updateCompletion();
    runner.lookAgain();
  }

  private List<HostEvent> events(String where, Throwable thrown, Consequence consequence) {
    ServiceFailed failed = event(where, thrown);
    RestartHistory.Restart restart = consequence.restart();
    if (restart == null) {
      return List.of(failed);
    }
    Duration delay = Duration.ofNanos(restart.delayNanos());
    return List.of(
        failed, new ServiceRestarting(core.name(), runner.name(), restart.number(), delay, thrown));
  }

  private ServiceFailed event(String where, Throwable thrown) {
    return new ServiceFailed(core.name(), runner.name(), where, thrown);
  }

  // ---- starts that take too long, on the host thread, which must not wait for a log appender

  void startIsOverdue(ServiceLife life) {
    if (!monitor.get(() -> runner.isLiving(life) && !life.hasStarted())) {
      return;
    }
    Duration limit = Objects.requireNonNull(runner.spec().startTimeout());
    if (monitor.get(runner::isFirstLife)) {
      StartTimeout.happened(core, limit, List.of(runner));
    } else {
      restartIsOverdue(life, StartTimeout.failure(limit, List.of(runner)));
    }
  }

  /** It, or the whole host, was not up in time. */
  void startTimedOut(Throwable overdue) {
    Consequence unused = recorded(overdue, () -> Consequence.NONE);
    news.tellLater(event("to start in time", overdue));
  }

  private void restartIsOverdue(ServiceLife life, Throwable overdue) {
    Consequence consequence =
        recorded(
            overdue,
            () -> {
              boolean decided = isDecided(life);
              life.endsByItself();
              return decided ? Consequence.NONE : supervision.startFailed(overdue, time.nanoTime());
            });
    List<HostEvent> events = events("to start in time", overdue, consequence);
    events.forEach(news::announce);
    carryOut(life, consequence, overdue);
    core.lookAgain();
    core.events().post(() -> events.forEach(news::record));
  }

  /** It was abandoned while the host runs on: if that was to be a restart, there is none. */
  void couldNotBeRestarted() {
    Throwable failure = monitor.get(() -> supervision.isDelayed() ? record.failure() : null);
    if (failure != null && supervision.couldNotStop().stopsHost()) {
      core.serviceFailed(runner.name(), failure);
    }
  }
}
